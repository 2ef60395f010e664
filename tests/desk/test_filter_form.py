"""The form above the list is written once for each language, and marks what is chosen."""

import re

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.sight import Sight, person_sight
from desk.listing.columns import BY_NAME, chosen_columns
from desk.listing.filter_form import choices
from desk.listing.filters import wanted
from tests import make


def options(text: str, who: Sight) -> dict[str, tuple[list[str], str]]:
    """Of each drop-down: the words it offers, and which of them is chosen."""
    query = QueryDict(text)
    form = choices(wanted(query, who), chosen_columns([]), query)
    offered = {each.name: each.options for each in form["selects"] + form["more_selects"]}
    return {
        name: (re.findall(">([^<]*)</option>", html), "".join(re.findall(" selected>([^<]*)<", html)))
        for name, html in offered.items()
    }


@pytest.mark.django_db
def test_the_form_is_in_the_readers_language_and_marks_what_is_chosen() -> None:
    make.department("設計 <1>")
    who = person_sight(make.person("山田"))
    english, japanese = {}, {}
    for _ in range(2):  # as first written, and as kept
        with translation.override("ja"):
            japanese = options("kind=PAP&gap=x", who)
        with translation.override("en"):
            english = options("kind=PAP&level=20&state=%3Cb%3E", who)
    assert english["kind"][1] == "Paper and drawings" != japanese["kind"][1] != ""
    assert english["level"][1] == "Secret"
    assert japanese["level"][1] == ""
    assert english["state"] == (english["state"][0], "")
    assert english["state"][0][0] == "not retired"
    assert japanese["gap"][1] == ""
    assert "設計 &lt;1&gt;" in english["department"][0]


@pytest.mark.django_db
def test_columns_are_ticked_and_remembered_alike() -> None:
    query = QueryDict("")
    who = person_sight(make.person("山田"))
    form = choices(wanted(query, who), [BY_NAME["name"], BY_NAME["tags"]], query)
    assert re.findall('value="([a-z]+)" checked', form["ticks"]) == ["name", "tags"]
    assert re.findall('value="([a-z]+)"', form["remembered"]) == ["name", "tags"]
