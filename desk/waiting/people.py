"""What waits where people come, move and leave."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LeaverCase, Person, Pledge, Posting
from accounts.rights import recorded_by
from accounts.sight import Role
from assets.models import Asset, Grant
from assets.rights import granted_by
from classification.levels import Level
from desk.addressee import Addressee
from desk.waiting.kinds import Line
from measures.asking.subjects import people_with_access
from measures.rules import RULES

MOVERS = "ACC-04"


def _keeps_people(who: Addressee) -> bool:
    return who.sight.person is not None and (who.administers or who.sight.holds(Role.CHIEF, Role.STEWARD))


def leavers(who: Addressee) -> QuerySet[Any]:
    """Open leaver cases: all for those who keep people, for managers those of their departments; never one's own."""
    cases = LeaverCase.objects.open().exclude(person=who.sight.person).select_related("person")
    if not _keeps_people(who):
        posted = Posting.objects.filter(department__in=who.sight.leads)
        cases = cases.filter(person__in=posted.values("person"))
    return cases.order_by("last_on", "pk")


def leaver_line(case: LeaverCase, who: Addressee) -> Line:
    page = "desk:leave" if _keeps_people(who) else "desk:person"
    text = _("%(person)s leaves: hand over, collect, let them sign") % {"person": case.person.label}
    url = reverse(page, args=[case.person.code])
    return Line(text, url, "", case.last_on, due=True, late=who.days_since(case.last_on))


def moved(who: Addressee) -> QuerySet[Any]:
    """Lines of access lists that are theirs to give, of people who have moved since and whom nobody confirmed."""
    asked = who.question.asked(RULES[MOVERS])
    lists = who.assets.filter(granted_by(who.sight)).order_by()
    rows = Grant.objects.current(who.on).filter(person__isnull=False, asset__in=lists.values("pk"))
    rows = rows.annotate(**asked.facts).filter(moved__isnull=False, approved_again=False)
    return rows.select_related("person", "asset").order_by("moved", "pk")


def moved_line(grant: Any, who: Addressee) -> Line:
    text = _("%(person)s has moved: do they still need %(asset)s?")
    facts = {"person": grant.person.label, "asset": grant.asset.name}
    url = reverse("desk:access", args=[grant.asset.code])
    return Line(text % facts, url, grant.purpose, grant.moved, level=grant.asset.level)


def pledges(who: Addressee) -> QuerySet[Any]:
    """People whose pledges they record, or they themselves, who have access to secrets and are bound by none.

    Only access to what the reader may know of counts: else a name here would tell of an asset that is hidden.
    """
    secrets = Asset.objects.seen_by(who.sight).in_force().filter(level__gte=Level.SECRET).order_by()
    open_to = people_with_access(who.on, Q(asset__in=secrets.values("pk")))
    bound = Pledge.objects.valid(who.on).exclude(kind=Pledge.Kind.EXIT).filter(person=OuterRef("pk"))
    theirs = recorded_by(who.sight) | Q(pk=who.sight.person.pk if who.sight.person else None)
    return Person.objects.employed(who.on).filter(theirs, open_to, ~Exists(bound)).order_by("code")


def pledge_line(person: Person, who: Addressee) -> Line:
    url = reverse("accounts:pledges", args=[person.code])
    if person == who.sight.person:
        return Line(_("You may know of secrets and have signed no pledge: ask for the form and hand it in"), url)
    return Line(_("%(person)s may know of secrets and is bound by no pledge") % {"person": person.label}, url)
