"""Copies the few third-party files Kura serves or prints with from node_modules into build/, licences beside them.

build/static is among STATICFILES_DIRS; build/fonts holds the fonts of the papers.
"""

import filecmp
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "build" / "static" / "vendor"
FONTS = ROOT / "build" / "fonts"
BOOTSTRAP = MODULES / "bootstrap"
SCREEN_FONT = MODULES / "@fontsource" / "biz-udpgothic"
PAPER_FONT = MODULES / "@expo-google-fonts" / "biz-udpgothic"

COPIES = {
    BOOTSTRAP / "dist/js/bootstrap.bundle.min.js": VENDOR / "bootstrap/bootstrap.bundle.min.js",
    BOOTSTRAP / "dist/js/bootstrap.bundle.min.js.map": VENDOR / "bootstrap/bootstrap.bundle.min.js.map",
    BOOTSTRAP / "LICENSE": VENDOR / "bootstrap/LICENSE",
    # The bundle contains Popper.
    MODULES / "@popperjs/core/LICENSE.md": VENDOR / "bootstrap/LICENSE-popper.md",
    MODULES / "htmx.org/dist/htmx.min.js": VENDOR / "htmx/htmx.min.js",
    MODULES / "htmx.org/LICENSE": VENDOR / "htmx/LICENSE",
    SCREEN_FONT / "LICENSE": VENDOR / "biz-udpgothic/LICENSE",
    PAPER_FONT / "400Regular/BIZUDPGothic_400Regular.ttf": FONTS / "BIZUDPGothic-Regular.ttf",
    PAPER_FONT / "700Bold/BIZUDPGothic_700Bold.ttf": FONTS / "BIZUDPGothic-Bold.ttf",
    PAPER_FONT / "LICENSE_FONT": FONTS / "LICENSE",
}

# What stands in for the screen font until its slices are there, at the first visit. In its own size a system's font is
# a fifth narrower than ours (Latin) or wider (kana): lines would break elsewhere, and all below them would move. The
# numbers are the widths of ours in hundredths of theirs, over the words of Kura's own pages.
RANGES = {
    "U+20": 0,
    "U+66,U+69-6A,U+6C,U+72,U+74": 1,  # fijlrt
    "U+61-65,U+67-68,U+6B,U+6D-71,U+73,U+75-7A": 2,
    "U+41-5A": 3,
    "U+30-39": 4,
    "U+21-2F,U+3A-40,U+5B-60,U+7B-7E": 5,
}
KANA = {"U+3041-309F": 0, "U+30A0-30FA,U+30FC-30FF": 1, "U+3001-3002,U+300C-300F,U+30FB,U+FF08-FF09": 2}
HIRAGINO = (("Hiragino Sans W3", "HiraginoSans-W3"), ("Hiragino Sans W6", "HiraginoSans-W6"))
STAND_INS = (  # family, weight, the names by which systems know the font, how wide ours is
    ("Kura Roboto", 400, ("Roboto", "Roboto-Regular"), RANGES, (134, 138, 123, 119, 131, 137)),
    ("Kura Roboto", 700, ("Roboto Bold", "Roboto-Bold"), RANGES, (134, 136, 124, 119, 128, 134)),
    ("Kura Arial", 400, ("Arial", "ArialMT", "Liberation Sans"), RANGES, (120, 154, 123, 112, 132, 123)),
    ("Kura Arial", 700, ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold"), RANGES, (120, 134, 116, 112, 132, 125)),
    ("Kura DejaVu", 400, ("DejaVu Sans",), RANGES, (105, 118, 110, 112, 116, 109)),
    ("Kura DejaVu", 700, ("DejaVu Sans Bold", "DejaVuSans-Bold"), RANGES, (96, 101, 100, 101, 106, 99)),
    ("Kura Kana", 400, (*HIRAGINO[0], "Noto Sans CJK JP", "NotoSansCJKjp-Regular"), KANA, (96, 91, 57)),
    ("Kura Kana", 700, (*HIRAGINO[1], "Noto Sans CJK JP Bold", "NotoSansCJKjp-Bold"), KANA, (97, 92, 57)),
)  # fmt: skip
ASCENT, DESCENT = 88, 12  # of the screen font, in hundredths of its size


def copy(source: Path, target: Path) -> None:
    """Copy one file unless the very same one is there already."""
    if target.exists() and filecmp.cmp(source, target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def copy_screen_font() -> None:
    """The woff2 slices of both weights (a browser fetches only those it needs) and one css naming them.

    Windows brings this very font: where it is on the computer, nothing is fetched and nothing moves.

    Their folder bears the font's version, so that a browser may keep them for good and asks for none of them again.
    `font-display` stays `swap`. With `optional` nothing would move when they come late; but each slice is a font by
    itself: a word may mix two faces, and a computer without Japanese fonts shows boxes until the next page. What stands
    in meanwhile takes as much room (`stand_ins`). Nothing is asked for ahead: who has the font would fetch it in vain.
    """
    folder = VENDOR / "biz-udpgothic"
    version = json.loads((SCREEN_FONT / "package.json").read_text())["version"]
    css = "".join((SCREEN_FONT / f"{weight}.css").read_text() + "\n" for weight in (400, 700))
    css = re.sub(r",\s*url\([^)]*\.woff\) format\('woff'\)", "", css)
    for name in re.findall(r"url\(\./(files/[^)]+)\)", css):
        copy(SCREEN_FONT / name, folder / version / name)
    shutil.rmtree(folder / "files", ignore_errors=True)  # where they lay before
    for weight, local in ((400, "BIZ UDPGothic"), (700, "BIZ UDPGothic Bold")):
        css = re.sub(rf"(font-weight: {weight};\s*src: )url", rf"\1local('{local}'), url", css)
    css = css.replace("url(./files/", f"url(./{version}/files/") + "".join(stand_ins())
    (folder / "biz-udpgothic.css").write_text(css)


def stand_ins() -> Iterator[str]:
    """A face for each stand-in and range of signs, as wide as the screen font and on its line."""
    for family, weight, names, ranges, widths in STAND_INS:
        source = ", ".join(f"local('{name}')" for name in names)
        for signs, at in ranges.items():
            size = widths[at]
            lines = f"ascent-override: {100 * ASCENT / size:.1f}%; descent-override: {100 * DESCENT / size:.1f}%"
            yield (
                f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: {source}; unicode-range: {signs}; "
                f"size-adjust: {size}%; {lines}; line-gap-override: 0% }}\n"
            )


def copy_styles() -> None:
    """Bootstrap's style sheet without the pictures written into it, and without its map, which then no longer fits.

    Our policy (img-src 'self') refuses such pictures. kura.css draws its own in their place, but a browser that leaves
    a page before kura.css is there would ask for them, and complain.
    """
    css = (BOOTSTRAP / "dist/css/bootstrap.min.css").read_text()
    css = re.sub(r'url\("data:[^"]*"\)', "none", css)
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    (VENDOR / "bootstrap" / "bootstrap.min.css").write_text(css)


def main() -> None:
    """Bring build/ up to date."""
    for source, target in COPIES.items():
        copy(source, target)
    copy_styles()
    copy_screen_font()


if __name__ == "__main__":
    main()
