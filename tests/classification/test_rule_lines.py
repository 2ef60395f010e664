"""The rule of the level stands where the act happens, in the company's own wording."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from accounts.sight import person_sight
from assets.models import Asset
from classification.handling import change
from classification.levels import Level
from tests import make
from tests.cast import Cast

WHERE = [
    ("/assets/{code}/label/", "store"),
    ("/assets/{code}/photos/new/", "copy"),
    ("/assets/{code}/edit/", "zone"),
    ("/assets/{code}/access/", "disclose"),
    ("/assets/{code}/", "dispose"),
    ("/assets/", "take_out"),
]


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset("歯面処理剤", Level.SECRET, department=cast.design, owner=cast.owner)


def line(level: Any, topic: str) -> str:
    return (
        Template("{% load rules %}{% rule_line level topic %}")
        .render(Context({"level": level, "topic": topic}))
        .strip()
    )


@pytest.mark.parametrize(("where", "topic"), WHERE, ids=[topic for _where, topic in WHERE])
def test_where_it_is_done_the_rule_is_quoted(cast: Cast, client: Client, asset: Asset, where: str, topic: str) -> None:
    change(Level.SECRET, {topic: "われわれの決まり"}, seen=1, by=person_sight(cast.chief))
    make.signed_in(client, cast.sign_in("chief"))
    text = client.get(where.format(code=asset.code)).content.decode()
    assert "われわれの決まり" in text
    assert "Handling rules, version 2" in text


@pytest.mark.django_db
def test_it_is_the_rule_of_that_level() -> None:
    assert "Cross-cut paper" in line(Level.SECRET, "dispose")
    assert "Shred paper" in line(Level.INTERNAL, "dispose")


@pytest.mark.django_db
def test_without_a_level_or_a_rule_nothing_is_said(cast: Cast) -> None:
    change(Level.SECRET, {"copy": "x"}, seen=1, by=person_sight(cast.chief))
    assert line(None, "copy") == line(Level.SECRET, "dispose") == ""


@pytest.mark.django_db
def test_a_topic_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="shred"):
        line(Level.SECRET, "shred")
