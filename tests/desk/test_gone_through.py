"""What takes long to tell is looked for asset by asset, so far as a page can wait; and on from there."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets import bulk
from assets.finding import listing
from assets.models import Asset
from classification.levels import Level
from desk.listing.columns import ORDERS
from desk.listing.filters import wanted
from desk.listing.paging import SIZE
from measures.asking.needs import needs_word
from measures.catalogue import counted
from measures.models import Attestation
from measures.words import Purpose
from tests import make
from tests.cast import Cast
from tests.desk.test_facets import numbers

GAP = "TRUST"  # of this, nothing is lacking by itself
CODE = re.compile(r'<span class="code">([^<]+)</span>')
FURTHER = re.compile(r'href="(\?[^"]*)">Search on<')


@pytest.fixture
def register(cast: Cast) -> list[Asset]:
    """Thirty assets, any of which may lack something and every seventh does; these are given back."""
    levels = (Level.SECRET, Level.INTERNAL)
    made = [make.asset(f"a{n * 7 % 30}", levels[n % 2], department=cast.design) for n in range(30)]
    Asset.objects.filter(pk__in=[asset.pk for asset in made[::7]]).update(level=Level.SECRET)
    in_the_department_but(made[1:7] + made[8:14] + made[15:21] + made[22:28] + made[29:], cast)
    return made[::7]


def in_the_department_but(others: list[Asset], cast: Cast) -> None:
    """What the first measure asks is done in part in a department; of some of its assets, wholly."""
    said(cast, Attestation.State.PARTLY, department=cast.design)
    for asset in others:
        said(cast, Attestation.State.IN_PLACE, asset=asset)


def said(cast: Cast, state: Attestation.State, **of: Any) -> None:
    asked = (m for m in counted() if m.purpose is Purpose(GAP) and m.required_from <= Level.SECRET)
    word = next(measure for measure in asked if needs_word(measure))
    Attestation.objects.create(measure=word.code, state=state, by=cast.chief, from_on=today(), until_on=today(), **of)


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "LOOKED", 4)


def all_of(found: listing.Found, order: str) -> list[int]:
    """What is found where nothing ends the looking."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listing, "LOOKED", 1_000)
        return found.look(ORDERS[order], SIZE).keys


@pytest.mark.parametrize("order", ["new", "name", "-level", "-changed", "code"])
@pytest.mark.parametrize("back", [False, True])
def test_look_by_look_everything_is_found_in_order(cast: Cast, register: list[Asset], order: str, back: bool) -> None:
    found = wanted({"gap": GAP}, person_sight(cast.steward)).found
    everything = all_of(found, order)
    assert set(everything) == {asset.pk for asset in register}
    met, beyond = list[int](), None
    for _look in range(9):
        look = found.look(ORDERS[order], SIZE, beyond, back)
        met = look.keys + met if back else met + look.keys
        if look.until is None:
            break
        beyond = ORDERS[order].values_of(look.until)
    assert look.until is None
    assert met == everything


@pytest.mark.parametrize("start", ["", "&last=1"])
def test_whoever_searches_on_finds_all(cast: Cast, register: list[Asset], client: Client, start: str) -> None:
    client.force_login(cast.sign_in("steward"))
    address, met, ended = f"/assets/?gap={GAP}&sort=name{start}", list[str](), False
    for _page in range(12):
        body = client.get(address).content.decode()
        met += CODE.findall(body)
        further = FURTHER.search(body)
        ended = further is None
        if further is None:
            break
        address = f"/assets/{unescape(further[1])}"
    assert ended
    assert sorted(met) == sorted(asset.code for asset in register)


def test_that_nothing_was_found_yet_is_no_nothing(cast: Cast, client: Client) -> None:
    in_the_department_but([make.asset(f"a{n}", Level.SECRET, department=cast.design) for n in range(9)], cast)
    client.force_login(cast.sign_in("steward"))
    first = client.get(f"/assets/?gap={GAP}").content.decode()
    assert "Nothing found so far" in first
    assert "4 assets were gone through" in first
    while further := FURTHER.search(first):
        first = client.get(f"/assets/{unescape(further[1])}").content.decode()
    assert "Nothing found so far" not in first
    assert "Nothing more found" in first
    assert f'href="?gap={GAP}">First page<' in first


def test_whom_no_word_reaches_is_not_gone_through(cast: Cast, client: Client) -> None:
    for n in range(9):
        make.asset(f"a{n}", Level.SECRET, department=cast.design)
    lacking = make.asset("lacking", Level.SECRET, department=cast.design)
    said(cast, Attestation.State.PARTLY, asset=lacking)
    client.force_login(cast.sign_in("steward"))
    page = client.get(f"/assets/?gap={GAP}&sort=name").content.decode()
    assert CODE.findall(page) == [lacking.code]
    assert not FURTHER.search(page)


def test_what_is_counted_so_far_says_so(cast: Cast, register: list[Asset], client: Client, monkeypatch: Any) -> None:
    client.force_login(cast.sign_in("steward"))
    assert all(count.endswith("+") for count in numbers(client, f"gap={GAP}").values())
    monkeypatch.setattr(listing, "LOOKED", 400)
    found = numbers(client, f"gap={GAP}")
    assert (found["level=20"], found["kind=PAP"]) == ("5", "5")


def test_of_very_many_the_first_are_counted(
    cast: Cast, register: list[Asset], client: Client, monkeypatch: Any
) -> None:
    client.force_login(cast.sign_in("steward"))
    assert numbers(client, "level=20")["kind=PAP"] == "17"
    monkeypatch.setattr("desk.listing.facets.SAMPLE", 8)
    monkeypatch.setattr(listing.Found, "few", None)  # as where an index leads to too many
    assert numbers(client, "level=20")["kind=PAP"] == "9+"


@pytest.fixture
def short(monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.listing.gathering.GONE_THROUGH", 8)


CODE_SENT = re.compile(r'name="code" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def fields_of(form: str) -> dict[str, str]:
    """What a form sends by itself."""
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


@pytest.mark.parametrize("order", ["new", "-name"])
def test_what_is_long_is_taken_out_in_parts_and_nothing_is_left_out(
    cast: Cast, register: list[Asset], client: Client, short: None, order: str
) -> None:
    client.force_login(cast.sign_in("steward"))
    address, sheets, sent = f"/assets/taken-out/?gap={GAP}&sort={order}&col=name", list[list[str]](), {"form": "csv"}
    while sent:
        page = client.post(address, sent).content.decode()
        assert f"/assets/?gap={GAP}" in page
        forms = [fields_of(form) for form in page.split("<main")[1].split("<form")[1:]]
        taken, *onward = forms if 'value="xlsx"' in page else [{}, *forms]
        if taken:
            sheet = client.post(address, taken | {"form": "csv"})
            assert f"-{taken['part']}.csv" in sheet.headers["Content-Disposition"]
            sheets.append([line.split(",")[0] for line in sheet.content.decode().splitlines()[1:]])
        else:
            assert "None of these fits" in page
        sent = onward[0] | {"form": "page"} if onward else {}
    assert "This is the last part." in page
    assert len(sheets) > 1
    found = all_of(wanted({"gap": GAP}, person_sight(cast.steward)).found, order)
    codes = dict(Asset.objects.values_list("pk", "code"))
    assert [code for sheet in sheets for code in sheet] == [codes[key] for key in found]
    assert client.post(address, {"from": "K-22222-2", "form": "csv"}).headers["Location"].startswith("/assets/?gap=")


def test_many_are_changed_some_at_a_time_and_on_from_there(
    cast: Cast, register: list[Asset], client: Client, short: None
) -> None:
    client.force_login(cast.sign_in("steward"))
    asked, changed, met = {"all": "1", "query": f"gap={GAP}"}, list[str](), False
    for _part in range(9):
        page = client.post("/assets/change/", asked).content.decode()
        sent = fields_of(page.split("<main")[1])
        codes = re.findall(r'name="code" value="([^"]+)"', page)
        if not codes:
            assert "8 assets were gone through, and none of them fits" in page
            asked = sent
            continue
        met |= "These may not be all" in page
        edit = sent | {"code": codes, "what": "tag", "tag": "later", "reason": "r"}
        shown = fields_of(client.post("/assets/change/", edit).content.decode())
        assert shown["on"] == sent["on"]
        answer = client.post("/assets/change/", edit | {"shown": shown["shown"]})
        changed += codes
        done = client.get(answer.headers["Location"]).content.decode()
        assert f'href="/assets/?gap={GAP}"' in done
        asked = fields_of(done.split("<main")[1].split("</form>")[0])
        if "on" not in asked:
            break
    assert met
    assert sorted(changed) == sorted(asset.code for asset in register)
    assert client.post(answer.headers["Location"]).headers["Location"] == f"/assets/?gap={GAP}"


def test_one_goes_on_although_the_change_took_the_last_of_them_out_of_view(
    cast: Cast, client: Client, monkeypatch: Any
) -> None:
    """Whoever was shown where to go on knows of that asset; a mark of somebody else's, or of one's own making, leads
    nowhere, whether there is such an asset or not."""
    monkeypatch.setattr(bulk, "MOST", 2)
    rows = [make.asset(f"a{n}", Level.SECRET, department=cast.design) for n in range(5)]
    hidden = make.asset("hidden", Level.SECRET)
    client.force_login(cast.sign_in("steward"))
    foreign = fields_of(client.post("/assets/change/", {"all": "1"}).content.decode())["on"]
    client.force_login(cast.sign_in("manager"))
    page = client.post("/assets/change/", {"all": "1"}).content.decode()
    assert sorted(CODE_SENT.findall(page)) == sorted(row.code for row in rows[3:])
    mark = fields_of(page)["on"]
    Asset.objects.filter(pk=rows[3].pk).update(department=cast.sales)
    page = client.post("/assets/change/", {"all": "1", "on": mark}).content.decode()
    assert sorted(CODE_SENT.findall(page)) == sorted(row.code for row in rows[1:3])
    for other in (foreign, hidden.code, hidden.code + mark[len(hidden.code) :], rows[2].code, "K-22222-2", "\0", ":"):
        answer = client.post("/assets/change/", {"all": "1", "on": other, "query": "sort=name"})
        assert answer.headers.get("Location") == "/assets/?sort=name", other
    Asset.objects.filter(pk=rows[3].pk).delete()
    assert client.post("/assets/change/", {"all": "1", "on": mark}).headers["Location"] == "/assets/"


def test_a_part_begins_after_a_row_of_a_very_long_name(cast: Cast, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.listing.taking_out.ROWS", 1)
    client.force_login(cast.sign_in("steward"))
    made = [make.asset(f"{n}{'㌶' * 199}", Level.SECRET, department=cast.design) for n in range(3)]
    assert len(made[0].name_key) == 300
    met, sent = list[str](), {"form": "page"}
    while sent:
        page = client.post("/assets/taken-out/?sort=name", sent).content.decode()
        met += set(re.findall(r'<dd class="code">([^<]+)</dd>', page))
        onward = [fields_of(form) for form in page.split("<main")[1].split("<form")[2:]]
        sent = onward[0] | {"form": "page"} if onward else {}
    assert met == [asset.code for asset in made]
