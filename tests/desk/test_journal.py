"""Who reads which entry of the journal: a table; and what an entry says, in words that give nothing hidden away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset, Carrier
from desk.chronicle.labels import NAMED, Labels
from desk.chronicle.reading import Reader
from desk.models import Contact
from journal.acts import act
from journal.models import Entry, Link, Private, Sighting
from journal.sightings import note
from measures.models import Action, ActionAsset, Audit, Ruling, Threshold
from reports.models import Report
from tests import make
from tests.cast import MEMBERS, Cast

pytestmark = pytest.mark.django_db
WIDE = {"chief", "executive", "auditor", "steward"}
ANSWERS = {"owner", "manager", "deputy"}
SECRET = "歯面処理剤の素材配合"


@pytest.fixture
def asset(cast: Cast) -> Asset:
    """Design's asset, on whose list `listed` is; everything in `written` happened to it or beside it."""
    for name in MEMBERS:
        cast.sign_in(name)
    found = make.asset(SECRET, department=cast.design, owner=cast.owner)
    make.grant(found, cast.listed)
    return found


@pytest.fixture
def written(cast: Cast, asset: Asset) -> dict[str, Link]:
    """One entry of each kind, by what it is."""
    other = make.asset("営業の見積", department=cast.sales)
    with act(cast.enterer, "assets.amend", asset) as deed:
        deed.change(asset, summary="A")
    with act(cast.enterer, "exchange.import") as deed:
        for each in (asset, other):
            deed.add(Carrier(asset=each, kind="PAP", location="棚"))
    with act(cast.enterer, "exchange.import") as deed:
        deed.add(Carrier(asset=other, kind="PAP", location="棚"))
    with act(cast.administrator, "accounts.amend", cast.nobody) as deed:
        deed.change(cast.nobody, employment="PART_TIME")
    note(cast.listed, "assets.view", asset)
    note(cast.nobody, "accounts.denied", asset)
    note(cast.nobody, "accounts.denied")
    note(cast.steward, "exchange.export", assets=[other.pk, asset.pk])
    note(cast.steward, "exchange.export", assets=[other.pk])
    note(cast.nobody, "accounts.sign_in", cast.sign_in("nobody"))
    acts, seen = list(Entry.objects.order_by("pk")), list(Sighting.objects.order_by("pk"))
    names = ("view", "denied", "missing", "export", "export of another", "sign-in")
    return dict(zip(("amend", "import", "import of another", "settings"), acts, strict=True)) | dict(
        zip(names, seen, strict=True)
    )


READS: dict[str, set[str]] = {
    "amend": WIDE | ANSWERS,  # the enterer did it, but may not know of the asset any more
    "import": WIDE | ANSWERS,
    "import of another": WIDE,
    "settings": WIDE | {"administrator"},
    "view": WIDE | ANSWERS | {"listed"},
    "denied": WIDE | ANSWERS,  # and not the one who was refused: it would say that there is something
    "missing": WIDE,  # nor here, or what is not listed would be there
    "export": WIDE | ANSWERS,
    "export of another": WIDE,
    "sign-in": WIDE | {"administrator", "nobody"},
}


@pytest.mark.parametrize("name", MEMBERS)
def test_who_reads_which_entry(cast: Cast, written: dict[str, Link], name: str) -> None:
    reader = Reader.of(cast.sign_in(name))
    read = {("a", pk) for pk in reader.acts().values_list("pk", flat=True)}
    read |= {("s", pk) for pk in reader.sightings().values_list("pk", flat=True)}
    keys = {what: ("a" if isinstance(link, Entry) else "s", link.pk) for what, link in written.items()}
    assert {what for what, key in keys.items() if key in read} == {what for what in READS if name in READS[what]}


def test_whoever_entered_a_candidate_reads_what_they_did_to_it(cast: Cast) -> None:
    asset = make.asset("candidate", None, department=cast.design, entered_by=cast.enterer)
    with act(cast.enterer, "assets.amend", asset) as deed:
        deed.change(asset, summary="A")
    assert Reader.of(cast.sign_in("enterer")).acts().count() == 1
    Asset.objects.update(approved_on="2026-01-01")
    assert Reader.of(make.user(None, "x")).acts().count() == 0
    again = type(cast.sign_in("enterer")).objects.get(username="enterer")
    assert Reader.of(again).acts().count() == 0


def as_(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.sign_in(name))
    return client


def test_of_an_act_on_many_only_the_readers_own_is_shown(cast: Cast, written: dict[str, Link], client: Client) -> None:
    page = as_(client, cast, "owner").get(reverse("desk:journal_act", args=[written["import"].act])).content.decode()
    assert page.count("row-change") == 1
    page = as_(client, cast, "steward").get(reverse("desk:journal_act", args=[written["import"].act])).content.decode()
    assert page.count("row-change") == 2


@pytest.mark.parametrize("name", ["owner", "manager", "chief", "administrator", "enterer"])
def test_what_the_same_act_did_to_a_colleague_is_not_told_to_whoever_answers_for_an_asset(
    cast: Cast, asset: Asset, name: str
) -> None:
    """A leaver's assets are handed over in one act: their owner reads of these, not of the leaving."""
    with act(cast.enterer, "accounts.leave", cast.listed) as deed:
        deed.change(cast.listed, notice_on=timezone.localdate())
        deed.change(asset, summary="引き継ぎ")
    rows = Reader.of(cast.sign_in(name)).changes().filter(act=deed.id).values_list("row", flat=True)
    told = {row.split(":")[0] for row in rows}
    assert ("accounts.person" in told) == (name in ("chief", "administrator", "enterer"))
    assert ("assets.asset" in told) == (name not in ("administrator", "enterer"))


def test_of_an_export_only_the_assets_one_may_know_of_are_named(
    cast: Cast, written: dict[str, Link], client: Client
) -> None:
    page = as_(client, cast, "owner").get(reverse("desk:journal") + "?group=out").content.decode()
    assert SECRET in page
    assert "営業の見積" not in page
    assert "and others" not in page


def test_a_sealed_name_is_sealed_here_too(cast: Cast, asset: Asset, written: dict[str, Link], client: Client) -> None:
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.change(asset, name="別名の配合", sealed=True, sealed_by=cast.owner, seal_reason="名前で分かる")
    page = as_(client, cast, "steward").get(reverse("desk:journal")).content.decode()
    assert asset.code in page
    assert SECRET not in page
    assert "別名" not in page
    assert "名前で分かる" not in page
    assert "別名" in as_(client, cast, "owner").get(reverse("desk:journal")).content.decode()


FILTERS = [
    ("person={listed}", {"assets.view"}),
    ("person={administrator}", {"accounts.amend"}),
    ("asset={code}&kind=acts", {"assets.amend", "exchange.import"}),
    ("asset={code}&kind=sightings", {"assets.view", "accounts.denied", "exchange.export"}),
    ("asset=K-22222-2", set()),
    ("group=views", {"assets.view"}),
    ("group=denied&person={nobody}", {"accounts.denied"}),
    ("group=nonsense&kind=nonsense&before=x&person=99999999999999999999&until=", None),
    ("from={tomorrow}", set()),
    ("until={yesterday}", set()),
    ("from={today}&until={today}&group=people", {"accounts.amend"}),
]


@pytest.mark.parametrize(("query", "verbs"), FILTERS)
def test_filters(
    cast: Cast, asset: Asset, written: dict[str, Link], client: Client, query: str, verbs: set[str] | None
) -> None:
    day = timezone.localdate()
    days = {"today": day, "tomorrow": day + timedelta(days=1), "yesterday": day - timedelta(days=1)}
    people = {name: getattr(cast, name).pk for name in ("listed", "administrator", "nobody")}
    address = reverse("desk:journal") + "?" + query.format(code=asset.code, **days, **people)
    lines = as_(client, cast, "auditor").get(address).context["lines"]
    everything = {link.verb for link in written.values()}
    assert {line.link.verb for line in lines} == (everything if verbs is None else verbs)


def test_a_filter_by_a_hidden_asset_is_one_by_no_asset(cast: Cast, asset: Asset, client: Client) -> None:
    as_(client, cast, "nobody").get(reverse("desk:journal"))
    answers = []
    for code in (asset.code, "K-22222-2"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("desk:journal"), {"asset": code}).content.decode()
        answers.append((re.sub(f'{code}|value="[A-Za-z0-9]{{64}}"|nonce="[^"]*"', "", page), len(asked)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("moments", [120, 1, 2, 60], ids=lambda n: f"{n} moments")
def test_pages_follow_each_other_without_loss(cast: Cast, client: Client, moments: int) -> None:
    """However much happened in the same microsecond."""
    for n in range(120):
        note(cast.nobody, "accounts.sign_in", n=n)
    for sighting in Sighting.objects.all():
        at = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(microseconds=sighting.facts["n"] * moments // 120)
        Sighting.objects.filter(pk=sighting.pk).update(at=at)
    as_(client, cast, "nobody")
    seen: list[int] = []
    query: dict[str, str] = {}
    for _page in range(5):
        answer = client.get(reverse("desk:journal"), query)
        seen += [line.link.facts["n"] for line in answer.context["lines"]]
        if not answer.context["before"]:
            break
        query = {"before": answer.context["before"]}
    assert seen == list(reversed(range(120)))


def test_both_chains_of_one_moment_follow_each_other_without_loss(cast: Cast, client: Client) -> None:
    for n in range(60):
        note(cast.auditor, "accounts.sign_in", n=n)
        with act(cast.auditor, "accounts.amend") as deed:
            deed.facts["n"] = 100 + n
    for chain in (Entry, Sighting):
        chain.objects.update(at=datetime(2026, 4, 1, tzinfo=UTC))
    as_(client, cast, "auditor")
    seen: list[int] = []
    query = {"until": "2026-04-02"}
    for _page in range(5):
        answer = client.get(reverse("desk:journal"), query)
        seen += [line.link.facts["n"] for line in answer.context["lines"] if "n" in line.link.facts]
        if not answer.context["before"]:
            break
        query = {"until": "2026-04-02", "before": answer.context["before"]}
    assert sorted(seen) == [*range(60), *range(100, 160)]


@pytest.mark.parametrize(
    "before", ["x~3", "~", "2026-04-01T00:00:00+00:00~x", "2026-04-01T00:00:00+00:00~999999999999"]
)
def test_a_place_in_the_journal_that_makes_no_sense_is_none(cast: Cast, client: Client, before: str) -> None:
    as_(client, cast, "auditor")
    assert client.get(reverse("desk:journal"), {"before": before}).status_code == 200


@pytest.mark.parametrize("name", ["auditor", "manager", "nobody"])
def test_the_number_of_queries_is_fixed(cast: Cast, asset: Asset, client: Client, name: str) -> None:
    def happens(times: int) -> None:
        for n in range(times):
            with act(cast.nobody, "assets.amend", asset) as deed:
                deed.change(asset, summary=f"{n}", custodian=[cast.listed, cast.owner][n % 2])
                deed.add(Carrier(asset=asset, kind="PAP", place=cast.store))
            with act(cast.administrator, "accounts.add") as deed:
                person = deed.add(Person(code=f"N{n}-{times}", name=f"新 {n}"))
                deed.name(person)
            note(cast.nobody, "exchange.export", assets=[asset.pk])
            note(cast.nobody, "assets.view", asset)

    as_(client, cast, name)
    counts = []
    for times in (3, 30):
        happens(times)
        client.get(reverse("desk:journal"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:journal"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30


def test_old_and_new_stand_in_words(cast: Cast, asset: Asset, client: Client) -> None:
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.change(asset, custodian=cast.listed, origin="JOINT", personal=True, approved_on=None)
    page = as_(client, cast, "owner").get(reverse("desk:journal")).content.decode()
    for words in ("Custodian", cast.listed.name, "Our own", "Made jointly", ">no<", ">yes<"):
        assert words.lower() in page.lower(), words


def test_an_erased_name_is_said_to_be_erased(cast: Cast, client: Client) -> None:
    with act(cast.administrator, "accounts.amend", cast.nobody) as deed:
        deed.change(cast.nobody, name="消された 名前")
    page = reverse("desk:journal_act", args=[Entry.objects.get().act])
    assert "消された" in as_(client, cast, "administrator").get(page).content.decode()
    Private.objects.all().delete()
    assert "(name erased)" in client.get(page).content.decode()


CORRECTS = {"chief", "steward"}


@pytest.mark.parametrize("name", MEMBERS)
def test_remarks_are_made_by_chief_and_steward_alone(cast: Cast, written: dict[str, Link], name: str) -> None:
    entry, client = written["amend"], Client()
    page = reverse("desk:journal_act", args=[entry.act])
    status = as_(client, cast, name).post(page, {"text": "正しくは棚2"}).status_code
    may_read = name in READS["amend"]
    leaver = name == "leaver"
    assert status == (302 if name in CORRECTS or leaver else 403 if may_read else 404)
    assert Entry.objects.filter(verb="journal.correct").count() == (name in CORRECTS)
    assert Entry.objects.get(pk=entry.pk).mac == entry.mac


def test_a_remark_stands_beside_the_entry_for_whoever_reads_it(
    cast: Cast, asset: Asset, written: dict[str, Link], client: Client
) -> None:
    view = written["view"]
    as_(client, cast, "chief").post(reverse("desk:journal_sighting", args=[view.pk]), {"text": "監査のため"})
    assert as_(client, cast, "chief").post(reverse("desk:journal_sighting", args=[view.pk])).status_code == 422
    assert "監査のため" in as_(client, cast, "owner").get(reverse("desk:journal")).content.decode()
    assert "監査のため" not in as_(client, cast, "nobody").get(reverse("desk:journal")).content.decode()


def test_an_imported_sheet_of_devices_tells_how_many_rows_did_what(cast: Cast, client: Client) -> None:
    with act(cast.steward, "exchange.import_hosts") as deed:
        deed.facts |= {"new": 3, "changed": 2, "same": 0}
    client.force_login(cast.sign_in("steward"))
    line = client.get(reverse("desk:journal_act", args=[Entry.objects.get().act])).context["line"]
    assert line.facts == (("New rows", "3"), ("Changed rows", "2"), ("Unchanged rows", "0"))


def test_what_an_entry_is_about_is_named_in_the_readers_language() -> None:
    with override("ja"):
        for model in (*NAMED, Asset, Contact, Report, Ruling, Threshold):
            assert not str(model._meta.verbose_name).isascii(), model


def test_an_action_and_an_audit_are_named_to_whoever_may_read_them(cast: Cast, asset: Asset) -> None:
    action = Action.objects.create(measure="E1-a", title="名簿を作る", owner=cast.owner, by=cast.owner, due_on=today())
    ActionAsset.objects.create(action=action, asset=asset)
    audit = Audit.objects.create(name="内部監査", auditor=cast.auditor, by=cast.auditor)
    refs = [("measures.action", action.pk), ("measures.audit", audit.pk)]

    def told(name: str) -> list[str]:
        labels = Labels(person_sight(getattr(cast, name)), refs)
        return [labels.of(ref).label for ref in refs]

    assert told("auditor") == ["E1-a", "内部監査"]
    assert told("owner") == ["E1-a", ""]
    assert told("colleague") == ["", ""]
