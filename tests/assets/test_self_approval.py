"""Nobody approves their own proposal: nearly twenty ways of trying, of which none works unless a small firm has allowed it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Company, Department, Mandate, Person
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.standing_in import delegating, small_firm
from assets.deciding.approval import STEPS, NotYours, take
from assets.deciding.dossier import digest_of
from assets.deciding.together import NothingApproved, approve_together
from assets.disposing import disposing
from assets.judging import judging
from assets.kinds import State
from assets.models import Amendment, Asset, Decision, Disposal
from classification.criteria import CODES
from classification.levels import Level
from exchange.importing import apply, bring_in
from journal.models import Entry
from measures.asking.readings import Question
from measures.verdicts import Verdict
from tests import make
from tests.assets.test_disposing import proposed as proposed_disposal
from tests.assets.test_disposing import secret
from tests.assets.test_reopening import amend, approved
from tests.cast import Cast

type Path = Callable[[Cast], tuple[Asset, Person]]


def proposed(cast: Cast, by: Person, level: Level = Level.SECRET, judged_by: Person | None = None) -> Asset:
    """In review: submitted by one, judged by the same or another."""
    facts = {"state": State.IN_REVIEW, "proposed_level": level, "submitted_at": timezone.now()}
    who = {"submitted_by": by, "judged_by": judged_by or by}
    asset = make.asset("curves", None, department=cast.design, owner=cast.owner, **facts | who)
    make.judgement(asset, judged_by or by, level)
    return asset


def own_submission(cast: Cast) -> tuple[Asset, Person]:
    return proposed(cast, cast.manager), cast.manager


def own_judgement_submitted_by_another(cast: Cast) -> tuple[Asset, Person]:
    return proposed(cast, cast.owner, judged_by=cast.manager), cast.manager


def as_deputy(cast: Cast) -> tuple[Asset, Person]:
    assert cast.manager
    return proposed(cast, cast.deputy), cast.deputy


def by_ones_own_delegate(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.manager)
    delegating.delegate(cast.colleague, today(), today(), "trip", by=person_sight(cast.manager))
    return asset, cast.colleague


def as_anothers_delegate(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.owner)
    delegating.delegate(cast.owner, today(), today(), "trip", by=person_sight(cast.manager))
    return asset, cast.owner


def made_manager_meanwhile(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.owner)
    Department.objects.filter(pk=cast.design.pk).update(manager=cast.owner)
    return asset, cast.owner


def by_a_mandate_as_chief(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.owner, Level.TOP_SECRET)
    make.mandate(cast.owner, Mandate.Role.CHIEF)
    return asset, cast.owner


def by_a_mandate_as_executive(cast: Cast) -> tuple[Asset, Person]:
    for role in (Mandate.Role.CHIEF, Mandate.Role.EXECUTIVE):
        make.mandate(cast.owner, role)
    return proposed(cast, cast.owner, Level.TOP_SECRET), cast.owner


def by_waiting_until_it_goes_up(cast: Cast) -> tuple[Asset, Person]:
    assert cast.manager
    asset = proposed(cast, cast.chief)
    Asset.objects.filter(pk=asset.pk).update(submitted_at=timezone.now() - timedelta(days=99))
    return asset, cast.chief


def as_administrator(cast: Cast) -> tuple[Asset, Person]:
    Department.objects.filter(pk=cast.design.pk).update(manager=cast.administrator)
    return proposed(cast, cast.administrator), cast.administrator


def by_changing_what_another_submitted(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.owner)
    amend(asset, cast.manager, summary="harmless, really")
    return asset, cast.manager


def by_changing_what_is_in_force(cast: Cast) -> tuple[Asset, Person]:
    asset = approved(cast)
    amend(asset, cast.manager, summary="harmless, really")
    return asset, cast.manager


LEDGER = "情報資産名称,管理部署,媒体・保存先,備考\n{name},技術部,事務所PC,別の場所\n"


def by_importing_over_what_is_in_force(cast: Cast) -> tuple[Asset, Person]:
    asset, who = approved(cast), person_sight(cast.manager)
    apply(bring_in(LEDGER.format(name=asset.name).encode("cp932"), "x.csv", by=who), by=who)
    assert Amendment.objects.get().by == cast.manager
    return asset, cast.manager


def by_sending_back_and_submitting_anew(cast: Cast) -> tuple[Asset, Person]:
    asset = proposed(cast, cast.owner)
    manager = person_sight(cast.manager)
    take(STEPS["return"], asset, by=manager, comment="I do it myself")
    judging.judge(asset, dict.fromkeys(CODES, 2), dict.fromkeys(CODES, "known to us alone"), by=manager)
    take(STEPS["submit"], asset, by=manager)
    return asset, cast.manager


def own_lower_level(cast: Cast) -> tuple[Asset, Person]:
    asset, manager = approved(cast), person_sight(cast.manager)
    make.judgement(asset, cast.owner, Level.INTERNAL)
    take(STEPS["lower"], asset, by=manager, comment="an old model")
    return asset, cast.manager


def own_word_that_it_is_no_longer_secret(cast: Cast) -> tuple[Asset, Person]:
    asset = approved(cast)
    take(STEPS["declassify"], asset, by=person_sight(cast.manager), comment="laid open")
    return asset, cast.manager


def a_top_secret_laid_open_by_the_chief(cast: Cast) -> tuple[Asset, Person]:
    asset = make.asset("curves", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    make.judgement(asset, cast.owner, Level.TOP_SECRET)
    take(STEPS["declassify"], asset, by=person_sight(cast.chief), comment="laid open")
    return asset, cast.chief


PATHS: tuple[Path, ...] = (
    own_submission,
    own_judgement_submitted_by_another,
    as_deputy,
    by_ones_own_delegate,
    as_anothers_delegate,
    made_manager_meanwhile,
    by_a_mandate_as_chief,
    by_a_mandate_as_executive,
    by_waiting_until_it_goes_up,
    as_administrator,
    by_changing_what_another_submitted,
    by_changing_what_is_in_force,
    by_importing_over_what_is_in_force,
    by_sending_back_and_submitting_anew,
    own_lower_level,
    own_word_that_it_is_no_longer_secret,
    a_top_secret_laid_open_by_the_chief,
)


def signed_in(cast: Cast, person: Person, client: Client) -> Client:
    staff = person.name == "管 理"
    make.signed_in(client, make.user(person, "proposer", is_staff=staff, is_superuser=staff))
    return client


@pytest.mark.parametrize("way", ["verb", "page", "together", "page of several"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_no_path_leads_to_self_approval(cast: Cast, client: Client, path: Path, way: str) -> None:
    asset, person = path(cast)
    asset.refresh_from_db()
    before = Decision.objects.count()
    step, shown = "uphold" if asset.state == State.ACTIVE else "approve", digest_of(asset)
    if way == "verb":
        with pytest.raises(NotYours):
            take(STEPS[step], asset, by=person_sight(person), shown=shown)
    elif way == "together":
        with pytest.raises(NothingApproved):
            approve_together([asset], {asset.code: shown}, by=person_sight(person))
    elif way == "page":
        answer = signed_in(cast, person, client).post(reverse("assets:step", args=[asset.code, step]), {"shown": shown})
        assert answer.status_code in (404, 409)
    else:
        client = signed_in(cast, person, client)
        answer = client.post(reverse("assets:together"), {"row": [f"{asset.code}:{shown}"]})
        assert answer.status_code in (302, 409)
    assert Decision.objects.count() == before


BY_OFFICE = tuple(p for p in PATHS if p not in (by_ones_own_delegate, as_anothers_delegate))


def allowed(cast: Cast) -> None:
    Company.objects.update(headcount=5)
    small_firm.allow(Company.objects.get(), "three of us", by=person_sight(cast.executive))


@pytest.mark.parametrize("path", BY_OFFICE, ids=lambda path: path.__name__)
def test_a_small_firm_may_allow_it_and_then_it_is_a_finding(cast: Cast, path: Path) -> None:
    allowed(cast)
    asset, person = path(cast)
    asset.refresh_from_db()
    step = STEPS["uphold" if asset.state == State.ACTIVE else "approve"]
    assert take(step, asset, by=person_sight(person), shown=digest_of(asset)).own
    [found] = [f for f in Question(today()).explain(Asset.objects.filter(pk=asset.pk)) if f.rule == "GOV-13"]
    assert found.verdict is Verdict.GAP


@pytest.mark.parametrize("path", [by_ones_own_delegate, as_anothers_delegate], ids=lambda path: path.__name__)
def test_in_anothers_name_it_is_never_allowed(cast: Cast, path: Path) -> None:
    allowed(cast)
    asset, person = path(cast)
    with pytest.raises(NotYours):
        take(STEPS["approve"], asset, by=person_sight(person))


def test_it_holds_no_longer_once_there_are_six(cast: Cast) -> None:
    allowed(cast)
    Company.objects.update(headcount=6)
    with pytest.raises(NotYours):
        take(STEPS["approve"], proposed(cast, cast.manager), by=person_sight(cast.manager))


REFUSED: list[tuple[str, int | None, str, type[Exception]]] = [
    ("manager", 5, "three of us", small_firm.NotYours),
    ("administrator", 5, "three of us", small_firm.NotYours),
    ("chief", 6, "three of us", small_firm.TooLarge),
    ("chief", None, "three of us", small_firm.TooLarge),
    ("chief", 5, " ", ValueError),
]


@pytest.mark.parametrize(("name", "headcount", "reason", "refused"), REFUSED)
def test_who_may_not_allow_it_and_where(cast: Cast, name: str, headcount: Any, reason: str, refused: Any) -> None:
    Company.objects.update(headcount=headcount)
    with pytest.raises(refused):
        small_firm.allow(Company.objects.get(), reason, by=person_sight(getattr(cast, name)))
    assert not Entry.objects.exists()


def test_the_page_allows_and_forbids_it_on_record(cast: Cast, client: Client) -> None:
    Company.objects.update(headcount=5)
    make.signed_in(client, cast.sign_in("chief"))
    address = reverse("people:self_approval")
    wrong = client.post(address, {"reason": ""})
    assert wrong.status_code == 422
    assert 'aria-describedby="problem"' in wrong.content.decode()  # said at the field
    assert client.post(address, {"reason": "three of us"}).status_code == 302
    assert "three of us" in client.get(address).content.decode()
    assert client.post(address, {"forbid": "1"}).status_code == 302
    assert Company.objects.get().self_approval_since is None
    verbs = ["accounts.allow_self_approval", "accounts.forbid_self_approval"]
    assert list(Entry.objects.values_list("verb", flat=True)) == verbs


def own_disposal(cast: Cast) -> tuple[Disposal, Person]:
    return proposed_disposal(secret(cast), cast.manager), cast.manager


def own_disposal_of_a_top_secret(cast: Cast) -> tuple[Disposal, Person]:
    return proposed_disposal(secret(cast, Level.TOP_SECRET), cast.chief), cast.chief


def own_disposal_by_a_delegate(cast: Cast) -> tuple[Disposal, Person]:
    assert cast.manager
    make.delegation(cast.manager, cast.owner)
    return proposed_disposal(secret(cast), cast.owner), cast.owner


DISPOSALS = (own_disposal, own_disposal_of_a_top_secret, own_disposal_by_a_delegate)


@pytest.mark.parametrize("path", DISPOSALS, ids=lambda path: path.__name__)
def test_nobody_approves_what_they_propose_to_dispose_of(cast: Cast, client: Client, path: Any) -> None:
    row, person = path(cast)
    with pytest.raises(NotYours):
        disposing.take(disposing.STEPS["approve"], row, by=person_sight(person))
    address = reverse("assets:disposal_step", args=[row.asset.code, "approve"])
    assert signed_in(cast, person, client).post(address, {"shown": digest_of(row.asset)}).status_code == 409
    row.refresh_from_db()
    assert row.state == Disposal.State.PROPOSED


@pytest.mark.parametrize("path", DISPOSALS, ids=lambda path: path.__name__)
def test_a_small_firm_may_allow_that_too_and_then_it_is_a_finding(cast: Cast, path: Any) -> None:
    allowed(cast)
    row, person = path(cast)
    if path is own_disposal_by_a_delegate:  # in another's name it is never allowed
        with pytest.raises(NotYours):
            disposing.take(disposing.STEPS["approve"], row, by=person_sight(person))
        return
    disposing.take(disposing.STEPS["approve"], row, by=person_sight(person))
    row.refresh_from_db()
    assert row.own
    [found] = [f for f in Question(today()).explain(Asset.objects.filter(pk=row.asset_id)) if f.rule == "GOV-13"]
    assert found.verdict is Verdict.GAP
