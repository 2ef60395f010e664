"""What is due on one asset: by when, whose it is, and where it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person, Pledge
from assets.choosing.uses import BECOMES_PUBLIC
from assets.models import Asset, Device, System
from classification import handling
from classification.levels import Level
from classification.models import Acknowledgement
from desk.addressee import Addressee
from desk.waiting.hosts import device_line, late, system_line
from desk.waiting.kinds import LATELY, SOON, Line
from measures import dues
from measures.catalogue.rulings import measure
from measures.models import Attestation, Exemption
from measures.thresholds import threshold

AHEAD = timedelta(days=90)  # what ends within these days stands on the asset's page
# Rights, as the asset's page names them.
EDIT, GRANT, READ_HOSTS = "may_edit", "may_grant", "reads_hosts"
NAMED = 3  # so many people are named in a line


def due_on(asset: Asset, who: Addressee, on_list: Iterable[int]) -> list[Line]:
    """What is due, the most urgent first; a fixed number of queries. `on_list`: ids of the people on its list."""
    people = list(on_list)
    lines = [*_list(asset, who), *_level(asset, who), *_words(asset, who), *_exemptions(asset, who)]
    lines += [
        *_given(asset, who),
        *_back(asset, who),
        *_lent(asset, who),
        *_public(asset, who),
        *_looked_after(asset, who),
        *_unpledged(asset, people),
        *_unread(asset, people),
    ]
    return sorted(lines, key=lambda line: (-line.late, line.day or who.on))


def _line(text: str, url: str, person: Person | None, day: date | None, who: Addressee, asks: str = EDIT) -> Line:
    return Line(text, url, person.label if person else "", day, due=True, late=who.days_since(day), asks=asks)


def _list(asset: Asset, who: Addressee) -> Iterator[Line]:
    row = dues.reviewed(who.question, Asset.objects.seen_by(who.sight).filter(pk=asset.pk)).first()
    due = dues.review_due(row, who.question) if row else None
    if due:
        yield _line(
            _("Go through the access list"), reverse("desk:access", args=[asset.code]), asset.owner, due, who, GRANT
        )


def _level(asset: Asset, who: Addressee) -> Iterator[Line]:
    """Its level was judged or approved long ago (rule GOV-03)."""
    judged = asset.judgements.values_list("on", flat=True).first()
    since = max((day for day in (judged, asset.approved_on) if day is not None), default=None)
    months = threshold("GOV-03", "months").get(asset.level)
    if months is not None and since is not None and asset.state == "ACTIVE":
        due = dues.last_day(since, months)
        if due <= who.on + AHEAD:
            url = reverse("assets:judge", args=[asset.code])
            yield _line(_("Look at the level again"), url, asset.owner, due, who)


def _words(asset: Asset, who: Addressee) -> Iterator[Line]:
    ending = Attestation.objects.filter(asset=asset, until_on__range=(who.on - LATELY, who.on + AHEAD))
    for word in dues.not_replaced(ending).select_related("by"):
        url = reverse("measures:attest_asset", args=[word.measure, asset.code])
        url = f"{url}?carrier={word.carrier_id}" if word.carrier_id else url
        text = _("The attestation ends: %(measure)s") % {"measure": measure(word.measure).name}
        yield _line(text, url, word.by, word.until_on, who)


def _exemptions(asset: Asset, who: Addressee) -> Iterator[Line]:
    rows = Exemption.objects.current(who.on).filter(asset=asset, until_on__lte=who.on + AHEAD)
    for row in rows.select_related("decided_by"):
        url = reverse("measures:exempt_asset", args=[row.measure, asset.code])
        text = _("The accepted gap ends: %(measure)s") % {"measure": measure(row.measure).name}
        yield _line(text, url, row.decided_by, row.until_on, who)


def _given(asset: Asset, who: Addressee) -> Iterator[Line]:
    """Access that ends soon: the last day of each line."""
    ending = asset.grants.current(who.on).filter(until_on__lte=who.on + SOON).select_related("person", "department")
    for grant in ending:
        text = _("Access ends: %(whom)s") % {"whom": grant.whom}
        yield _line(text, reverse("desk:access", args=[asset.code]), asset.owner, grant.until_on, who, GRANT)


def _back(asset: Asset, who: Addressee) -> Iterator[Line]:
    if asset.return_due_on and not asset.returned_on and asset.state != "RETIRED":
        text = _("Give it back to %(firm)s") % {"firm": asset.giver or "―"}
        yield _line(text, reverse("assets:edit", args=[asset.code]), asset.owner, asset.return_due_on, who)


def _lent(asset: Asset, who: Addressee) -> Iterator[Line]:
    """What it lives on and was lent out: the day on which it has to be back."""
    if asset.state == "RETIRED":
        return
    for carrier in asset.carriers.lent().exclude(due_back_on=None):
        text = _("Lent to %(firm)s: get it back (%(what)s)") % {"firm": carrier.lent_to, "what": carrier.called}
        yield _line(text, reverse("assets:edit", args=[asset.code]), asset.owner, carrier.due_back_on, who)


def _public(asset: Asset, who: Addressee) -> Iterator[Line]:
    """What follows from its use: the day on which it becomes public, or that this day is still to be entered."""
    use = asset.uses.first()
    if use is None or use.outcome not in BECOMES_PUBLIC or (asset.level or 0) < Level.INTERNAL:
        return
    if use.public_on is None:
        text = _("Enter the day on which it becomes public (%(use)s)") % {"use": use.get_outcome_display()}
        yield _line(text, reverse("assets:choose", args=[asset.code]), asset.owner, None, who)
    elif use.public_on <= who.on + AHEAD:
        text = _("It becomes public (%(use)s): lower its level") % {"use": use.get_outcome_display()}
        yield _line(text, reverse("assets:judge", args=[asset.code]), asset.owner, use.public_on, who)


def _looked_after(asset: Asset, who: Addressee) -> Iterator[Line]:
    """Devices and systems that it lives on and that are to be looked at again."""
    on_them = {"carriers__asset": asset, "carriers__ended_on": None}
    for rows, line in ((Device.objects.in_use(), device_line), (System.objects.in_use(), system_line)):
        for row in late(rows.filter(**on_them).distinct(), who):
            yield replace(line(row, who), asks=READ_HOSTS)


def _unpledged(asset: Asset, people: list[int]) -> Iterator[Line]:
    """Of people on the list of a secret: who is bound by no pledge."""
    if asset.level is None or asset.level < Level.SECRET:
        return
    bound = Pledge.objects.valid().exclude(kind=Pledge.Kind.EXIT).filter(person=OuterRef("pk"))
    missing = list(Person.objects.filter(~Exists(bound), pk__in=people).order_by("code"))
    if missing:
        text = ngettext(
            "%(n)s person on the list has signed no pledge",
            "%(n)s people on the list have signed no pledge",
            len(missing),
        )
        yield Line(text % {"n": len(missing)}, reverse("accounts:recognition"), _names(missing))


def _unread(asset: Asset, people: list[int]) -> Iterator[Line]:
    """Of people on the list: who has not confirmed the handling rules of its level."""
    if asset.level is None or asset.level < handling.CONFIRMED_FROM:
        return
    version = handling.rules_of(Level(asset.level)).version
    read = Acknowledgement.objects.filter(person=OuterRef("pk"), level=asset.level, version=version)
    missing = list(Person.objects.filter(~Exists(read), pk__in=people).order_by("code"))
    if missing:
        text = ngettext(
            "%(n)s person on the list has not confirmed the handling rules",
            "%(n)s people on the list have not confirmed the handling rules",
            len(missing),
        )
        yield Line(text % {"n": len(missing)}, reverse("classification:handling"), _names(missing))


def _names(people: list[Any]) -> str:
    names = _(", ").join(person.label for person in people[:NAMED])
    return names if len(people) <= NAMED else _("%(names)s and others") % {"names": names}
