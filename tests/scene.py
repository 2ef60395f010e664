"""A company in the middle of things: an asset in review with all that can hang on one, and the address of every page."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, LeaverCase, Logo, Mandate, Party, Pledge, Posting, Training
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.signing import invitations
from assets import bulk
from assets.devices import hosts
from assets.kinds import Kind, State
from assets.knowing import asking, rounds
from assets.models import (
    AccessRequest,
    Asset,
    AssetFile,
    Comment,
    Development,
    Device,
    Grant,
    GrantProposal,
    Link,
    Round,
)
from classification import rulebook
from classification.clauses import Words
from classification.levels import Level
from classification.models import Edition, Rulebook
from desk.models import SavedView
from exchange.models import Draft
from journal.acts import act
from journal.models import Entry, Sighting
from journal.sightings import note
from measures.audits import auditing
from measures.models import Action, ActionAsset, Attestation, Audit, Exemption, QuickRound, Remark, Talk
from measures.quick import check as quick
from measures.trust import talking
from reports.models import Report
from tests import make
from tests.cast import MEMBERS, Cast
from tests.permissions import TABLE

NAME = "歯面処理剤の素材配合"


def our_asset() -> Asset:
    """The asset of the scene (there is a second one, with which it belongs together)."""
    return Asset.objects.get(name=NAME)


PAPER = b"%PDF"
# Routes that name the asset and nothing else.
ON_ASSET = {
    "desk:detail", "desk:requirements", "desk:past", "desk:audience", "desk:access", "assets:edit", "assets:copy", "assets:add_photo",
    "assets:label", "assets:development", "assets:judge", "assets:choose", "assets:decide", "assets:seal", "assets:unseal",
    "assets:confirm_access", "assets:accept_proposals", "assets:discussion", "assets:related",
}  # fmt: skip


@pytest.fixture
def scene(cast: Cast) -> dict[str, str]:
    """An asset in review with everything that hangs on one, and the addresses that lead to it."""
    for name in MEMBERS:
        cast.sign_in(name)
    asset = in_review(cast)
    grant, word = hung_on(asset, cast)
    draft, report = written(asset, cast)
    related(asset, cast)
    leaving_and_standing_in(cast)
    top_secret(cast)
    ruled(cast)
    looked_after(cast, asset)
    audited(cast)
    return addresses(asset.code, grant.pk, word.pk, draft.pk, report.number) | people(cast)


def in_review(cast: Cast) -> Asset:
    """The asset, submitted by its owner."""
    review: dict[str, Any] = {
        "state": State.IN_REVIEW,
        "proposed_level": Level.SECRET,
        "submitted_by": cast.owner,
        "judged_by": cast.owner,
    }
    return make.asset(NAME, department=cast.design, owner=cast.owner, entered_by=cast.enterer, **review)


def hung_on(asset: Asset, cast: Cast) -> tuple[Grant, Attestation]:
    """Where it is, who may know, what was said and done of it."""
    make.carrier(asset)
    AssetFile.objects.create(asset=asset, blob=make.blob(b"\x89PNG\r\n\x1a\n", "front.png"), by=cast.owner)
    record = {"what": "ノート", "made_on": "2026-01-01", "on": "2026-01-02", "sha256": "0" * 64}
    Development.objects.create(asset=asset, by=cast.owner, **record)
    make.judgement(asset, cast.owner)
    grant = make.grant(asset, cast.listed)
    make.grant(asset, cast.newcomer)
    until = today() + timedelta(days=9)
    rounds.begin(Asset.objects.filter(pk=asset.pk), cast.design, until, by=person_sight(cast.manager))
    said = {"asset": asset, "by": cast.owner, "from_on": "2026-01-01", "until_on": "2999-01-01"}
    word = Attestation.objects.create(measure="E1-d", file=make.blob(b"\x89PNG\r\n\x1a\n", "seen.png"), **said)
    asked = {"reason": "移転まで", "proposed_by": cast.owner, "proposed_at": timezone.now()}
    Exemption.objects.create(measure="E1-e", asset=asset, from_on=today(), until_on=until, **asked)
    plan = {"owner": cast.owner, "by": cast.chief, "due_on": today() + timedelta(days=30)}
    action = Action.objects.create(measure="E1-d", title="歯面処理剤の棚に鍵", **plan)
    ActionAsset.objects.create(action=action, asset=asset)
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.change(asset, summary="oil")
    together(cast, asset)
    return grant, word


def written(asset: Asset, cast: Cast) -> tuple[Draft, Report]:
    """What people asked, kept, read, brought in and printed."""
    asking.ask("oil for the mill", cast.design, by=person_sight(cast.listed))
    SavedView.objects.create(person=cast.steward, name="mine", query="kind=PAP")
    note(cast.owner, "assets.view", asset)
    draft = Draft.objects.create(by=cast.steward, filename="x.xlsx", sha256="0" * 64, ledger=EMPTY)
    report = Report.objects.create(
        language="ja",
        on="2026-11-01",
        data_at="2026-11-01T00:00Z",
        made_by=cast.auditor,
        level=20,
        assets=[asset.pk],
        sha256=hashlib.sha256(PAPER).hexdigest(),
        figures_sha256="0" * 64,
        journal_count=0,
        journal_mac="",
    )
    report.path.write_bytes(PAPER)
    Logo.objects.create(company=cast.company, media_type="image/png", content=b"")
    return draft, report


def related(asset: Asset, cast: Cast) -> None:
    """Another asset with which it belongs together, and an idea."""
    other = make.asset("歯面処理剤の試験", department=cast.design, owner=cast.owner)
    Link.objects.create(asset=asset, other=other, kind=Link.Kind.PART_OF, by=cast.owner, on=today())
    idea = {"kind": Comment.Kind.IDEA, "text": "歯面処理剤を薄める"}
    Comment.objects.create(asset=asset, by=cast.listed, at=timezone.now(), **idea)


def leaving_and_standing_in(cast: Cast) -> None:
    """A firm, somebody who leaves, what the owner has signed and learnt, who decides for the manager."""
    Party.objects.create(code="C01", name="みらいスタッフ")
    LeaverCase.objects.create(person=cast.colleague, notice_on=today(), last_on=today())
    make.pledge(cast.owner, file=make.blob())
    make.training(cast.owner, file=make.blob())
    make.delegation(cast.manager, cast.newcomer)


def ruled(cast: Cast) -> None:
    """Company rules in force, with their paper, and the draft of the next edition."""
    who = person_sight(cast.chief)
    book = rulebook.begin("秘密情報管理規程", by=who)
    edition = book.editions.get()
    rulebook.amend(edition, [Words("第1条", "目的", "x", "scope")], seen=0, by=who)
    Edition.objects.filter(pk=edition.pk).update(file=make.blob(b"\x89PNG\r\n\x1a\n rules", "rules.png"))
    rulebook.adopt(Edition.objects.get(pk=edition.pk), today(), today(), seen=1, by=who)
    rulebook.draft(book, by=who)


def audited(cast: Cast) -> None:
    """An audit of the sales department with a remark that the owner puts right, and a talk of the design's."""
    audit = Audit(name="内部監査", auditor=cast.owner, on=today())
    auditing.hold(audit, [cast.sales], [], by=person_sight(cast.auditor))
    made = Remark(audit=audit, text="表示がない", owner=cast.owner, due_on=today())
    auditing.remark(made, by=person_sight(cast.auditor))
    quick.answer({"A-1a": "yes"}, by=person_sight(cast.chief))
    talk = talking.talk(Talk(department=cast.design, agenda=["x"]), [cast.owner], by=person_sight(cast.manager))
    talking.came_out(talk, "棚の札を替える", None, by=person_sight(cast.manager))


def top_secret(cast: Cast) -> None:
    """An asset that became a top secret: a line from before, and one that its owner has given since."""
    asset = make.asset("試作の図", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    make.grant(asset, cast.newcomer, approved_by=cast.owner)
    given = {"department": cast.sales, "granted_by": cast.owner, "granted_on": today(), "purpose": "見積り"}
    GrantProposal.objects.create(asset=asset, words="営業部", proposed_on=today(), **given)


def looked_after(cast: Cast, asset: Asset) -> None:
    """A device and a system with the asset on them; the steward has looked at the device."""
    device, system = make.device(name="設計室のPC"), make.system(name="設計サーバー")
    for facts in ({"kind": Kind.DIG, "device": device}, {"kind": Kind.SYS, "system": system}):
        make.carrier(asset, **facts)
    hosts.check([device], ["updates"], by=person_sight(cast.steward))
    make.place("Z8", cast.site)
    make.place("Z9", cast.site, closed_on=today())


def together(cast: Cast, asset: Asset) -> None:
    """The steward changed its custodian, as one changes many."""
    who, edit = person_sight(cast.steward), bulk.Edit("custodian", cast.owner)
    rows = list(Asset.objects.seen_by(who).filter(pk=asset.pk))
    bulk.change(edit, rows, "r", bulk.digest_of(bulk.preview(edit, rows, by=who)), by=who)


def people(cast: Cast) -> dict[str, str]:
    """Addresses of pages about somebody's sign-in."""
    routes = ("detail", "amend", "invite", "withdraw", "end_sessions", "remove_factor", "link", "unlink")
    somebody = {f"sign_in_{route}": reverse(f"sign_in_{route}", args=[cast.newcomer.code]) for route in routes}
    link = reverse("invitation", args=[invitations.invite(cast.colleague, cast.administrator)])
    return somebody | {"invitation": link}


EMPTY: dict[str, Any] = {"columns": [], "rows": [], "problems": [], "notes": [], "scale": None}


def addresses(code: str, grant: int, word: int, draft: int, report: str) -> dict[str, str]:
    """The address of every page, but for those of somebody's sign-in."""
    hung = (
        hung_below(code, grant, word)
        | elsewhere(draft, report)
        | of_hosts()
        | of_places()
        | books()
        | recorded()
        | people_and_posts()
    )
    ours = [route for route in TABLE if not route.startswith(("sign_in_", "invitation"))]
    return {route: reverse(route, args=hung.get(route, [code] if route in ON_ASSET else [])) for route in ours}


def hung_below(code: str, grant: int, word: int) -> dict[str, list[Any]]:
    """What leads to what hangs on the asset."""
    return {
        "assets:step": [code, "submit"],
        "assets:disposal": [code],
        "assets:disposal_step": [code, "approve"],
        "assets:enter": ["mold"],
        "assets:photo": [code, AssetFile.objects.get().pk],
        "assets:remove_photo": [code, AssetFile.objects.get().pk],
        "assets:development_remove": [code, Development.objects.get().pk],
        "assets:end_access": [code, grant],
        "assets:decline_proposal": [code, 1],
        "desk:round": [Round.objects.get().pk],
        "desk:review_line": [Grant.objects.filter(asset__name=NAME).latest("pk").pk, "confirmed"],
        "desk:agree": [GrantProposal.objects.get().pk],
        "desk:agree_line": [Grant.objects.get(asset__level=Level.TOP_SECRET).pk],
        "assets:withdraw_comment": [code, Comment.objects.get().pk],
        "assets:take_up": [code, Comment.objects.get().pk],
        "assets:part": [code, Link.objects.get().pk],
        "measures:withdraw": ["E1-d", word],
        "measures:word": ["E1-d", word],
        "measures:word_file": ["E1-d", word],
        "measures:attest_asset": ["E1-d", code],
        "measures:exempt_asset": ["E1-d", code],
        "measures:exemption": [Exemption.objects.get().pk],
        "measures:exemption_step": [Exemption.objects.get().pk, "approve"],
        "measures:action": [Action.objects.get().pk],
        "measures:action_amend": [Action.objects.get().pk],
        "measures:action_step": [Action.objects.get().pk, "begin"],
        "measures:action_new": ["E1-d"],
        "measures:missing": ["E1-d"],
    }


def elsewhere(draft: int, report: str) -> dict[str, list[Any]]:
    """What leads to ledgers, papers, contacts, numbers, and what was done."""
    return {
        "desk:contact": ["police-13"],
        "desk:threshold": ["ACC-02", "months", "SECRET"],
        "desk:contact_step": ["police-13", "confirm"],
        "exchange:draft": [draft],
        "exchange:apply": [draft],
        "exchange:discard": [draft],
        "measures:detail": ["E1-a"],
        "catalogue:measure": ["E1-a"],
        "catalogue:rule": ["E1-a", "level"],
        "company:rule_review": [Rulebook.objects.get().pk],
        "company:inventory": ["ENG"],
        **{f"company:{route}": [Audit.objects.get().pk] for route in ("audit", "audit_finish", "remark_new")},
        **{f"company:{route}": [Remark.objects.get().pk] for route in ("remark_done", "remark_close")},
        "trust:talk": [Talk.objects.get().pk],
        "trust:outcome": [Talk.objects.get().pk],
        "trust:talk_new": ["ENG"],
        "reports:download": [report],
        "reports:quick": [QuickRound.objects.get().pk],
        "classification:handling_edit": ["SECRET"],
        "classification:confirm": ["SECRET"],
        "desk:journal_act": [Entry.objects.get(about=f"assets.asset:{our_asset().pk}").act],
        "desk:usable_request": [AccessRequest.objects.get().pk],
        "desk:view_drop": [SavedView.objects.get().pk],
        "desk:bulk_done": [Entry.objects.get(verb=bulk.VERB).act],
        "desk:journal_sighting": [Sighting.objects.get().pk],
        "end_session": [1],
        "mfa_remove_webauthn": [1],
    }


def of_places() -> dict[str, list[Any]]:
    """What leads to a place, to one that nothing else is done with, and to one that is closed."""
    return {f"places:{page}": ["Z2"] for page in ("detail", "look", "edit")} | {
        "places:close": ["Z8"],
        "places:reopen": ["Z9"],
    }


def of_hosts() -> dict[str, list[Any]]:
    """What leads to the device, and to the round in which it was looked at."""
    device = Device.objects.get().pk
    hung: dict[str, list[Any]] = {f"desk:host{page}": ["devices", device] for page in ("", "_edit")}
    hung |= {f"desk:{page}": ["devices"] for page in ("hosts_of", "host_new", "hosts_checked")}
    hung |= {f"exchange:{page}": ["devices"] for page in ("hosts", "export_hosts")}
    return hung | {"desk:hosts_unchecked": ["devices", Entry.objects.get(verb=hosts.CHECKED).act]}


def books() -> dict[str, list[Any]]:
    """What leads to the company's own rules."""
    book = Rulebook.objects.get().pk
    routes = ("book", "book_edit", "book_adopt", "book_confirm", "book_compare")
    return {f"classification:{route}": [book] for route in routes} | {"classification:book_file": [book, 1]}


def recorded() -> dict[str, list[Any]]:
    """What leads to the owner's pledge and training."""
    pledge, training = Pledge.objects.select_related("person").get(), Training.objects.get()
    code = pledge.person.code
    hung: dict[str, list[Any]] = {"accounts:pledges": [code], "accounts:trainings": [code]}
    for name, row in (("pledge", pledge), ("training", training)):
        hung |= {f"accounts:{name}_{deed}": [code, row.pk] for deed in ("file", "remove")}
    return hung


def people_and_posts() -> dict[str, list[Any]]:
    """What leads to the colleague, who is leaving, to a department, a firm and the steward's mandate."""
    code = Posting.objects.get(person__name="同 僚").person.code
    of_person = ("people:edit", "people:move", "desk:person", "desk:confirm_access", "desk:leave", "desk:hand_over")
    hung: dict[str, list[Any]] = {route: [code] for route in (*of_person, "desk:leaver_paper", "desk:reached")}
    return hung | {
        "desk:end_leaving": [code, "withdraw"],
        "people:department": ["SAL"],
        "people:party": [Party.objects.get().code],
        "people:end_delegation": [Delegation.objects.get().pk],
        "people:end_mandate": [Mandate.objects.get(role="STEWARD").pk],
    }
