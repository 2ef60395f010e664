"""What is to be considered about a line: each note with a line that has it and one that has not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Employment, Party, Person, Posting, User
from accounts.querysets import today
from assets.knowing.line_notes import notes_on, unenforced
from assets.models import Asset, Grant, GrantProposal
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset("curves", department=cast.design, owner=cast.owner)


def plain(cast: Cast, asset: Asset) -> Any:
    """A line of which there is nothing to say."""
    cast.sign_in("listed")
    User.objects.filter(person=cast.listed).update(last_login="2026-01-01T00:00Z")
    return make.grant(asset, cast.listed)


def kinds(*lines: Any) -> list[set[str]]:
    return [{note.kind for note in notes} for notes in notes_on(lines, TODAY)]


def changed(**facts: Any) -> Callable[[Cast, Any], None]:
    def change(cast: Cast, line: Any) -> None:
        for name, value in facts.items():
            setattr(line.person, name, value)

    return change


def without_purpose(cast: Cast, line: Any) -> None:
    line.purpose = ""


def moved(cast: Cast, line: Any) -> None:
    Posting.objects.create(person=line.person, department=cast.root, from_on=TODAY - 3 * DAY)


def moved_and_confirmed(cast: Cast, line: Any) -> None:
    moved(cast, line)
    make.review(line.asset, cast.owner, TODAY - DAY)


def moved_before(cast: Cast, line: Any) -> None:
    Posting.objects.create(person=line.person, department=cast.root, from_on=TODAY - 50 * DAY)


def outsider(cast: Cast, line: Any) -> None:
    line.person.party = Party.objects.create(code="C1", name="支援")


def ends(cast: Cast, line: Any) -> None:
    line.person.employment, line.until_on = Employment.DISPATCHED, TODAY + DAY


def never(cast: Cast, line: Any) -> None:
    User.objects.filter(person=line.person).update(last_login=None)


def no_sign_in(cast: Cast, line: Any) -> None:
    User.objects.filter(person=line.person).delete()


def keeps_it(cast: Cast, line: Any) -> None:
    line.asset.custodian = line.person


def leads(cast: Cast, line: Any) -> None:
    type(cast.root).objects.filter(pk=cast.root.pk).update(deputy=line.person)


def mandated(cast: Cast, line: Any) -> None:
    make.mandate(line.person, "AUDITOR", department=cast.design)


def mandated_elsewhere(cast: Cast, line: Any) -> None:
    make.mandate(line.person, "AUDITOR", department=cast.sales)


def through_department(cast: Cast, line: Any) -> None:
    make.grant(line.asset, cast.sales)


CASES = [
    (lambda cast, line: None, set()),
    (changed(left_on=TODAY - DAY), {"leaver"}),
    (changed(left_on=TODAY + 9 * DAY), {"leaver"}),
    (moved, {"mover"}),
    (moved_and_confirmed, set()),
    (moved_before, set()),
    (without_purpose, {"no_purpose"}),
    (changed(employment=Employment.DISPATCHED), {"endless"}),
    (outsider, {"endless"}),
    (ends, set()),
    (never, {"never_signed_in"}),
    (no_sign_in, {"no_sign_in"}),
    (keeps_it, {"otherwise"}),
    (leads, {"otherwise"}),
    (mandated, {"otherwise"}),
    (mandated_elsewhere, set()),
    (through_department, {"otherwise"}),
]


@pytest.mark.parametrize(("meet", "expected"), CASES)
def test_each_note_where_it_belongs(
    cast: Cast, asset: Asset, meet: Callable[[Cast, Any], None], expected: set[str]
) -> None:
    line = plain(cast, asset)
    meet(cast, line)
    assert kinds(line) == [expected]


def test_a_department_is_told_with_its_people(cast: Cast, asset: Asset) -> None:
    people = [make.person(f"人 {n}", cast.sales) for n in range(3)]
    Person.objects.filter(pk=people[0].pk).update(left_on=TODAY - DAY)
    part, whole = make.grant(asset, cast.sales), make.grant(asset, cast.root)
    [one], [all_of_them] = notes_on([part, whole], TODAY)
    assert (one.text, one.grave) == ("the whole department: 2 of 20 people (10%)", False)
    assert all_of_them.text.startswith("the whole company: ")
    assert all_of_them.grave


def test_proposals_are_told_of_too(cast: Cast, asset: Asset) -> None:
    proposal = GrantProposal.objects.create(asset=asset, words="x", person=cast.listed, proposed_on=TODAY - 9 * DAY)
    moved(cast, proposal)
    assert kinds(proposal) == [{"mover", "no_purpose", "no_sign_in"}]


def test_what_the_list_does_not_decide(cast: Cast, asset: Asset) -> None:
    make.carrier(asset, kind="SYS", host="IN_HOUSE", access_control="FOLDER")
    assert unenforced([asset.pk]) == {}
    loose = make.carrier(asset, kind="SYS", host="IN_HOUSE", access_control="LOGIN")
    assert unenforced([asset.pk]) == {asset.pk: [loose]}


def test_the_number_of_queries_does_not_grow_with_lines(cast: Cast, asset: Asset) -> None:
    def asked() -> int:
        rows = list(Grant.objects.select_related("person", "department", "asset"))
        with CaptureQueriesContext(connection) as captured:
            notes_on(rows, TODAY)
        return len(captured)

    make.grant(asset, cast.sales)
    make.grant(asset, cast.listed)
    few = asked()
    for n in range(10):
        make.grant(make.asset(f"paper {n}", department=cast.sales), make.person(f"人 {n}", cast.sales))
    assert asked() == few == 7
