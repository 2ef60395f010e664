"""Twins of the rules that are asked of assets and of the lines of their access lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import Employment
from assets.deciding.dossier import APPROVING
from assets.kinds import TECHNICAL, Kind, Origin, State
from benchmarks.loop_carriers import PROTECTION, carriers
from benchmarks.loop_world import (
    GAP,
    MET,
    NOT_NEEDED,
    World,
    ago,
    answer,
    days_ago,
    from_level,
    holds,
    number,
    twin,
    twin_of_each,
)
from classification.levels import Level
from measures.verdicts import Verdict


@twin("ACC-01")
def access_list(asset: Any, world: World) -> Verdict:
    if not from_level(asset, Level.INTERNAL):
        return NOT_NEEDED
    lines = [grant for grant in asset.grants.all() if holds(grant, world.on)]
    return answer(True, any(g.person_id for g in lines) if asset.level >= Level.SECRET else lines)


@twin("ACC-02")
def reviewed(asset: Any, world: World) -> Verdict:
    if not from_level(asset, Level.INTERNAL):
        return NOT_NEEDED
    since = max((r.on for r in asset.grant_reviews.all()), default=asset.registered_on or asset.approved_on)
    return in_time(since, asset.level, "ACC-02", world)


def in_time(since: date | None, level: int, id: str, world: World) -> Verdict:
    if since is None:
        return Verdict.UNKNOWN
    return answer(True, since >= ago(world, number(id, "months")[Level(level)]))


@twin("ACC-05")
def few(asset: Any, world: World) -> Verdict:
    if not from_level(asset, Level.SECRET):
        return NOT_NEEDED
    top, all = asset.level == Level.TOP_SECRET, world.headcount
    large = all is not None and all >= number("ACC-05", "from_headcount")
    if not (top or all is None or large):
        return NOT_NEEDED
    people = sum(world.people[pk].is_employed(world.on) for pk in world.listed(asset))
    most = number("ACC-05", "people")[Level.TOP_SECRET]
    allowed = (all or 0) * number("ACC-05", "percent")[Level(asset.level)] // 100 if large else most
    return answer(all is not None or (top and people > most), people <= (min(allowed, most) if top else allowed))


@twin("STO-01")
def located(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED or asset.level is None:
        return NOT_NEEDED
    if asset.kind == Kind.TAC:
        return answer(True, holders(asset, world))
    return answer(True, any(c.place_id or c.location for c in carriers(asset, world)))


@twin("STO-06")
def no_weak_carrier(asset: Any, world: World) -> Verdict:
    rows = carriers(asset, world)
    if not from_level(asset, Level.INTERNAL) or len(rows) < 2:
        return NOT_NEEDED
    found = [max(rule(row, world) for rule in PROTECTION) for row in rows]
    return max(found) if GAP not in found else answer(True, min(found) is GAP)


def holders(asset: Any, world: World) -> list[Any]:
    return [holding for holding in asset.holdings.all() if world.people[holding.person_id].is_employed(world.on)]


@twin("LAB-03")
def know_how(asset: Any, world: World) -> Verdict:
    if asset.kind != Kind.TAC or not from_level(asset, Level.SECRET):
        return NOT_NEEDED
    told = all(holding.acknowledged_on for holding in holders(asset, world))
    return answer(True, told and any(c.kind != Kind.TAC for c in carriers(asset, world)))


@twin("GOV-02")
def owned(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED:
        return NOT_NEEDED
    if asset.owner is None or (asset.owner.left_on and asset.owner.left_on <= world.on):
        return GAP
    now = [posting for posting in asset.owner.postings.all() if holds(posting, world.on)]
    moved = asset.owned_from and any(posting.from_on > asset.owned_from for posting in now)
    return answer(True, not moved or any(posting.department_id == asset.department_id for posting in now))


@twin("GOV-03")
def level_reviewed(asset: Any, world: World) -> Verdict:
    if not from_level(asset, Level.INTERNAL):
        return NOT_NEEDED
    judged = latest(asset.judgements.all())
    days = [day for day in (judged and judged.on, asset.approved_on) if day]
    return in_time(max(days, default=None), asset.level, "GOV-03", world)


@twin("GOV-04")
def decided_in_time(asset: Any, world: World) -> Verdict:
    if asset.state not in (State.CANDIDATE, State.IN_REVIEW):
        return NOT_NEEDED
    if judged := latest(asset.judgements.all()):
        return answer(True, judged.on >= days_ago(world, number("GOV-04", "decision_days")))
    since = asset.registered_on
    return answer(since, since and since >= days_ago(world, number("GOV-04", "candidate_days")))


@twin("GOV-08")
def level_agrees(asset: Any, world: World) -> Verdict:
    judged = latest(asset.judgements.all())
    if asset.state == State.RETIRED or asset.level is None or judged is None:
        return NOT_NEEDED
    reasoned = judged.override_reason and judged.level == asset.level
    return answer(True, asset.level < judged.suggested + 20 and (asset.level >= judged.suggested or reasoned))


@twin("GOV-10")
def public_by_now(asset: Any, world: World) -> Verdict:
    used = latest(asset.uses.all())
    if not from_level(asset, Level.INTERNAL) or used is None or used.public_on is None:
        return NOT_NEEDED
    return answer(True, used.public_on > world.on)


@twin("GOV-11")
def not_published(asset: Any, world: World) -> Verdict:
    looks = [row for row in asset.requirement_reviews.all() if row.item == "N1" and row.on <= world.on]
    if not from_level(asset, Level.INTERNAL) or not looks:
        return NOT_NEEDED
    last = max(looks, key=lambda row: (row.on, row.pk)).outcome
    return answer(last != "PARTLY", last == "YES")


@twin("DPT-02")
def receipt(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED or asset.level is None or asset.origin != Origin.RECEIVED:
        return NOT_NEEDED
    days = asset.received_on and asset.return_due_on
    said = asset.giver and asset.secrecy_duty and days and asset.kept_apart is not None
    return answer(True, said and any(holds(grant, world.on) for grant in asset.grants.all()))


@twin("DPT-01")
def own_work(asset: Any, world: World) -> Verdict:
    technical = asset.kind in TECHNICAL or asset.technical
    if not from_level(asset, Level.SECRET) or asset.origin != Origin.OWN or asset.technical is False:
        return NOT_NEEDED
    since = ago(world, number("DPT-01", "months"))
    return answer(technical, any(since <= row.made_on <= world.on for row in asset.developments.all()))


@twin("PAR-04")
def returned(asset: Any, world: World) -> Verdict:
    received = asset.origin == Origin.RECEIVED and asset.return_due_on is not None
    if asset.state == State.RETIRED or asset.level is None or not received:
        return NOT_NEEDED
    back = asset.returned_on is not None and asset.returned_on <= world.on
    return answer(True, back or asset.return_due_on >= world.on)


@twin("GOV-13")
def another_approved(asset: Any, world: World) -> Verdict:
    approvals = [row for row in asset.decisions.all() if row.step in APPROVING]
    disposed = any(row.own and row.state == "AGREED" and row.decided_at for row in asset.disposals.all())
    accepted = any(row.own and in_force(row, world) and row.decided_at for row in asset.exemptions.all())
    own = disposed or accepted
    if asset.state == State.RETIRED or asset.level is None or not (approvals or own):
        return NOT_NEEDED
    last = max(approvals, key=lambda row: (row.at, row.pk), default=None)
    return answer(True, not own and last and not last.own)


@twin("DAT-01")
def essentials(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED:
        return NOT_NEEDED
    judging = asset.state in (State.CANDIDATE, State.IN_REVIEW)
    filled = asset.name and asset.department_id and asset.kind and asset.owner_id
    return answer(True, filled and (judging or asset.level is not None))


def card(asset: Any) -> Any:
    return getattr(asset, "personal_data", None)


@twin("PII-01")
def particulars(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED or not (asset.personal or asset.sensitive or asset.my_number):
        return NOT_NEEDED
    if (said := card(asset)) is None:
        return GAP
    entrusted = said.entrusted is False or (said.entrusted and said.entrusted_to)
    return answer(
        True, (said.keep_for or said.until_on) and entrusted and said.purpose and said.basis and said.keeper_id
    )


@twin("PII-02")
def my_number(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED or not asset.my_number:
        return NOT_NEEDED
    said, named = card(asset), bool(asset.number_handlers.all())
    overdue = said and said.until_on and said.until_on < world.on and said.destroyed_on is None
    secret = asset.level is not None and asset.level >= Level.SECRET
    return answer(asset.level is not None or not named or overdue, secret and named and not overdue)


@twin("PII-03")
def sensitive(asset: Any, world: World) -> Verdict:
    if asset.state == State.RETIRED or asset.level is None or not asset.sensitive:
        return NOT_NEEDED
    return answer(True, asset.level >= Level.SECRET)


def latest(rows: Iterable[Any]) -> Any:
    return max(rows, key=lambda row: (row.on, row.pk), default=None)


def in_force(exemption: Any, world: World) -> bool:
    return exemption.state == "AGREED" and holds(exemption, world.on)


# The lines of access lists


def lines(asset: Any, world: World) -> list[Any]:
    if asset.state == State.RETIRED:
        return []
    return [grant for grant in asset.grants.all() if holds(grant, world.on)]


def to_people(asset: Any, world: World) -> list[Any]:
    return [grant for grant in lines(asset, world) if grant.person_id]


@twin_of_each("ACC-03", to_people)
def leavers(grant: Any, world: World) -> Verdict:
    left = grant.person.left_on
    return answer(True, left is None or left > world.on)


@twin_of_each("ACC-04", lambda asset, world: [(grant, asset) for grant in to_people(asset, world)])
def movers(pair: Any, world: World) -> Verdict:
    grant, asset = pair
    postings = grant.person.postings.all()
    if not any(posting.from_on < grant.from_on for posting in postings):
        return MET
    late = days_ago(world, number("ACC-04", "grace_days"))
    moves = [p.from_on for p in postings if holds(p, world.on) and grant.from_on < p.from_on < late]
    again = [review.on for review in asset.grant_reviews.all() if review.on <= world.on]
    again += [g.from_on for g in asset.grants.all() if g.person_id == grant.person_id and holds(g, world.on)]
    return answer(True, all(any(day >= moved for day in again) for moved in moves))


@twin_of_each("ACC-06", lines)
def reasoned(grant: Any, world: World) -> Verdict:
    for_a_time = grant.person_id and grant.person.employment in (Employment.DISPATCHED, Employment.OUTSIDE)
    return answer(True, grant.purpose and grant.approved_by_id and not (for_a_time and grant.until_on is None))


@twin_of_each("ACC-09", to_people)
def not_their_own(grant: Any, world: World) -> Verdict:
    if grant.approved_by_id is None:
        return NOT_NEEDED
    return answer(True, grant.approved_by_id != grant.person_id)
