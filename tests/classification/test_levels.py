"""The company's own names, colours and signs for its levels: everywhere, at one query a page, and legible."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pypdf import PdfReader

from accounts.sight import person_sight
from assets.judging.judging import proposal_for
from assets.kinds import Label
from classification.criteria import CODES
from classification.handling import proposal
from classification.levels import Level, Wording
from classification.models import Colour, OwnLevel
from classification.naming import in_the_companys_words, reword
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

ROOT = Path(__file__).parents[2]
SECRET, TOP = Level.SECRET, Level.TOP_SECRET
OURS = {TOP: Wording("厳秘", "Strictly confidential", "PLUM", "㊙"), SECRET: Wording("秘密", "Confidential")}
GROUNDS = ("#faf8f3", "#f4f0e6", "#ffffff")  # paper, shade, card


@pytest.fixture
def worded(cast: Cast) -> Cast:
    """The company calls its two highest levels otherwise."""
    reword(OURS, by=person_sight(cast.chief))
    return cast


@pytest.fixture
def chief(cast: Cast, client: Client) -> Client:
    make.signed_in(client, cast.sign_in("chief"))
    return client


def japanese(client: Client, page: str, **data: Any) -> str:
    client.cookies["django_language"] = "ja"
    return client.get(page, data).content.decode()


# Words


@pytest.mark.parametrize(
    ("language", "top", "internal"), [("ja", "厳秘", "社外秘"), ("en", "Strictly confidential", "Internal")]
)
def test_a_level_is_called_as_the_company_calls_it_and_else_as_usual(
    worded: Cast, language: str, top: str, internal: str
) -> None:
    with override(language), in_the_companys_words():
        assert (str(TOP.label), str(Level.INTERNAL.label)) == (top, internal)
        assert str(dict(Level.choices)[30]) == top
        assert top in str(Label.TOP_SECRET.label)
        assert f"{make.asset(level=TOP).get_level_display()}" == top


def test_the_code_and_the_order_stay(worded: Cast) -> None:
    with in_the_companys_words():
        assert [(level.name, level.value) for level in Level] == [
            ("PUBLIC", 0), ("INTERNAL", 10), ("SECRET", 20), ("TOP_SECRET", 30),
        ]  # fmt: skip


def test_outside_of_a_request_and_a_command_the_usual_words_hold_and_nothing_is_asked(worded: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert (str(TOP.label), TOP.colour, TOP.sign) == ("Top secret", "", "")
    assert len(queries) == 0


def test_many_labels_are_one_query(worded: Cast) -> None:
    with in_the_companys_words(), CaptureQueriesContext(connection) as queries:
        assert {str(level.label) for level in Level for _ in range(50)} >= {"Confidential"}
    assert len(queries) == 1


def test_reasons_labels_and_rules_speak_so_too(worded: Cast) -> None:
    asset = make.asset(level=None, origin="RECEIVED")
    with in_the_companys_words():
        reasons = " ".join(proposal_for(asset, dict.fromkeys(CODES, 0) | {"loss_on_leak": 3}).reasons)
        assert "makes it “Strictly confidential”" in reasons
        assert "at least “Confidential”" in " ".join(proposal_for(asset, dict.fromkeys(CODES, 0)).reasons)
        assert "labelled “Strictly confidential”" in proposal(TOP)["store"]


# Pages and papers


def test_every_page_paper_and_file_shows_the_companys_word(worded: Cast, chief: Client) -> None:
    asset = make.asset("歯面処理剤", TOP, department=worded.design, owner=worded.owner)
    make.judgement(asset, worded.owner, TOP)
    pages = ("/assets/", f"/assets/{asset.code}/", "/rules/", "/rules/levels/", f"/assets/{asset.code}/label/",
             f"/assets/{asset.code}/judge/", "/settings/")  # fmt: skip
    for page in pages:
        text = japanese(chief, page)
        assert "厳秘" in text, page
        assert ">極秘<" not in text or page == "/rules/levels/", page


def test_the_badge_has_the_companys_colour_and_sign(worded: Cast, chief: Client) -> None:
    make.asset("x", TOP, department=worded.design)
    for page in ("/assets/", "/rules/"):
        text = japanese(chief, page)
        assert 'class="level level-TOP_SECRET tint-PLUM"' in text
        assert '<span class="sign" aria-hidden="true">㊙</span> 厳秘' in text


def test_the_sheet_to_hang_up_prints_it(worded: Cast, chief: Client) -> None:
    chief.cookies["django_language"] = "ja"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(chief.get("/rules/sheet/").content)).pages)
    assert "厳秘" in text
    assert "㊙" in text
    assert "極秘" not in text


def test_the_file_of_the_list_says_it(worded: Cast, chief: Client) -> None:
    make.asset("x", TOP, department=worded.design)
    chief.cookies["django_language"] = "ja"
    answer = chief.post("/assets/taken-out/", {"form": "csv", "columns": "level"})
    assert "厳秘" in answer.content.decode("utf-8-sig")


def test_a_list_asks_once_however_many_levels_stand_in_it(worded: Cast, chief: Client) -> None:
    for n in range(30):
        make.asset(f"x {n}", [SECRET, TOP][n % 2], department=worded.design)
    with CaptureQueriesContext(connection) as queries:
        chief.get("/assets/")
    assert sum("classification_ownlevel" in query["sql"] for query in queries) == 1


# Changing


def filled(**changed: str) -> dict[str, str]:
    return {f"{level.name}_{part}": "" for level in Level for part in ("name", "name_en", "colour", "sign")} | changed


def test_the_chief_rewords_them_on_record(cast: Cast, chief: Client) -> None:
    answer = chief.post("/rules/levels/", filled(TOP_SECRET_name="厳秘", TOP_SECRET_colour="INK"))
    assert answer.status_code == 302
    assert OwnLevel.objects.values_list("level", "name", "colour").get() == (30, "厳秘", "INK")
    entry = Entry.objects.get(verb="classification.reword_levels")
    assert (entry.actor_id, entry.changes) == (cast.chief.pk, 1)
    assert chief.post("/rules/levels/", filled()).status_code == 302
    assert set(OwnLevel.objects.values_list("name", "colour")) == {("", "")}
    assert Change.objects.filter(row__startswith="classification.ownlevel").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"TOP_SECRET_name": "厳秘", "SECRET_name": "厳 秘"}, "TOP_SECRET_name"),
        ({"SECRET_name": "極秘"}, "SECRET_name"),
        ({"SECRET_name_en": "top secret"}, "SECRET_name_en"),
        ({"SECRET_colour": "PINK"}, "SECRET_colour"),
        ({"SECRET_sign": "㊙㊙㊙㊙㊙"}, "SECRET_sign"),
    ],
)
def test_names_that_could_be_mistaken_are_refused(
    cast: Cast, chief: Client, changed: dict[str, str], field: str
) -> None:
    answer = chief.post("/rules/levels/", filled(**changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not OwnLevel.objects.exists()


def test_its_own_usual_name_may_be_written(cast: Cast, chief: Client) -> None:
    assert chief.post("/rules/levels/", filled(SECRET_name="秘")).status_code == 302


@pytest.mark.parametrize("name", ["manager", "steward", "executive", "administrator", "nobody"])
def test_nobody_but_the_chief_rewords_them(cast: Cast, client: Client, name: str) -> None:
    make.signed_in(client, cast.sign_in(name))
    assert client.post("/rules/levels/", filled(SECRET_name="x")).status_code == 403
    assert "Call them so" not in client.get("/rules/levels/").content.decode()
    assert not OwnLevel.objects.exists()


# Colours


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheet", ["static/kura/kura.css", "templates/print.css"])
def test_every_colour_of_the_palette_can_be_read(sheet: str) -> None:
    palette = dict(re.findall(r"\.tint-([A-Z]+) \{ --tint: (#[0-9a-f]{6}); \}", (ROOT / sheet).read_text()))
    assert palette.keys() == set(Colour.values)
    for colour in palette.values():
        assert min(contrast(colour, ground) for ground in GROUNDS) >= 4.5
    assert len(set(palette.values())) == len(palette)
