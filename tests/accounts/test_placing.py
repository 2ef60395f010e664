"""Places are entered, moved and closed on Kura's own pages, by those whose duty it is; nothing hidden is told by it."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.directory import placing
from accounts.models import Mandate, Place
from accounts.opened import ChangedMeanwhile
from accounts.querysets import today
from accounts.sight import person_sight
from assets.entering.forms import QuickForm
from assets.entering.kind_words import BY_SLUG
from classification.levels import Level
from journal.models import Entry
from tests import make
from tests.cast import Cast

JAPANESE = {"Accept-Language": "ja"}
FACTS = {"name": "三階書庫", "name_en": "Archive", "zone": "2"}


@pytest.fixture
def ask(cast: Cast, client: Client) -> Any:
    def ask(member: str, route: str, of: str = "", **data: Any) -> Any:
        client.force_login(cast.sign_in(member))
        address = reverse(f"places:{route}", args=[of] if of else [])
        return client.post(address, data) if data else client.get(address)

    return ask


def test_a_place_is_entered_with_the_next_free_code_and_its_way_up(cast: Cast, ask: Any) -> None:
    for member, parent, code in (
        ("chief", cast.site, "S1-1"),
        ("steward", cast.store, "Z2-1"),
        ("administrator", "", "S2"),
        ("manager", cast.store, "Z2-2"),
    ):
        inside = parent.pk if parent else ""
        answer = ask(member, "new", **FACTS | {"name": f"書庫 {code}"}, parent=inside)
        assert (answer.status_code, answer.url) == (302, reverse("places:detail", args=[code])), member
        row = Place.objects.get(code=code)
        assert row.path == f"{parent.path if parent else ''}{row.pk}."
        assert Entry.objects.filter(verb="accounts.add_place", about=f"accounts.place:{row.pk}").exists()


def test_what_cannot_be_is_said(cast: Cast, ask: Any) -> None:
    ask("chief", "new", **FACTS, parent=cast.site.pk)
    for member, data, field in (
        ("chief", FACTS | {"parent": cast.site.pk}, "name"),  # twice
        ("manager", FACTS | {"parent": ""}, "parent"),  # a site of its own is entered by who keeps places
        *(("chief", FACTS | {"name": "x", "code": code}, "code") for code in ("new", "a/b", "..", "Z2", "a\nb")),
        ("chief", {"name": " "}, "name"),
    ):
        answer = ask(member, "new", **data)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), data
    assert Place.objects.count() == 3


def test_it_is_renamed_and_moved_with_all_inside(cast: Cast, ask: Any) -> None:
    other, shelf = make.place("S2"), make.place("Z2-A", cast.store)
    old = {"name": "金型倉庫", "zone": "2", "code": "Z2"}
    assert ask("steward", "edit", "Z2", **old | {"name": "型置場", "parent": cast.site.pk}).status_code == 302
    assert ask("steward", "edit", "Z2", **old | {"parent": other.pk}).status_code == 302
    shelf.refresh_from_db()
    assert shelf.path == f"{other.pk}.{cast.store.pk}.{shelf.pk}."
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "accounts.amend_place",
        "accounts.move_place",
    ]
    assert ask("steward", "edit", "Z2", **old | {"parent": shelf.pk}).status_code == 422
    cast.store.refresh_from_db()
    cast.store.parent = shelf  # as if somebody else had just moved the shelf
    with pytest.raises(placing.InsideItself):
        placing.amend(cast.store, by=person_sight(cast.steward))


def test_an_address_with_its_former_code_leads_on(cast: Cast, ask: Any) -> None:
    facts = {"name": "金型倉庫", "zone": "2", "parent": cast.site.pk}
    for code in ("Z3", "Z4"):
        assert ask("steward", "edit", "Z2" if code == "Z3" else "Z3", **facts, code=code).status_code == 302
    for member, route in (("steward", "detail"), ("manager", "look"), ("chief", "edit"), ("chief", "close")):
        for former in ("Z2", "Z3"):
            answer = ask(member, route, former)
            assert (answer.status_code, answer.url) == (302, reverse(f"places:{route}", args=["Z4"])), (member, route)
    for member, route, code in (("nobody", "detail", "Z2"), ("nobody", "look", "Z2"), ("chief", "detail", "Z9")):
        assert ask(member, route, code).status_code == 404, member
    assert (
        ask("chief", "edit", "Z2", **facts | {"name": "型置場"}, code="Z4").status_code == 302
    )  # nothing typed is lost
    assert Place.objects.get(code="Z4").name == "型置場"
    make.place("Z2", cast.site)
    assert ask("chief", "detail", "Z2").status_code == 200  # another has it now
    assert ask("chief", "reopen", "Z2", x="1").status_code == 404


def test_a_code_tells_nothing_of_places_that_are_not_shown(cast: Cast, ask: Any, client: Client) -> None:
    """Whether there is or was one of that code: the same answer in as many queries, and the journal is not read through
    (nor at all for whoever is shown no place)."""
    shown = make.place("S8")
    make.mandate(cast.colleague, Mandate.Role.AUDITOR, place=shown)
    for place, codes in ((cast.store, ("Z3", "Z4")), (shown, ("S9",))):
        facts = {"name": place.name, "zone": place.zone or "", "parent": place.parent_id or ""}
        for now, code in pairwise((place.code, *codes)):
            assert ask("chief", "edit", now, **facts, code=code).status_code == 302
    for member, reads in (("colleague", 1), ("nobody", 0)):
        ask(member, "detail", "Z9")  # the first time reads what is kept from then on
        taken = set()
        for code in ("Z2", "Z4", "Z9"):  # was one's, is one's, never was
            client.force_login(cast.sign_in(member))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("places:detail", args=[code])).status_code == 404
            taken.add((len(asked), sum("journal_change" in query["sql"] for query in asked)))
        assert {of_journal for _all, of_journal in taken} == {reads}
        assert len(taken) == 1, member
    make.place("S8")
    assert ask("colleague", "detail", "S8").url == reverse("places:detail", args=["S9"])


def test_nobody_moves_a_place_to_where_their_own_mandate_reaches(cast: Cast, ask: Any) -> None:
    other = make.place("S2")
    make.mandate(cast.administrator, Mandate.Role.AUDITOR, place=other)
    facts = {"name": "金型倉庫", "zone": "2", "code": "Z2", "parent": other.pk}
    answer = ask("administrator", "edit", "Z2", **facts)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])
    assert ask("chief", "edit", "Z2", **facts).status_code == 302


def test_an_old_page_moves_nothing_back_and_an_unchanged_one_writes_nothing(cast: Cast, ask: Any) -> None:
    other = make.place("S2")
    facts = {"name": "金型倉庫", "zone": "2", "code": "Z2", "parent": cast.site.pk}
    sent = facts | {"name_en": cast.store.name_en, "opened": ask("steward", "edit", "Z2").context["opened"]}
    sent |= {"zone": cast.store.zone, "name": cast.store.name}
    assert ask("steward", "edit", "Z2", **sent).status_code == 302
    assert not Entry.objects.exists()
    assert ask("chief", "edit", "Z2", **sent | {"parent": other.pk, "name": "型置場"}).status_code == 302
    answer = ask("steward", "edit", "Z2", **sent | {"name": "金型置場"})
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (409, ["__all__", "name", "parent"])
    assert (form["name"].value(), form["parent"].value()) == ("金型置場", str(other.pk))
    assert Place.objects.get(code="Z2").parent == other
    again = sent | {"name": "金型置場", "parent": other.pk, "opened": answer.context["opened"]}
    assert ask("steward", "edit", "Z2", **again).status_code == 302
    assert Place.objects.filter(code="Z2", name="金型置場", parent=other).exists()
    with pytest.raises(ChangedMeanwhile):
        placing.amend(cast.store, by=person_sight(cast.chief), unless=lambda: True)


@pytest.mark.parametrize(
    ("begins", "ends", "whole_until", "refused"),
    [
        (1, None, None, True),  # from tomorrow on
        (-9, -1, None, False),  # over
        (-9, None, 0, True),  # by a mandate for the company one reaches it until today only
        (-9, None, 99, True),
        (-9, 9, 99, False),
    ],
)
def test_mandates_that_have_not_begun_or_last_longer_count(
    cast: Cast, begins: int, ends: int | None, whole_until: int | None, refused: bool
) -> None:
    def day(n: int | None) -> Any:
        return None if n is None else today() + timedelta(days=n)

    other = make.place("S2")
    dates = {"from_on": day(begins), "until_on": day(ends)}
    make.mandate(cast.administrator, Mandate.Role.AUDITOR, place=other, **dates)
    if whole_until is not None:
        make.mandate(cast.administrator, Mandate.Role.AUDITOR, until_on=day(whole_until))
    cast.store.parent = other
    if refused:
        with pytest.raises(placing.OwnReach):
            placing.amend(cast.store, by=person_sight(cast.administrator))
    else:
        placing.amend(cast.store, by=person_sight(cast.administrator))


def test_closing_tells_of_what_one_may_know_and_of_nothing_else(cast: Cast, ask: Any) -> None:
    for n in range(2):
        make.carrier(make.asset(f"curve {n}", Level.SECRET, department=cast.design), place=cast.store)
    make.place("Z2-A", cast.store)
    assert "2 things" in ask("steward", "close", "S1").content.decode()
    page = ask("administrator", "close", "S1").content.decode()
    assert "Nothing that you may know of" in page
    assert "Z2-A" in page
    assert ask("administrator", "close", "Z2", sure="yes").status_code == 302
    assert set(Place.objects.exclude(closed_on=None).values_list("code", flat=True)) == {"Z2", "Z2-A"}
    assert ask("manager", "look", "Z2").status_code == 404
    offered = QuickForm(words=BY_SLUG["mold"], received=False, by=person_sight(cast.owner)).fields["place"]
    assert list(offered.queryset) == [cast.site]
    kept = ask("steward", "detail", "Z2").content.decode()
    assert "curve 1" in kept
    assert "(closed)" in kept


def test_it_is_opened_again_with_what_was_closed_together_with_it(cast: Cast, ask: Any) -> None:
    earlier = make.place("Z2-A", cast.store, closed_on="2026-01-05")
    for place in (cast.store, cast.site):
        place.refresh_from_db()
    placing.close(cast.site, by=person_sight(cast.chief))
    assert ask("chief", "reopen", "Z2", sure="yes").status_code == 302
    assert Place.objects.get(code="Z2").closed_on == today()  # what lies around it is closed
    assert ask("chief", "reopen", "S1", sure="yes").status_code == 302
    assert list(Place.objects.exclude(closed_on=None)) == [earlier]
    page = ask("chief", "detail", "Z2-A").client.get(reverse("places:detail", args=["Z2-A"]), headers=JAPANESE)
    assert "閉鎖を取り消す" in page.content.decode()
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.close_place", "accounts.reopen_place"]


def test_what_was_closed_for_itself_on_the_same_day_stays_closed(cast: Cast, ask: Any) -> None:
    chief = person_sight(cast.chief)
    shelf = make.place("Z2-A", cast.store)
    for place in (shelf, cast.site):
        place.refresh_from_db()
        placing.close(place, by=chief)
    assert ask("chief", "reopen", "S1", sure="yes").status_code == 302
    assert list(Place.objects.exclude(closed_on=None)) == [shelf]


def test_two_of_one_name_are_not_in_use_beside_each_other(cast: Cast, ask: Any) -> None:
    placing.close(cast.store, by=person_sight(cast.chief))
    make.place("Z3", cast.site, name=cast.store.name)
    ask("chief", "reopen", "Z2", sure="yes")
    assert Place.objects.get(code="Z2").closed_on
    assert "Rename one of the two" in ask("chief", "detail", "Z2").content.decode()
    assert not Entry.objects.filter(verb="accounts.reopen_place").exists()
    Place.objects.filter(code="Z3").update(name="another")
    ask("chief", "reopen", "Z2", sure="yes")
    assert not Place.objects.exclude(closed_on=None).exists()


def test_who_only_keeps_places_reads_no_findings(cast: Cast, ask: Any) -> None:
    inside = ask("administrator", "list").content.decode()
    assert "金型倉庫" in inside
    assert "the rules say" not in inside
    page = ask("administrator", "detail", "Z2").content.decode()
    assert "What is looked at here" not in page
    assert "Close this place" in page
    assert "Close this place" not in ask("manager", "detail", "Z2").content.decode()


def test_who_keeps_all_places_and_reads_one_gets_the_findings_of_that_one(cast: Cast, ask: Any) -> None:
    other = make.place("S9", zone=2)
    make.mandate(cast.administrator, Mandate.Role.AUDITOR, place=other)
    make.carrier(make.asset("curve", Level.SECRET, department=cast.design), place=cast.store)
    rows = ask("administrator", "list").context["rows"]
    assert {place.code: bool(found) for place, _depth, found in rows} == {"S1": False, "Z2": False, "S9": True}
    assert [place.code for place, _depth, found in rows if found is None] == ["S1", "Z2"]
