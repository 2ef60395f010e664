"""What waits for each person: what puts a line there, whose line it is, and what takes it away again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Department, LeaverCase, Person, Posting
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding import approval
from assets.discussing import discussion
from assets.disposing import disposing
from assets.judging import judging
from assets.kinds import State
from assets.knowing import access, rounds
from assets.models import AccessRequest, Asset, Carrier, Choice, Disposal, Grant, GrantProposal
from classification import rulebook
from classification.clauses import Words
from classification.criteria import CODES
from classification.levels import Level
from desk.addressee import Addressee
from desk.waiting import TABLE, waiting_for
from desk.waiting.kinds import group_of
from exchange.models import Draft
from measures import exempting
from measures.models import Action, ActionAsset, Attestation, Audit, Exemption, Remark
from tests import make
from tests.cast import Cast

KINDS = {kind.name: kind for kind in TABLE}
EMPTY: dict[str, Any] = {"columns": [], "rows": [], "problems": [], "notes": [], "scale": None}


def waits(cast: Cast, name: str) -> dict[str, list[str]]:
    """What waits for a member of the cast: the texts of the lines, by kind."""
    user = cast.sign_in(name)
    user.__dict__.pop("_sights", None)  # as in a new request
    return {group.kind.name: [line.text for line in group.lines] for group in waiting_for(Addressee.of(user))}


def waits_of(cast: Cast, name: str, kind: str) -> int:
    """How many things of this one kind wait for a member of the cast."""
    user = cast.sign_in(name)
    user.__dict__.pop("_sights", None)
    return group_of(KINDS[kind], Addressee.of(user)).count


def ours(cast: Cast, **facts: Any) -> Asset:
    """The design department's asset, with a list that was reviewed today."""
    asset = make.asset(**{"name": "curves", "department": cast.design, "owner": cast.owner} | facts)
    make.review(asset, cast.owner)
    return asset


def in_review(cast: Cast) -> None:
    proposed = {"state": State.IN_REVIEW, "proposed_level": 20, "submitted_by": cast.owner, "judged_by": cast.owner}
    ours(cast, **proposed)


def questioned(cast: Cast) -> None:
    in_review(cast)
    asset = Asset.objects.get()
    make.judgement(asset, cast.owner)
    approval.take(approval.STEPS["question"], asset, by=person_sight(cast.manager), comment="who else knows?")


def to_dispose_of(cast: Cast) -> Disposal:
    asset = ours(cast)
    paper = str(make.carrier(asset).pk)
    return disposing.propose(asset, "old", {paper: "SHRED"}, by=person_sight(cast.owner))


def let_be_disposed_of(cast: Cast) -> None:
    disposing.take(disposing.STEPS["approve"], to_dispose_of(cast), by=person_sight(cast.manager))


def candidate(cast: Cast) -> None:
    ours(cast, level=None, entered_by=cast.enterer)


def judged(cast: Cast) -> None:
    make.judgement(ours(cast, level=None), cast.owner)


def returned(cast: Cast) -> None:
    asset = ours(cast, level=None)
    judging.judge(asset, dict.fromkeys(CODES, 2), dict.fromkeys(CODES, "r"), by=person_sight(cast.owner))
    approval.take(approval.STEPS["submit"], asset, by=person_sight(cast.owner))
    approval.take(approval.STEPS["return"], asset, by=person_sight(cast.manager), comment="say more")


def unreviewed(cast: Cast) -> None:
    make.asset("curves", department=cast.design, owner=cast.owner, registered_on=today() - timedelta(days=400))


def nearly_unreviewed(cast: Cast) -> None:
    make.asset("curves", department=cast.design, owner=cast.owner, registered_on=today() - timedelta(days=350))


def proposed_access(cast: Cast) -> None:
    GrantProposal.objects.create(asset=ours(cast), words="sales", proposed_on=today())


def given_on_a_top_secret(cast: Cast) -> None:
    asset = ours(cast, level=Level.TOP_SECRET)
    access.give(
        Grant(asset=asset, person=cast.nobody, purpose="w", from_on=today()),
        by=person_sight(cast.owner),
    )


def became_top_secret(cast: Cast) -> None:
    make.grant(ours(cast, level=Level.TOP_SECRET), cast.listed, approved_by=cast.owner)


def in_a_round(cast: Cast) -> None:
    asset = ours(cast)
    make.grant(asset, cast.listed)
    rounds.begin(Asset.objects.filter(pk=asset.pk), None, today() + timedelta(days=9), by=person_sight(cast.chief))


def moved(cast: Cast) -> None:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    make.review(asset, cast.owner, today() - timedelta(days=30))
    make.grant(asset, cast.listed)
    Posting.objects.create(person=cast.listed, department=cast.root, from_on=today() - timedelta(days=3))


def leaving(cast: Cast) -> None:
    LeaverCase.objects.create(person=cast.colleague, notice_on=today(), last_on=today())


def laid_open_soon(cast: Cast) -> None:
    day = today() + timedelta(days=20)
    Choice.objects.create(asset=ours(cast), by=cast.owner, on=today(), outcome="PATENT", public_on=day)


def ruled(cast: Cast) -> None:
    who = person_sight(cast.chief)
    edition = rulebook.begin("テレワーク規程", by=who).editions.get()
    rulebook.amend(edition, [Words("第1条", "目的", "x")], seen=0, by=who)
    rulebook.adopt(edition, today(), today(), seen=1, by=who)


def unpledged(cast: Cast) -> None:
    make.grant(ours(cast), cast.colleague)


def word_ending(cast: Cast) -> None:
    dates = {"from_on": today() - timedelta(days=300), "until_on": today() + timedelta(days=10)}
    Attestation.objects.create(measure="E1-d", asset=ours(cast), by=cast.owner, **dates)


def exemption_ending(cast: Cast) -> None:
    dates = {"from_on": today() - timedelta(days=300), "until_on": today() + timedelta(days=10)}
    Exemption.objects.create(
        measure="E1-d", asset=ours(cast), reason="r", decided_by=cast.chief, state="AGREED", **dates
    )


def to_be_accepted(cast: Cast) -> None:
    until = today() + timedelta(days=90)
    exempting.propose(
        Exemption(measure="E1-d", asset=ours(cast), reason="r", until_on=until), by=person_sight(cast.owner)
    )


def draft(cast: Cast) -> None:
    Draft.objects.create(by=cast.steward, filename="x.xlsx", sha256="0" * 64, ledger=EMPTY)


def idea(cast: Cast) -> None:
    discussion.say(ours(cast), "IDEA", "use the jig", by=person_sight(cast.chief))


def asked(cast: Cast) -> None:
    AccessRequest.objects.create(
        asked_by=cast.enterer, asked_at=timezone.now(), need="drawings", department=cast.design
    )


def unowned(cast: Cast) -> None:
    ours(cast, owner=None)


def lent_out(cast: Cast) -> None:
    asset = ours(cast, custodian=cast.nobody)
    make.carrier(asset, kind="MLD", serial="M-112", lent_to="三葉鋳造", due_back_on=today() + timedelta(days=9))


def lent_and_nobody_answers(cast: Cast) -> None:
    asset = ours(cast, owner=None, return_due_on=today() - timedelta(days=2), giver="東都")
    make.carrier(asset, kind="MLD", lent_to="三葉鋳造", due_back_on=today())


def received_from_others(cast: Cast) -> None:
    ours(cast, custodian=cast.nobody, return_due_on=today() + timedelta(days=9), giver="東都")


def planned(cast: Cast) -> None:
    plan = {"title": "lock it", "due_on": today() - timedelta(days=1), "on": today(), "by": cast.chief}
    action = Action.objects.create(measure="E1-d", owner=cast.owner, **plan)
    ActionAsset.objects.create(action=action, asset=ours(cast))


def audited(cast: Cast) -> None:
    """The owner has a remark to put right; the colleague has put one right."""
    audit = Audit.objects.create(name="a", auditor=cast.auditor, by=cast.auditor)
    for owner, done in ((cast.owner, ""), (cast.colleague, "labelled")):
        Remark.objects.create(audit=audit, text="no label", owner=owner, done=done, due_on=today())


def kept_by_a_leaver(cast: Cast) -> None:
    make.device(holder=cast.leaver)


def old_device(cast: Cast) -> None:
    make.device(updated_on=today() - timedelta(days=100))


def unread_logs(cast: Cast) -> None:
    make.system(logs_reviewed_on=None, responsible=cast.nobody)


# kind → what brings it about, and for whom of these it waits.
OTHERS = ("owner", "manager", "steward", "chief", "auditor", "colleague", "nobody", "administrator", "enterer")
CASES: dict[str, tuple[Callable[[Cast], Any], set[str]]] = {
    "decide": (in_review, {"manager"}),
    "answer": (questioned, {"owner"}),
    "accept": (to_be_accepted, {"manager"}),
    "disposals": (to_dispose_of, {"manager"}),
    "dispose": (let_be_disposed_of, {"owner", "manager", "steward", "chief"}),
    "judge": (candidate, {"owner", "manager", "steward", "chief", "enterer"}),
    "submit": (judged, {"owner", "manager", "steward", "chief"}),
    "public": (laid_open_soon, {"owner", "manager", "steward", "chief"}),
    "books": (ruled, set(OTHERS)),
    "sent-back": (returned, {"owner"}),
    "lists": (unreviewed, {"owner", "manager", "chief"}),
    "proposals": (proposed_access, {"owner", "manager", "chief"}),
    "rounds": (in_a_round, {"owner"}),
    "agree": (given_on_a_top_secret, {"chief"}),
    "before": (became_top_secret, {"chief"}),
    "moved": (moved, {"owner", "manager", "chief"}),
    "leavers": (leaving, {"manager", "steward", "chief", "administrator"}),
    "pledges": (unpledged, {"manager", "steward", "chief", "colleague"}),
    "lent": (lent_out, {"owner", "nobody"}),
    "received": (received_from_others, {"owner", "nobody"}),
    "words": (word_ending, {"owner"}),
    "exemptions": (exemption_ending, {"owner", "manager", "steward", "chief"}),
    "requests": (asked, {"manager", "steward", "chief"}),
    "actions": (planned, {"owner"}),
    "remarks": (audited, {"owner", "auditor", "chief"}),
    "said": (idea, {"owner"}),
    "drafts": (draft, {"steward"}),
    "away": (kept_by_a_leaver, {"steward", "chief", "administrator"}),
    "devices": (old_device, {"steward", "chief", "administrator"}),
    "systems": (unread_logs, {"steward", "chief", "administrator", "nobody"}),
    "unowned": (unowned, {"manager", "steward", "chief"}),
}


@pytest.mark.parametrize("kind", CASES)
def test_each_thing_waits_for_those_whose_it_is_and_for_nobody_else(cast: Cast, kind: str) -> None:
    begun, whose = CASES[kind]
    for name in OTHERS:
        cast.sign_in(name)
    begun(cast)
    assert {name for name in OTHERS if waits_of(cast, name, kind)} == whose
    assert kind in waits(cast, min(whose))  # and it stands on their first page


def test_the_rules_of_a_level_wait_for_whoever_may_know_of_it_and_has_not_read_them(cast: Cast) -> None:
    make.user(cast.listed, "listed", read=False)
    cast._users["listed"] = cast.listed.user
    assert "rules" not in waits(cast, "listed")
    make.grant(ours(cast), cast.listed)
    assert waits(cast, "listed")["rules"] == ["How information of the level “Secret” is handled"]
    make.acknowledged(cast.listed, Level.SECRET)
    assert "rules" not in waits(cast, "listed")


def test_every_kind_has_a_case() -> None:
    assert {kind.name for kind in TABLE} - {"rules"} == set(CASES)


def test_a_list_is_told_of_before_it_is_due_and_then_as_late(cast: Cast) -> None:
    nearly_unreviewed(cast)
    user = cast.sign_in("owner")
    [line] = next(g for g in waiting_for(Addressee.of(user)) if g.kind.name == "lists").lines
    assert (line.due, line.late) == (True, 0)
    Asset.objects.update(registered_on=today() - timedelta(days=380))
    [line] = next(g for g in waiting_for(Addressee.of(user)) if g.kind.name == "lists").lines
    assert line.late > 0


def test_what_is_late_stands_first(cast: Cast) -> None:
    in_review(cast)
    assert next(iter(waits(cast, "manager"))) == "decide"
    unreviewed(cast)
    assert next(iter(waits(cast, "manager"))) == "lists"


def test_a_list_that_was_gone_through_waits_no_more(cast: Cast) -> None:
    unreviewed(cast)
    make.review(Asset.objects.get(), cast.owner)
    assert "lists" not in waits(cast, "owner")


def test_what_came_back_and_was_submitted_again_waits_no_more(cast: Cast) -> None:
    cast.sign_in("manager")
    returned(cast)
    approval.take(approval.STEPS["submit"], Asset.objects.get(), by=person_sight(cast.owner))
    assert "sent-back" not in waits(cast, "owner")


def test_a_word_that_a_longer_one_replaces_is_not_told_of(cast: Cast) -> None:
    word_ending(cast)
    Attestation.objects.create(
        measure="E1-d", asset=Asset.objects.get(), by=cast.owner, from_on=today(), until_on=today() + timedelta(days=99)
    )
    assert "words" not in waits(cast, "owner")


def test_a_word_for_the_company_is_replaced_by_one_for_the_company_only(cast: Cast) -> None:
    dates = {"from_on": today(), "until_on": today() + timedelta(days=10)}
    Attestation.objects.create(measure="E1-a", by=cast.chief, **dates)
    longer = dates | {"until_on": today() + timedelta(days=99)}
    Attestation.objects.create(measure="E1-a", by=cast.chief, department=cast.design, **longer)
    assert "words" in waits(cast, "chief")
    Attestation.objects.create(measure="E1-a", by=cast.chief, **longer)
    assert "words" not in waits(cast, "chief")


def test_a_missing_pledge_is_not_told_to_whoever_may_not_know_of_the_secret(cast: Cast) -> None:
    Department.objects.filter(pk=cast.sales.pk).update(manager=cast.nobody)
    hidden = ours(cast)
    make.grant(hidden, cast.listed)
    assert "pledges" not in waits(cast, "nobody")
    make.grant(hidden, cast.nobody)
    assert len(waits(cast, "nobody")["pledges"]) == 2


def test_a_sealed_name_waits_for_those_alone_who_may_read_it(cast: Cast) -> None:
    asset = make.asset("secret name", department=cast.design, registered_on=today() - timedelta(days=400))
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r", owner=cast.owner)
    assert waits(cast, "owner")["lists"] == ["secret name"]
    assert "lists" not in waits(cast, "chief")


def test_what_is_to_be_disposed_of_is_named_unless_its_name_is_sealed(cast: Cast) -> None:
    asset = to_dispose_of(cast).asset
    assert waits(cast, "manager")["disposals"] == [asset.name]
    disposing.take(disposing.STEPS["approve"], asset.disposals.get(), by=person_sight(cast.manager))
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    assert waits(cast, "owner")["dispose"] == [asset.name]
    assert "dispose" not in waits(cast, "steward")


def test_nothing_waits_for_whoever_is_nobody(cast: Cast) -> None:
    in_review(cast)
    assert waits(cast, "root") == {}
    assert waits(cast, "leaver") == {}


def test_people_are_named_as_the_reader_reads_them(cast: Cast) -> None:
    Person.objects.filter(pk=cast.colleague.pk).update(name_en="Col League")
    leaving(cast)
    assert waits(cast, "chief")["leavers"] == ["Col League leaves: hand over, collect, let them sign"]


@pytest.mark.parametrize("kind", ["lent", "received"])
def test_where_nobody_answers_it_waits_for_whoever_carries_it(cast: Cast, kind: str) -> None:
    for name in OTHERS:
        cast.sign_in(name)
    lent_and_nobody_answers(cast)
    assert {name for name in OTHERS if waits_of(cast, name, kind)} == {"manager", "steward", "chief"}


def test_what_is_back_or_has_no_day_or_is_far_off_waits_for_nobody(cast: Cast) -> None:
    lent_out(cast)
    carrier = Carrier.objects.get()
    assert waits(cast, "owner")["lent"] == ["curves: back from 三葉鋳造"]
    for gone in ({"lent_to": ""}, {"due_back_on": None}, {"due_back_on": today() + timedelta(days=40)}):
        Carrier.objects.filter(pk=carrier.pk).update(**gone)
        assert "lent" not in waits(cast, "owner")
        carrier.save()
    carrier.ended_on = today()
    carrier.save()
    assert "lent" not in waits(cast, "owner")
