"""What a form says of a field left empty asks for what is missing, in the language of the page."""

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

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
                "一つ以上選択してください。",
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
