"""Opening a secret is noted, and so is asking for what one may not know of; the answer tells neither."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import Asset
from classification.levels import Level
from journal.acts import name_of
from journal.models import Sighting
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def as_(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.sign_in(name))
    Sighting.objects.all().delete()
    return client


def seen() -> list[tuple[Any, ...]]:
    return list(Sighting.objects.order_by("pk").values_list("actor_id", "verb", "about", "facts"))


NOTED = [
    (Level.TOP_SECRET, None, True),
    (Level.SECRET, None, True),
    (Level.INTERNAL, None, False),
    (Level.PUBLIC, None, False),
    (Level.INTERNAL, Level.SECRET, True),  # a proposal to make it secret
    (Level.SECRET, Level.INTERNAL, True),
    (None, None, True),  # not judged: it may be anything
    (None, Level.PUBLIC, False),
]


@pytest.mark.parametrize(("level", "proposed", "noted"), NOTED)
def test_opening_a_secret_is_noted(cast: Cast, client: Client, level: Any, proposed: Any, noted: bool) -> None:
    asset = make.asset(level=level, proposed_level=proposed, owner=cast.owner)
    page = reverse("desk:detail", args=[asset.code])
    assert as_(client, cast, "owner").get(page).status_code == 200
    facts = {"page": "desk:detail", "method": "GET"}
    assert seen() == ([(cast.owner.pk, "assets.view", name_of(asset), facts)] if noted else [])


@pytest.mark.parametrize("page", ["assets:edit", "assets:judge", "desk:access"])
def test_so_is_every_page_about_it(cast: Cast, client: Client, page: str) -> None:
    asset = make.asset(owner=cast.owner)
    as_(client, cast, "owner").get(reverse(page, args=[asset.code]))
    assert [(verb, facts["page"]) for _by, verb, _about, facts in seen()] == [("assets.view", page)]


ON_ASSET = ["desk:detail", "assets:edit", "assets:judge", "assets:decide", "desk:access"]


@pytest.mark.parametrize("page", ON_ASSET)
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_and_missing_differ_only_in_the_journal(cast: Cast, client: Client, page: str, method: str) -> None:
    hidden = make.asset(owner=cast.owner)
    as_(client, cast, "nobody").get(reverse("desk:detail", args=["K-BBBBB-B"]))
    Sighting.objects.all().delete()
    answers = []
    for code in (hidden.code, "K-AAAAA-A"):
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(client, method)(reverse(page, args=[code]))
        answers.append((answer.status_code, answer.content, len(asked), sorted(answer.headers.items())))
    assert answers[0] == answers[1]
    if answers[0][0] == 404:
        by = cast.nobody.pk
        assert [(b, v, about) for b, v, about, _f in seen()] == [
            (by, "accounts.denied", name_of(hidden)), (by, "accounts.denied", ""),
        ]  # fmt: skip


def test_a_sign_in_without_a_person_is_named_by_its_number(cast: Cast, client: Client) -> None:
    hidden = make.asset()
    as_(client, cast, "root").get(reverse("desk:detail", args=[hidden.code]))
    assert [(by, facts["user"]) for by, _v, _a, facts in seen()] == [(None, cast.sign_in("root").pk)]


def test_an_export_says_what_left(cast: Cast, client: Client) -> None:
    mine, _hidden = make.asset(owner=cast.owner), make.asset("other")
    for asset in Asset.objects.all():
        make.carrier(asset)
    as_(client, cast, "owner").post(reverse("exchange:export"))
    assert seen() == [(cast.owner.pk, "exchange.export", "", {"assets": [mine.pk]})]
