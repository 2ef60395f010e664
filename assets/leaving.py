"""Somebody leaves: their access ends on their last day by itself, and what they answer for goes to others.

Source: handbook.md 2.2 (measures for leavers) and PER-03.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import LeaverCase, Person
from accounts.sight import Sight
from assets.kinds import State
from assets.models import Asset, Carrier, Grant, GrantReview, Holding
from journal.acts import Act, act


def give_notice(person: Person, notice_on: date, last_on: date, *, by: Sight) -> LeaverCase:
    """Open a leaver case: from the last day on nothing of theirs is open, whoever forgets to close it.

    Args:
        notice_on: the day they gave notice.
        last_on: their last day; every grant that would outlast it ends with it, and so does their sign-in.
    """
    with act(by.person, "assets.give_notice", person) as deed:
        case = LeaverCase(person=person, notice_on=notice_on, last_on=last_on, opened_by=by.person)
        case.ends = _cap(deed, person, last_on)
        deed.change(person, notice_on=notice_on, left_on=last_on)
        return deed.add(case)


def _dated(person: Person) -> dict[str, Any]:
    """What of theirs holds from one day to another."""
    return {"grants": person.grants, "mandates": person.mandates, "postings": person.postings}


def _cap(deed: Act, person: Person, last_on: date) -> dict[str, str | None]:
    """Let nothing outlast the last day; returns the end that each row had before, by kind and number."""
    before: dict[str, str | None] = {}
    for name, rows in _dated(person).items():
        outlasting = list(rows.filter(Q(until_on=None) | Q(until_on__gt=last_on), from_on__lte=last_on).order_by("pk"))
        before |= {f"{name}:{row.pk}": row.until_on.isoformat() if row.until_on else None for row in outlasting}
        deed.change_all((row, {"until_on": last_on}) for row in outlasting)
    return before


def _end_anew(deed: Act, case: LeaverCase, end: Callable[[date | None], date | None]) -> None:
    """Give what the case had ended another end, worked out from the one it had before."""
    for name, rows in _dated(case.person).items():
        before = {int(key.partition(":")[2]): day for key, day in case.ends.items() if key.startswith(f"{name}:")}
        capped = list(rows.filter(pk__in=before, until_on=case.last_on).order_by("pk"))
        deed.change_all((row, {"until_on": end(_day(before[row.pk]))}) for row in capped)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def postpone(case: LeaverCase, last_on: date, *, by: Sight) -> None:
    """Another last day: what the case had ended goes with it, but never beyond the end it had."""
    with act(by.person, "assets.postpone_leaving", case.person) as deed:
        _end_anew(deed, case, lambda before: min(before or last_on, last_on))
        later = _cap(deed, case.person, last_on)
        deed.change(case.person, left_on=last_on)
        deed.change(case, last_on=last_on, ends=later | case.ends)


def withdraw(case: LeaverCase, *, by: Sight) -> None:
    """They stay: everything gets back the end it had."""
    with act(by.person, "assets.withdraw_notice", case.person) as deed:
        _end_anew(deed, case, lambda before: before)
        deed.change(case.person, notice_on=None, left_on=None)
        deed.change(case, closed_on=by.on, withdrawn=True)


def hand_over(assets: Iterable[Asset], person: Person, to: Person, *, by: Sight) -> int:
    """What one answers for or keeps goes to another; returns how many assets."""
    rows = list(assets)
    with act(by.person, "assets.hand_over", person) as deed:
        for asset in rows:
            values: dict[str, Any] = {}
            if asset.owner_id == person.pk:
                values |= {"owner": to, "owned_from": by.on}
            if asset.custodian_id == person.pk:
                values["custodian"] = to
            deed.change(asset, **values)
    return len(rows)


def take_back(case: LeaverCase, *, by: Sight) -> None:
    """What they had of the company's came back."""
    with act(by.person, "assets.take_back_items", case.person) as deed:
        deed.change(case, items_returned_on=by.on)


def close(case: LeaverCase, *, by: Sight) -> None:
    """Everything came back, is handed over and signed."""
    with act(by.person, "assets.close_leaving", case.person) as deed:
        deed.change(case, items_returned_on=case.items_returned_on or by.on, closed_on=by.on)


def answered_for(person: Person) -> Q:
    """Assets that this person answers for or keeps."""
    return ~Q(state=State.RETIRED) & (Q(owner=person) | Q(custodian=person))


def carriers_kept(person: Person, assets: QuerySet[Asset]) -> QuerySet[Any]:
    """What may have to come back: the carriers of the assets (of `assets`) that this person keeps."""
    kept = assets.filter(Q(custodian=person) | Q(owner=person)).order_by().values("pk")
    return Carrier.objects.current().filter(asset__in=kept).exclude(kind="TAC").select_related("asset", "place")


def know_how_of(person: Person, assets: QuerySet[Asset]) -> QuerySet[Any]:
    """The know-how (of `assets`) that goes away with this person."""
    return Holding.objects.filter(person=person, asset__in=assets.order_by().values("pk")).select_related("asset")


def to_confirm(person: Person, assets: QuerySet[Asset], on: date) -> QuerySet[Any]:
    """Grants (on `assets`) from before the person's latest move that nobody has confirmed since (handbook ACC-04)."""
    postings = person.postings.current(on).order_by("-from_on")
    moved_on = postings.values_list("from_on", flat=True).first() if person.postings.count() > 1 else None
    if moved_on is None:
        return Grant.objects.none()
    confirmed = GrantReview.objects.filter(on__gte=moved_on).values("asset")
    old = Grant.objects.current(on).filter(person=person, from_on__lt=moved_on)
    return old.filter(asset__in=assets.order_by().values("pk")).exclude(asset__in=confirmed).select_related("asset")
