"""Copies the few third-party files Kura serves or prints with from node_modules into build/, licences beside them.

build/static is among STATICFILES_DIRS; build/fonts holds the fonts of the papers.
"""

import filecmp
import json
import re
import shutil
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
    itself: a word may mix two faces, and a computer without Japanese fonts shows boxes until the next page.
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
    (folder / "biz-udpgothic.css").write_text(css.replace("url(./files/", f"url(./{version}/files/"))


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
