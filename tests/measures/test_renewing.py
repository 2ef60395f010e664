"""Attestations that end soon are gone through at once, by those who may give them, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import person_sight
from classification.levels import Level
from journal.models import Entry
from measures.asking.readings import Question
from measures.models import Attestation
from measures.renewing import ending, never_given, renew
from measures.vouching import NotYours
from tests import make
from tests.cast import Cast

DAY = timedelta(days=1)


def test_many_are_given_again_at_once(cast: Cast, client: Client) -> None:
    asset = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner)

    def word(code: str, days: int, **part: Any) -> Attestation:
        given = {"by": cast.chief, "from_on": today() - 300 * DAY, "until_on": today() + days * DAY}
        return Attestation.objects.create(measure=code, evidence="photo", **given | part)

    company, over, far = word("E1-a", 5), word("E2-a", -5), word("E1-b", 200)
    design, own = word("E3-a", 9, department=cast.design), word("E1-d", 9, asset=asset)
    long_ago = word("E2-b", -290)
    word("E3-b", 5, state="PARTLY")
    word("E3-b", 300)  # replaced already

    def seen(name: str) -> set[str]:
        cast.sign_in(name)
        who = person_sight(getattr(cast, name))
        words = Attestation.objects.visible_to(cast.sign_in(name))
        return {each.measure for each in ending(words, who)}

    system, carrier = make.system(responsible=cast.owner), make.carrier(asset)
    word("E3-l", 5, system=system)
    word("E2-h", 5, asset=asset, carrier=carrier)
    word("E2-h", 300, asset=asset)  # another part: replaces nothing
    assert seen("chief") == {"E1-a", "E2-a", "E3-a", "E1-d", "E2-b", "E3-l", "E2-h"}
    assert seen("manager") == {"E3-a", "E1-d", "E2-h"}
    assert seen("owner") == {"E1-d", "E3-l", "E2-h"}
    they_keep_their_parts(cast.owner, {(system, None, None), (None, carrier, asset)})
    assert seen("owner") == {"E1-d"}
    assert seen("nobody") == set()

    others_are_read_where_the_asset_is(cast, client)

    with pytest.raises(NotYours):
        renew([own, company], today() + 90 * DAY, by=person_sight(cast.owner))
    assert not Entry.objects.exists()

    the_manager_gives_again(cast, client, (design, own), refused=company)
    assert seen("manager") == set()
    assert {far.measure, long_ago.measure, over.measure} <= {each.measure for each in Attestation.objects.all()}

    the_rest_was_never_given("E1-b")


def the_manager_gives_again(cast: Cast, client: Client, mine: tuple[Attestation, ...], refused: Attestation) -> None:
    """From the page of renewals: those that are theirs, and no others."""
    client.force_login(cast.sign_in("manager"))
    until = (today() + 90 * DAY).isoformat()
    post = {"word": [each.pk for each in mine], "until_on": until, "evidence": ""}
    assert client.post("/measures/renewals/", post | {"word": [refused.pk]}).status_code == 404  # not theirs
    late = client.post("/measures/renewals/", post | {"until_on": "2020-01-01"})
    assert (late.status_code, late.content.decode().count(" checked")) == (422, len(mine))  # what was ticked stays so
    none = client.post("/measures/renewals/", post | {"word": []})
    assert (none.status_code, bool(none.context["form"].non_field_errors())) == (422, True)
    assert client.post("/measures/renewals/", post).status_code == 302
    again = Attestation.objects.filter(from_on=today())
    told = {(each.measure, each.by, each.evidence, each.state) for each in again}
    assert told == {("E3-a", cast.manager, "photo", "IN_PLACE"), ("E1-d", cast.manager, "photo", "IN_PLACE")}
    assert {each.department for each in again} == {cast.design, None}
    assert Entry.objects.get().verb == "measures.renew"


def others_are_read_where_the_asset_is(cast: Cast, client: Client) -> None:
    """The auditor reads what others are asked for; whoever may not know of the asset reads nothing of its words."""
    for name, knows in (("auditor", True), ("nobody", False)):
        client.force_login(cast.sign_in(name))
        page = client.get("/measures/renewals/").content.decode()
        assert ("Others are asked for these" in page, "図面" in page) == (True, knows)


def they_keep_their_parts(owner: Person, parts: set[Any]) -> None:
    """Words on systems and carriers are given again for these; a day earlier, so that they are told from the others."""
    who = person_sight(owner)
    ended = ending(Attestation.objects.filter(measure__in=["E3-l", "E2-h"]), who)
    again = renew(ended, today() + 90 * DAY, by=who)
    assert {(each.system, each.carrier, each.asset) for each in again} == parts
    Attestation.objects.filter(pk__in=[each.pk for each in again]).update(from_on=today() - DAY)
    Entry.objects.all().delete()


def the_rest_was_never_given(given: str) -> None:
    rest = never_given(Question(today()))
    assert rest
    assert given not in {each.code for each in rest}
    assert not any(each.rules for each in rest)
