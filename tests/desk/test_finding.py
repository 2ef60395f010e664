"""The list: what its filters find, how its pages follow one another, and what it does not tell."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.querysets import today
from accounts.sight import Sight, person_sight
from assets.finding import clues, listing
from assets.finding.orders import NEWEST
from assets.kinds import State
from assets.models import Asset, Tag, Tagging
from classification.levels import Level
from desk.listing.columns import ORDERS, sort_of
from desk.listing.filters import wanted
from desk.listing.overdue import review_overdue
from desk.listing.paging import page_of
from measures.asking.needs import needs_word
from measures.asking.readings import Question
from measures.catalogue import counted
from measures.models import Attestation
from measures.rules import RULES
from measures.verdicts import Verdict
from measures.words import Purpose
from tests import make
from tests.cast import Cast
from tests.measures.registers import exemption

CODE = re.compile(r'<span class="code">([^<]+)</span>')


def codes(client: Client, address: str) -> list[str]:
    return CODE.findall(client.get(address).content.decode())


@pytest.fixture
def register(cast: Cast) -> dict[str, Asset]:
    """One asset for each thing that a filter can ask for."""
    made = {
        "paper": make.asset("図面 A", department=cast.design, owner=cast.owner),
        "mold": make.asset("金型 B", Level.TOP_SECRET, kind="MLD", department=cast.sales, summary="歯車の金型"),
        "candidate": make.asset("試作 C", None, kind="PRO", origin="RECEIVED", giver="客先"),
        "retired": make.asset("旧い D", state=State.RETIRED),
    }
    make.carrier(made["mold"], place=cast.store, serial="SN-0042")
    Asset.remember([made["mold"]])
    old = today() - timedelta(days=900)
    Asset.objects.filter(pk=made["paper"].pk).update(registered_on=old)
    Tagging.objects.create(asset=made["candidate"], tag=Tag.objects.create(name="試作品"))
    return made


CASES = [
    ("", {"paper", "mold", "candidate"}),
    ("kind=MLD", {"mold"}),
    ("level=30", {"mold"}),
    ("level=none", {"candidate"}),
    ("state=RETIRED", {"retired"}),
    ("state=ACTIVE", {"paper", "mold"}),
    ("origin=RECEIVED", {"candidate"}),
    ("tag=ＴＥＳＴ", set()),
    ("tag=試作品", {"candidate"}),
    ("owner=小川", {"paper"}),
    ("owner=me", set()),
    ("owner=自分", set()),
    ("review=overdue", {"paper"}),
    ("q=金型", {"mold"}),
    ("q=sn-00", {"mold"}),
    ("q=歯車", {"mold"}),
    ("q=ない語", set()),
    ("q=金型&kind=PAP", set()),
    ("gap=ACCESS_CONTROL", {"paper", "mold"}),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
@pytest.mark.parametrize("few", [0, 1_000], ids=["walked", "by the few"])
def test_the_filters(
    cast: Cast, register: Any, client: Client, monkeypatch: Any, query: str, expected: set[str], few: int
) -> None:
    """Whichever way they are found."""
    monkeypatch.setattr(listing, "FEW", few)
    monkeypatch.setattr("desk.listing.filters.MANY", dict.fromkeys(clues.MANY, few))
    client.force_login(cast.sign_in("steward"))
    assert set(codes(client, f"/assets/?{query}")) == {register[name].code for name in expected}


def test_a_department_and_a_place_stand_for_all_below_them(cast: Cast, register: Any, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    assert set(codes(client, f"/assets/?department={cast.root.pk}")) == {register["paper"].code, register["mold"].code}
    assert codes(client, f"/assets/?department={cast.sales.pk}") == [register["mold"].code]
    assert codes(client, f"/assets/?place={cast.site.pk}") == [register["mold"].code]


@pytest.mark.parametrize(
    "query",
    [
        "kind=XYZ",
        "level=7",
        "state=x",
        "department=999999",
        "place=abc",
        "owner=誰",
        "gap=x",
        "review=x",
        "q=型",
        "sort=x",
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_shown(
    cast: Cast, register: Any, client: Client, query: str
) -> None:
    client.force_login(cast.sign_in("steward"))
    answer = client.get(f"/assets/?{query}").content.decode()
    assert 'role="alert"' in answer
    assert not CODE.findall(answer)


def test_a_filter_that_is_on_can_be_taken_off_by_itself(cast: Cast, register: Any, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    answer = client.get("/assets/?kind=PAP&level=20&after=K-22222-2").content.decode()
    assert 'href="?level=20"' in answer
    assert 'href="?kind=PAP"' in answer


@pytest.mark.parametrize("sort", list(ORDERS))
@pytest.mark.parametrize(("few", "reach"), [(0, 3_000), (0, 3), (1_000, 3)])
@pytest.mark.parametrize("name", ["steward", "listed", "manager"])
def test_pages_hold_every_asset_once_in_both_directions(
    cast: Cast, client: Client, monkeypatch: Any, sort: str, name: str, few: int, reach: int
) -> None:
    monkeypatch.setattr("desk.listing.paging.page_of.__defaults__", (3,))
    monkeypatch.setattr(listing, "STRIDE", 2)
    monkeypatch.setattr(listing, "LONGEST", 3)
    monkeypatch.setattr(listing, "REACH", reach)  # sorted at once, or walked
    monkeypatch.setattr(listing.Clue.__init__, "__defaults__", (None, few, None, None, None, None, None))
    client.force_login(cast.sign_in(name))
    for n in range(11):
        reviewed = [None, today(), today() - timedelta(days=n)][n % 3]
        asset = make.asset(f"名 {n % 4}", [None, *Level][n % 5], department=cast.design, reviewed_on=reviewed)
        if n != 5:
            make.grant(asset, cast.listed)
    forwards, backwards = walked(client, sort, ""), walked(client, sort, "&last=1")
    who = person_sight(getattr(cast, name))
    for filters in ("", "&q=名", "&q=名%201", "&origin=OWN", "&level=20"):
        found = stepped(who, sort + filters, "")
        assert found == stepped(who, sort + filters, "&last=1") == [code for code in forwards if code in found]
        assert filters or found == forwards
    seen = [asset.code for asset in Asset.objects.visible_to(cast.sign_in(name))]
    assert sorted(forwards) == sorted(seen)
    assert backwards == forwards


LEADS = (
    "kind=PAP",
    "level=20",
    "state=CANDIDATE",
    "origin=RECEIVED",
    "department={department}",
    "place={place}",
    "tag=印",
    "tag=稀",
    "review=overdue",
    "tier=NDA",
    "level=20&place={place}",
    "q=名",
    "q=名 1&kind=PAP",
)


@pytest.mark.parametrize("few", [2, 1_000])
def test_an_index_leads_to_what_the_rule_and_the_filters_say(cast: Cast, monkeypatch: Any, few: int) -> None:
    """Whoever has a few lines: by the index of a filter, by a stretch of an order, or all of theirs."""
    lengths = {"STRIDE": 2, "LONGEST": 3, "FEW": few, "REACH": 3, "SELDOM": 1}
    for name, value in (lengths | {"AT_ONCE": dict.fromkeys(listing.AT_ONCE, 0)}).items():
        monkeypatch.setattr(listing, name, value)
    monkeypatch.setattr(listing.Clue.__init__, "__defaults__", (None, few, None, None, None, None, None))
    tag, rare = Tag.objects.create(name="印"), Tag.objects.create(name="稀")
    for n in range(24):
        kind, level = ("PAP", "DIG")[n % 2], [None, *Level][n % 5 % 4]
        asset = make.asset(f"名 {n % 4}", level, kind=kind, department=(cast.design, cast.sales)[n % 3 % 2])
        Asset.objects.filter(pk=asset.pk).update(origin=("OWN", "RECEIVED")[n % 4 // 3])
        for _twice in range(n % 3):
            make.carrier(asset, place=cast.store)
        if n % 4 > 1:
            Tagging.objects.create(asset=asset, tag=tag)
        if n in (1, 22):
            Tagging.objects.create(asset=asset, tag=rare)
        if n % 6:
            make.grant(asset, cast.listed)
    user = cast.sign_in("listed")
    sight = person_sight(cast.listed)
    assert not sight.is_wide
    for query in (lead.format(department=cast.root.pk, place=cast.site.pk) for lead in LEADS):
        asked = QueryDict(query)
        fitting = wanted(asked, sight).found
        for order in ORDERS.values():
            rows = order.prepared(Asset.objects.filter(pk__in=Asset.objects.visible_to(user).values("pk")))
            for clue in fitting.clues:
                rows = rows.filter(clue.condition)
            expected = list(rows.order_by(*order.by(False)).values_list("pk", flat=True))
            assert wanted(asked, sight).found.look(order, 5).keys == expected[:5], (query, order)
            assert wanted(asked, sight).found.look(order, 5, back=True).keys == expected[-5:], (query, order)


@pytest.mark.parametrize("sort", ["-new", "name"])
@pytest.mark.parametrize("filters", ["q=projectx", "kind=MLD", "owner=me"])
def test_how_often_is_asked_tells_nothing_of_what_one_may_not_know_of(
    cast: Cast, client: Client, sort: str, filters: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr("assets.finding.search.COMMON", 5)
    monkeypatch.setattr(listing.Clue.__init__, "__defaults__", (None, 3, None, None, None, None, None))
    make.asset("own thing", Level.SECRET, owner=cast.listed)
    client.force_login(cast.sign_in("listed"))
    asked = []
    for _hidden in range(3):
        client.get(f"/assets/?{filters}&sort={sort}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/assets/?{filters}&sort={sort}")
        asked.append(len(queries))
        for n in range(4):
            make.asset(f"projectx {n}", Level.SECRET, kind="MLD", owner=cast.manager)
    assert len(set(asked)) == 1


def walked(client: Client, sort: str, start: str) -> list[str]:
    """The whole list, from the first page onwards, or from the last one backwards."""
    found: list[str] = []
    address = f"?sort={sort}{start}"
    while address:
        body = client.get(f"/assets/{address}").content.decode()
        found = [*CODE.findall(body), *found] if start else [*found, *CODE.findall(body)]
        step = re.search(r'rel="%s" href="([^"]+)"' % ("prev" if start else "next"), body)
        address = step.group(1).replace("&amp;", "&") if step else ""
    return found


def stepped(who: Sight, sort: str, start: str) -> list[str]:
    """The same by the pages' keys alone, without their words."""
    found: list[int] = []
    address = f"?sort={sort}{start}"
    while address:
        query = QueryDict(address.removeprefix("?"))
        page = page_of(wanted(query, who).found, ORDERS[sort_of(query)], query)
        found = [*page.keys, *found] if start else [*found, *page.keys]
        address = page.previous if start else page.next
    codes = Asset.objects.in_bulk(found)
    return [codes[key].code for key in found]


def test_a_page_stays_where_it_is_when_rows_come(cast: Cast, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.listing.paging.page_of.__defaults__", (2,))
    client.force_login(cast.sign_in("steward"))
    rows = [make.asset(f"名 {n}") for n in range(4)]
    second = f"/assets/?after={rows[2].code}"
    before = codes(client, second)
    make.asset("後から")
    assert codes(client, second) == before == [rows[1].code, rows[0].code]


def test_a_place_in_the_list_that_is_hidden_is_like_one_that_does_not_exist(cast: Cast, client: Client) -> None:
    mine, hidden = make.asset("mine", owner=cast.owner), make.asset("hidden")
    make.asset("later", owner=cast.owner)
    client.force_login(cast.sign_in("owner"))
    for mark in ("after", "before"):
        assert codes(client, f"/assets/?{mark}={hidden.code}") == codes(client, f"/assets/?{mark}=K-22222-2")
    assert mine.code in codes(client, f"/assets/?after={hidden.code}")


@pytest.mark.parametrize("sort", ["name", "-name", "code", "-level", "-changed"])
def test_where_the_row_of_an_address_is_gone_the_list_goes_on_from_where_it_lay(
    cast: Cast, client: Client, monkeypatch: Any, sort: str
) -> None:
    monkeypatch.setattr("desk.listing.paging.page_of.__defaults__", (2,))
    client.force_login(cast.sign_in("owner"))
    for n in range(6):
        make.asset(f"名 {n}", Level.SECRET, owner=cast.owner)
    whole, second = walked(client, sort, ""), step(client, f"?sort={sort}", "next")
    back = step(client, step(client, second, "next"), "prev")
    for address, gone, missed in ((second, whole[1], whole[2:]), (back, whole[4], whole[2:4])):
        Asset.objects.filter(code=gone).update(owner=cast.colleague)  # hidden from whoever asks
        answer = client.get(f"/assets/{address}")
        assert not answer.context["asked"].problems
        found = CODE.findall(answer.content.decode())
        assert found == codes(client, f"/assets/{address.replace(f'~{gone}', '~K-22222-2')}")  # as one that never was
        again = [code for code in whole if code != gone]  # sorted alike, they come once more rather than not at all
        assert found == (missed[:2] if sort != "-level" else again[:2] if address == second else again[-2:])
        Asset.objects.filter(code=gone).update(owner=cast.owner)
    [said] = client.get("/assets/?after=K-22222-2").context["asked"].problems
    assert "these are the first ones" in said


def step(client: Client, address: str, rel: str) -> str:
    """The address of a page's neighbour."""
    body = client.get(f"/assets/{address}").content.decode()
    return re.search(rf'rel="{rel}" href="([^"]+)"', body)[1].replace("&amp;", "&")  # type: ignore[index]


def test_a_sealed_name_is_neither_searched_nor_sorted_by(cast: Cast, client: Client) -> None:
    asset = make.asset("奈落", department=cast.design, sealed=True, sealed_by=cast.chief, seal_reason="r")
    asset.former_names = "前の名"
    asset.save()
    Tagging.objects.create(asset=asset, tag=Tag.objects.create(name="印"))
    client.force_login(cast.sign_in("steward"))
    assert codes(client, "/assets/") == [asset.code]
    assert codes(client, f"/assets/?q={asset.code[:5]}") == [asset.code]
    for query in ("q=奈落", "q=前の名", "tag=印", "sort=name", "sort=-name"):
        assert codes(client, f"/assets/?{query}") == [], query
    assert "印" not in client.get("/assets/?col=tags").content.decode()


def test_what_was_never_reviewed_comes_before_what_was(cast: Cast, client: Client) -> None:
    late, never, soon = (
        make.asset(str(n), reviewed_on=day) for n, day in enumerate((date(2026, 4, 1), None, date(2020, 4, 1)))
    )
    client.force_login(cast.sign_in("steward"))
    assert codes(client, "/assets/?sort=reviewed") == [never.code, soon.code, late.code]
    assert codes(client, "/assets/?sort=-reviewed") == [late.code, soon.code, never.code]


def test_columns_are_chosen_in_the_address(cast: Cast, register: Any, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    answer = client.get("/assets/?col=places&col=tags&col=nonsense").content.decode()
    assert "金型倉庫" in answer
    assert "試作品" in answer
    assert 'data-label="Department"' not in answer


def test_review_overdue_is_what_the_rule_says(cast: Cast) -> None:
    """ACC-02 asks the reviews themselves, the list a column: they never differ."""
    for n, (level, days) in enumerate((lv, d) for lv in Level for d in (0, 200, 400, 900)):
        asset = make.asset(f"a{n}", level)
        day = today() - timedelta(days=days)
        Asset.objects.filter(pk=asset.pk).update(registered_on=day if n % 3 else None, approved_on=day)
    make.asset("candidate", None)
    found = wanted({"review": "overdue"}, person_sight(cast.steward)).found.rows()
    verdict = Question(today()).worst(RULES["ACC-02"])
    gaps = Asset.objects.kept().annotate(verdict=verdict).filter(verdict=Verdict.GAP)
    assert set(found.values_list("pk")) == set(gaps.values_list("pk"))
    assert review_overdue(today())


@pytest.mark.parametrize("purpose", Purpose)
def test_a_gap_is_what_the_verdicts_say(cast: Cast, purpose: Purpose) -> None:
    """Measures in which nobody can have a gap are not asked: never one too many or too few."""
    plain, partly = make.asset("plain", department=cast.design), make.asset("partly", department=cast.sales)
    word = next(m for m in counted() if m.purpose is purpose and m.required_from <= Level.SECRET and needs_word(m))
    state = Attestation.State.PARTLY
    Attestation.objects.create(
        measure=word.code, state=state, department=cast.sales, by=cast.chief, from_on=today(), until_on=today()
    )
    question = Question(today())
    stands = question.stands(Asset.objects.filter(pk__in=[plain.pk, partly.pk]))
    lacking = {
        pk
        for pk, verdicts in stands.items()
        if any(verdicts[m.code] is Verdict.GAP for m in counted() if m.purpose is purpose)
    }
    asked = {"gap": purpose.value}
    assert set(wanted(asked, person_sight(cast.steward)).found.look(NEWEST, 5).keys) == lacking
    assert partly.pk in lacking
    for name in (cast.steward, cast.chief):
        for limit in (1, 5):  # what an asset lacks of its own is asked first, and fills the page or does not
            keys = wanted(asked, person_sight(name)).found.look(NEWEST, limit).keys
            assert keys == sorted(lacking, reverse=True)[:limit]


def test_an_accepted_gap_is_none(cast: Cast) -> None:
    """Nor is one sure that is seen by an asset's own rows, where somebody accepted such a gap somewhere."""
    one, other = make.asset("one", department=cast.design), make.asset("other", department=cast.design)
    for measure in (m for m in counted() if m.purpose is Purpose.ACCESS_CONTROL):
        exemption(measure.code, one, cast.chief, from_on=today(), until_on=today())
    found = wanted({"gap": "ACCESS_CONTROL"}, person_sight(cast.steward)).found
    assert found.look(NEWEST, 5).keys == [other.pk]
