"""What stands in for the screen font until it is there is as wide as it, so that nothing moves."""

import runpy
from pathlib import Path

import polib
import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "copy_assets.py"))


def ranges(signs: str) -> set[int]:
    """The numbers of a unicode-range."""
    found = set[int]()
    for part in signs.split(","):
        first, _to, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


@pytest.mark.parametrize(("weight", "name"), [(400, "Regular"), (700, "Bold")])
def test_kana_stand_as_wide_as_ours_over_our_own_words(weight: int, name: str) -> None:
    """Every Japanese font but ours gives a kana the width of its size; ours is narrower."""
    font = TTFont(ROOT / "build" / "fonts" / f"BIZUDPGothic-{name}.ttf")
    known, size, widths = font.getBestCmap(), font["head"].unitsPerEm, font["hmtx"]
    words = "".join(entry.msgstr for entry in polib.pofile(str(ROOT / "locale/ja/LC_MESSAGES/django.po")))
    [(shares, table)] = [(row[4], row[3]) for row in SCRIPT["STAND_INS"] if row[:2] == ("Kura Kana", weight)]
    for signs, at in table.items():
        among = ranges(signs)
        ours = [widths[known[ord(sign)]][0] / size for sign in words if ord(sign) in among]
        assert 100 * sum(ours) / len(ours) == pytest.approx(shares[at], abs=1.5), signs


def test_every_sign_has_one_width_and_every_face_is_asked_for() -> None:
    faces = "".join(SCRIPT["stand_ins"]())
    css = (ROOT / "static/kura/kura.css").read_text()
    for family, _weight, names, table, widths in SCRIPT["STAND_INS"]:
        assert f'"{family}"' in css
        assert all(f"local('{name}')" in faces for name in names)
        assert sorted(table.values()) == list(range(len(widths)))
        signs = [sign for part in table for sign in ranges(part)]
        assert len(signs) == len(set(signs))
    assert ranges(",".join(SCRIPT["RANGES"])) == set(range(0x20, 0x7F))
