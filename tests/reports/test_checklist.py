"""The audit checklist: its figures, its pages, what it never opens, and who may fetch it."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.sight import person_sight
from assets.kinds import Kind, State
from assets.models import Asset, Grant
from classification.levels import Level
from journal.chain import canonical
from journal.models import Entry, Sighting
from measures.asking.readings import Question, by_purpose
from reports.figures import Checklist, checklist, is_own
from reports.making import NothingToPrint, Scope, intact, make_checklist
from reports.models import Report
from reports.pdf import OwnOnly, font_urls
from tests import make
from tests.cast import MEMBERS, Cast
from tests.measures.registers import ON, Register

SPACES = re.compile(r"\s+")
type Make = Callable[..., Report]


def figures(assets: Any, on: date = ON) -> Checklist:
    paper, _found = checklist(assets, on, firm="firm", maker="maker", scope=(("a", "b"),), data_at=timezone.now())
    return paper


def text(report: Report) -> str:
    """What the pages say, without spaces: where lines break is the layout's business."""
    return "".join(SPACES.sub("", page) for page in pages(report))


def pages(report: Report) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(report.path.read_bytes())).pages]


def tight(words: str) -> str:
    return SPACES.sub("", words)


@pytest.fixture
def secret(cast: Cast) -> Asset:
    """A secret of the design department, known to its owner and to one person on its list."""
    asset = make.asset("RX-300 設計図", department=cast.design, owner=cast.owner)
    make.carrier(asset, place=cast.store)
    make.grant(asset, cast.listed)
    return asset


@pytest.fixture
def other(cast: Cast) -> Asset:
    """A secret of the sales department."""
    return make.asset("仕入価格表", Level.TOP_SECRET, department=cast.sales, kind=Kind.DIG)


@pytest.fixture
def made(cast: Cast) -> Make:
    def made(by: str = "steward", language: str = "en", on: date | None = None, **scope: Any) -> Report:
        return make_checklist(Scope(**scope), by=person_sight(getattr(cast, by)), language=language, on=on)

    return made


# Figures


def test_the_number_of_queries_does_not_grow_with_the_assets(cast: Cast) -> None:
    register = Register(cast, 21, size=30)
    register.say(120)
    register.exempt(40)
    spent = []
    for keys in ([a.pk for a in register.assets[:3]], [a.pk for a in register.assets]):
        with CaptureQueriesContext(connection) as queries:
            figures(Asset.objects.filter(pk__in=keys))
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_a_section_says_who_holds_a_know_how_and_calls_the_access_list_by_its_name(cast: Cast, made: Make) -> None:
    """Nobody on the list is not nobody who may know: the owner and those with an office do."""
    know_how = make.asset("焼入れ", kind=Kind.TAC, department=cast.design, owner=cast.owner)
    make.holding(know_how, cast.listed)
    (section,) = figures(Asset.objects.all()).sections
    assert section.holders == (str(cast.listed),)
    said = text(made())
    assert tight("On the access list nobody besides those who may know by their office") in said
    assert tight(f"Holders {cast.listed}") in said
    assert tight("Fault looked for (○: there is none)") in said


@pytest.mark.parametrize("seed", [22, 23])
def test_what_the_paper_says_adds_up(cast: Cast, seed: int) -> None:
    """Own lines and what is inherited, over all sections, are the totals; what stands in front is not said twice."""
    register = Register(cast, seed, size=15)
    register.say(120)
    register.exempt(60)
    paper = figures(Asset.objects.all())
    totals = by_purpose(Question(ON).tally(Asset.objects.all()))
    assert [t.needed for t in paper.totals] == [t.needed for t in totals.values()]
    for total in paper.totals:
        for column in ("met", "gap", "unknown", "exempt"):
            own = [x for s in paper.sections for label, lines in s.groups for x in lines if label == total.category]
            inherited = [i for s in paper.sections for i in s.inherited if i.category == total.category]
            found = sum(x.verdict == column for x in own) + sum(getattr(i, column) for i in inherited)
            assert found == getattr(total, column), (total.category, column)
    front = {row.code for _label, rows in paper.front for row in rows}
    assert not front & {x.code for s in paper.sections for _label, lines in s.groups for x in lines}


def test_every_asset_has_its_section_and_a_page_of_its_own(cast: Cast, secret: Asset, other: Asset, made: Make) -> None:
    assert [s.code for s in figures(Asset.objects.all()).sections] == [secret.code, other.code]  # by department
    report = made()
    first = [n for n, page in enumerate(pages(report)) if secret.code in page]
    second = [n for n, page in enumerate(pages(report)) if other.code in page]
    assert first
    assert second
    assert not set(first) & set(second)


def test_a_section_is_the_same_on_another_day_made_by_another_person(cast: Cast) -> None:
    """Sections are kept by digest: as long as nothing falls due, a day more changes nothing in them."""
    register = Register(cast, 24, size=12)
    register.say(60)
    Asset.objects.update(registered_on=ON, approved_on=ON, levelled_on=ON - timedelta(days=90))
    Grant.objects.filter(until_on__isnull=False).delete()
    type(register.people[2]).objects.filter(pk=register.people[2].pk).update(left_on=ON - timedelta(days=9))
    # Words and exemptions are in force on both days or on neither.
    days = (ON + timedelta(days=2), ON + timedelta(days=3))
    one, two = (figures(Asset.objects.all(), on) for on in days)
    assert [canonical(asdict(s)) for s in one.sections] == [canonical(asdict(s)) for s in two.sections]
    assert one.on != two.on
    assert replace(one, on=two.on, data_at=two.data_at, front=two.front) == two


def test_a_section_holds_neither_the_day_nor_the_maker(cast: Cast, secret: Asset) -> None:
    (section,) = figures(Asset.objects.all(), date(2033, 3, 3)).sections
    said = canonical(asdict(section)).decode()
    assert not re.search(r"2033|\bago\b|days|maker", said)


def test_what_is_asked_of_the_company_stands_in_front_and_of_the_asset_on_its_page() -> None:
    from measures.catalogue import measure

    assert is_own(measure("E4-c"))
    assert not is_own(measure("E4-b"))


# What is printed


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_name_asset_maker_day_digest_and_their_number(
    cast: Cast, secret: Asset, other: Asset, made: Make, language: str
) -> None:
    report = made(language=language, on=date(2026, 11, 24))
    found = text(report)
    for name in (secret.name, other.name, secret.code, other.code, cast.steward.name, report.number):
        assert tight(name) in found
    assert report.figures_sha256 in found
    assert tight({"ja": "2026年11月24日", "en": "24 November 2026"}[language]) in found
    assert tight({"ja": cast.company.name, "en": cast.company.name_en}[language]) in found
    total = len(pages(report))
    assert total >= 4
    for number, page in enumerate(pages(report), 1):
        assert f"{number}/{total}" in tight(page)
        assert tight(cast.steward.name) in tight(page)


def test_the_digest_is_of_the_figures_and_the_record_keeps_both(cast: Cast, secret: Asset, made: Make) -> None:
    report = made()
    kept = Report.objects.get(pk=report.pk)
    assert hashlib.sha256(canonical(kept.figures)).hexdigest() == kept.figures_sha256 == report.figures_sha256
    assert hashlib.sha256(kept.path.read_bytes()).hexdigest() == kept.sha256
    assert (kept.assets, kept.level, kept.made_by) == ([secret.pk], Level.SECRET, cast.steward)
    assert intact(kept)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.about) == ("reports.make", f"reports.report:{report.pk}")
    assert entry.facts == {"number": report.number, "sha256": report.sha256, "assets": [secret.pk]}
    assert kept.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", [name for name in MEMBERS if name != "root"])
def test_only_what_the_maker_may_know_of_is_printed(
    cast: Cast, secret: Asset, other: Asset, made: Make, name: str
) -> None:
    sees = set(Asset.objects.seen_by(person_sight(getattr(cast, name))))
    if not sees or person_sight(getattr(cast, name)).person is None:
        return
    report = made(name)
    assert set(report.assets) == {asset.pk for asset in sees}
    for asset in (secret, other):
        assert (asset.code in text(report)) is (asset in sees)
        assert (tight(asset.name) in text(report)) is (asset in sees)


def test_the_level_of_the_paper_is_the_highest_that_is_printed(secret: Asset, other: Asset, made: Make) -> None:
    assert made().level == Level.TOP_SECRET
    assert made("listed").level == Level.SECRET


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        ({}, {"secret", "other"}),
        ({"department": "design"}, {"secret"}),
        ({"department": "root"}, {"secret", "other"}),
        ({"level": Level.TOP_SECRET}, {"other"}),
        ({"asset": "secret"}, {"secret"}),
        ({"department": "sales", "level": Level.TOP_SECRET}, {"other"}),
    ],
)
def test_scopes_are_combined_by_and(
    cast: Cast, secret: Asset, other: Asset, made: Make, scope: dict[str, Any], codes: set[str]
) -> None:
    both = {"secret": secret, "other": other}
    if "department" in scope:
        scope = scope | {"department": getattr(cast, scope["department"])}
    if "asset" in scope:
        scope = scope | {"asset": both[scope["asset"]].code}
    assert set(made(**scope).assets) == {both[name].pk for name in codes}


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("nobody", {}),
        ("listed", {"asset": "other"}),
        ("listed", {"department": "sales"}),
        ("steward", {"asset": "K-22222-2"}),
        ("steward", {"level": Level.PUBLIC}),
        ("steward", {"department": "design", "level": Level.TOP_SECRET}),
    ],
)
def test_nothing_to_print_leaves_nothing_behind(
    cast: Cast, secret: Asset, other: Asset, made: Make, home: Path, name: str, scope: dict[str, Any]
) -> None:
    if "department" in scope:
        scope = scope | {"department": getattr(cast, scope["department"])}
    if scope.get("asset") == "other":
        scope = scope | {"asset": other.code}
    with pytest.raises(NothingToPrint):
        made(name, **scope)
    assert not Report.objects.exists()
    assert not Entry.objects.exists()
    assert not list((home / "reports").iterdir())


def test_retired_assets_are_not_printed(secret: Asset, other: Asset, made: Make) -> None:
    Asset.objects.filter(pk=other.pk).update(state=State.RETIRED)
    assert made().assets == [secret.pk]


def test_a_candidate_is_printed_as_not_yet_judged(cast: Cast, made: Make) -> None:
    make.asset("新しい配合", level=None, department=cast.design)
    report = made()
    assert tight("It has no level yet: no measure is asked of it.") in text(report)
    assert tight("Missing: person in charge.") in text(report)


# What people write is words, and opens nothing

HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd><link rel=attachment href=file:///etc/hosts>"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that the making of a paper asks for."""
    asked: list[str] = []
    fetch = OwnOnly.fetch

    def spy(self: Any, url: str, headers: Any = None) -> Any:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(OwnOnly, "fetch", spy)
    return asked


def test_hostile_words_are_printed_as_they_are(cast: Cast, made: Make, opened: list[str]) -> None:
    cast.owner.name = cast.store.name = "{{ settings.SECRET_KEY }}{% debug %}<b>&amp;"
    cast.owner.save()
    cast.store.save()
    asset = make.asset(HOSTILE, department=cast.design, owner=cast.owner)
    make.carrier(asset, location="<iframe src=http://127.0.0.1:1/>", place=cast.store)
    make.grant(asset, cast.listed, purpose='" onload="x" style="background:url(http://127.0.0.1:1/)')
    report = made(language="en")
    found = text(report)
    for words in (
        HOSTILE,
        "{{ settings.SECRET_KEY }}{% debug %}<b>&amp;",
        "<iframe src=http://127.0.0.1:1/>",
        '" onload="x" style="background:url(http://127.0.0.1:1/)',
    ):
        assert tight(words) in found
    assert "root:" not in found
    assert set(opened) <= set(font_urls().values())
    reader = PdfReader(BytesIO(report.path.read_bytes()))
    assert not reader.attachments
    assert not [a for page in reader.pages for a in page.get("/Annots", []) if "/URI" in str(a.get_object())]


# Fetching


@pytest.fixture
def client(client: Client, cast: Cast) -> Client:
    client.force_login(cast.sign_in("listed"))
    return client


def url(report: Report) -> str:
    return reverse("reports:download", args=[report.number])


def test_the_maker_fetches_the_very_file(secret: Asset, made: Make, client: Client) -> None:
    report = made("listed")
    answer = client.get(url(report))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == report.sha256
    seen = Sighting.objects.get()
    assert (seen.verb, seen.about) == ("reports.fetch", f"reports.report:{report.pk}")
    assert (seen.actor_id, seen.facts) == (report.made_by_id, {"assets": [secret.pk]})


@pytest.mark.parametrize("change", [lambda data: data + b" ", lambda data: data[:-1], lambda data: b"", None])
def test_an_altered_or_missing_file_is_not_given_out(
    secret: Asset, made: Make, client: Client, change: Callable[[bytes], bytes] | None
) -> None:
    report = made("listed")
    if change:
        report.path.write_bytes(change(report.path.read_bytes()))
    else:
        report.path.unlink()
    answer = client.get(url(report))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("reports:list"))
    (message,) = get_messages(answer.wsgi_request)
    assert report.number in str(message)
    assert not Sighting.objects.exists()
    assert not intact(report)


def test_an_asset_that_is_hidden_by_now_hides_the_paper(cast: Cast, secret: Asset, made: Make, client: Client) -> None:
    make.grant(make.asset("second", department=cast.design), cast.listed)
    report = made("listed")
    assert len(report.assets) == 2
    Grant.objects.filter(asset=secret).update(until_on=timezone.localdate() - timedelta(days=1))
    assert client.get(url(report)).status_code == 404
    assert not Sighting.objects.exists()
    Grant.objects.filter(asset=secret).update(until_on=None)
    assert client.get(url(report)).status_code == 200


def test_an_asset_that_is_gone_hides_the_paper(secret: Asset, made: Make, client: Client) -> None:
    report = made("listed")
    Asset.objects.filter(pk=secret.pk).delete()
    assert client.get(url(report)).status_code == 404


def test_anothers_paper_and_none_at_all_are_the_same_404(secret: Asset, made: Make, client: Client) -> None:
    report = made("steward")
    assert client.get(url(report)).status_code == 404
    assert client.get(reverse("reports:download", args=["R-00000000"])).status_code == 404
    assert report.number not in client.get(reverse("reports:list")).content.decode()


def test_the_page_makes_a_paper_and_lists_it(secret: Asset, client: Client) -> None:
    answer = client.post(reverse("reports:list"), {"language": "en", "asset": secret.code})
    assert answer.status_code == 302
    report = Report.objects.get()
    assert report.scope == {"department": "", "level": "", "asset": secret.code}
    listed = client.get(reverse("reports:list")).content.decode()
    assert all(
        words in listed for words in (f'Audit checklist <span class="name">{report.number}', f"English · {secret.code}")
    )


def test_no_day_that_is_still_to_come_is_judged(secret: Asset, client: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client.post(reverse("reports:list"), {"language": "en", "asset": secret.code, "on": tomorrow.isoformat()})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])
    assert not Report.objects.exists()


def test_the_page_says_when_there_is_nothing_to_print(secret: Asset, other: Asset, client: Client) -> None:
    for code in (other.code, "K-22222-2"):
        answer = client.post(reverse("reports:list"), {"language": "en", "asset": code})
        assert answer.status_code == 422
        assert "There is nothing to print" in answer.content.decode()
    assert not Report.objects.exists()
