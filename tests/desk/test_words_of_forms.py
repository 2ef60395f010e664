"""What a form says of a field left empty asks for what is missing, in the language of the page."""

from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.sight import person_sight
from assets.kinds import State
from assets.knowing import asking
from assets.models import Device
from classification.levels import Level
from journal.sightings import note
from tests import make
from tests.cast import Cast


class Asked(forms.Form):
    """A field of each sort."""

    name = forms.CharField(max_length=3)
    kind = forms.ChoiceField(choices=[("a", "a")])
    people = forms.MultipleChoiceField(choices=[("a", "a")])
    file = forms.FileField()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ja",
            [
                "入力してください。",
                "選択してください。",
                "1つ以上選択してください。",
                "先にファイルを選んでください。",
            ],
        ),
        ("en", ["This field is required.", "Choose one of these.", "Choose at least one.", "Choose a file first."]),
    ],
)
def test_what_is_missing_is_asked_for_in_kind(language: str, expected: list[str]) -> None:
    with translation.override(language):
        assert [str(errors[0]) for errors in Asked({}).errors.values()] == expected


def test_too_much_is_said_with_both_numbers() -> None:
    with translation.override("ja"):
        assert Asked({"name": "四文字だ"}).errors["name"] == ["3文字以内で入力してください（いまは4文字）。"]


class Counted(forms.ModelForm):
    """A device's number, and how many."""

    many = forms.IntegerField(min_value=1, max_value=8)

    class Meta:
        model = Device
        fields = ("code",)


@pytest.mark.django_db
def test_what_is_taken_or_beyond_its_bounds_is_said_as_one_would_say_it() -> None:
    make.device(code="PC-01")
    with translation.override("ja"):
        errors = [Counted({"code": "PC-01", "many": many}).errors for many in (0, 9)]
        assert [each["many"] for each in errors] == [
            ["1以上の数を入力してください。"],
            ["8以下の数を入力してください。"],
        ]
        assert errors[0]["code"] == ["すでに使われています。別のものを入力してください。"]
    with translation.override("en"):
        plain = [Counted({"code": "PC-01", "many": many}).errors["many"] for many in (0, 9)]
        assert plain == [["Enter 1 or more."], ["Enter 8 or less."]]
        assert Asked({"name": "abcd"}).errors["name"] == ["Write at most 3 characters (there are 4 now)."]


def test_why_something_is_refused_is_asked_for_beside_its_field(cast: Cast) -> None:
    asked = asking.ask("oil for the mill", cast.design, by=person_sight(cast.listed))
    client = Client()
    client.force_login(cast.sign_in("manager"))
    body = client.post(f"/usable/requests/{asked.pk}/", {"refuse": "1"}).content.decode()
    field, _rest, below = body.partition('aria-describedby="problem">')
    assert 'id="reason"' in field
    assert below.startswith('<div class="invalid-feedback" id="problem">Say why, in a few words.</div>')
    assert body.count("Say why, in a few words.") == 1


def test_a_step_without_its_words_comes_back_as_its_form(cast: Cast) -> None:
    asset = make.asset("the mixture", owner=cast.owner, department=cast.design, level=Level.SECRET, state=State.ACTIVE)
    make.judgement(asset, cast.owner)
    client = Client()
    client.force_login(cast.sign_in("owner"))
    address = f"/assets/{asset.code}/steps/declassify/"
    answer = client.post(address, {"comment": " "})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert f'action="{address}"' in body
    assert 'id="problem">Say why, in a few words.' in body
    assert "It is no longer secret" in body


def test_a_day_of_the_journal_that_is_none_is_said_and_shows_no_other_days(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.sign_in("chief"))
    note(cast.owner, "assets.view", make.asset("the mixture", owner=cast.owner))
    assert "the mixture" in client.get("/journal/").content.decode()
    answer = client.get("/journal/", {"from": "soon"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert '<div class="invalid-feedback d-block" id="from-problem">“soon” is not a full date' in body
    assert "the mixture" not in body


def test_whoever_hands_over_to_nobody_keeps_what_was_ticked(cast: Cast) -> None:
    mine, other = (make.asset(name, owner=cast.colleague) for name in ("mine", "other"))
    client = Client()
    client.force_login(cast.sign_in("steward"))
    page = f"/people/{cast.colleague.code}/leaving/"
    sent: list[dict[str, Any]] = [{"asset": mine.code}, {"to": cast.owner.pk}]
    nobody, nothing = (client.post(f"{page}hand-over/", each) for each in sent)
    assert (nobody.status_code, nothing.status_code) == (422, 422)
    body = nobody.content.decode()
    assert "Choose one of these." in body
    assert f'action="{page}"' in body
    assert [f'aria-label="{asset.code}" checked' in body for asset in (mine, other)] == [True, False]
    assert "Tick what is handed over." in nothing.content.decode()


def test_whoever_looks_nobody_up_is_not_led_to_the_list_of_people(cast: Cast) -> None:
    for name, led in (("colleague", False), ("steward", True)):
        client = Client()
        client.force_login(cast.sign_in(name))
        body = client.get(reverse("desk:person", args=[cast.colleague.code])).content.decode()
        crumb = body.partition('<nav class="crumbs"')[2].partition("</nav>")[0]
        assert (reverse("people:list") in crumb) is led


def test_a_ledger_is_asked_for_before_it_is_read(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.sign_in("steward"))
    assert "Choose a file first." in client.post(reverse("exchange:upload"), {"scale": ""}).content.decode()
