"""What runs out: access lists to go through, words and accepted gaps that end, rules to read."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assets.choosing.uses import BECOMES_PUBLIC
from assets.models import Asset, Choice
from assets.rights import carried_by, granted_by
from classification import handling, rulebook
from classification.handling import CONFIRMED_FROM, Rules
from classification.levels import Level
from classification.models import Edition
from desk.addressee import Addressee
from desk.waiting.kinds import LATELY, SOON, Line
from measures import dues, exempting
from measures.asking.readings import Question
from measures.catalogue.rulings import measure
from measures.models import Attestation, Exemption
from measures.sentences import scope_of


def lists_to_review(who: Addressee) -> QuerySet[Any]:
    """Access lists that are theirs to confirm and that are due within some days, or were."""
    return dues.lists_to_review(Question(who.on + SOON), who.assets.filter(granted_by(who.sight)))


def review_line(asset: Any, who: Addressee) -> Line:
    due = dues.review_due(asset, who.question)
    note = "" if asset.reviewed else _("never reviewed so far")
    url = reverse("desk:access", args=[asset.code])
    return Line(asset.name, url, note, due, due=True, late=who.days_since(due), level=asset.level)


def words_ending(who: Addressee) -> QuerySet[Any]:
    """Their own attestations that end within some days or ended lately, and that no later word replaces."""
    carried = who.assets.filter(carried_by(who.sight)).order_by()
    rows = dues.not_replaced(Attestation.objects.filter(until_on__range=(who.on - LATELY, who.on + SOON)))
    rows = rows.filter(Q(asset=None) | Q(asset__in=carried.values("pk")), by=who.sight.person)
    return rows.with_part().order_by("until_on", "pk")


def word_line(word: Attestation, who: Addressee) -> Line:
    found = measure(word.measure)
    url = reverse("measures:detail", args=[word.measure])
    if word.asset:
        url = reverse("measures:attest_asset", args=[word.measure, word.asset.code])
    about = word.asset.name if word.asset else scope_of(word)
    return Line(found.name, url, about, word.until_on, due=True, late=who.days_since(word.until_on))


def exemptions_ending(who: Addressee) -> QuerySet[Any]:
    """Accepted gaps of assets that they carry, that end within some days."""
    theirs = who.assets.filter(carried_by(who.sight))
    rows = Exemption.objects.current(who.on).filter(until_on__lte=who.on + SOON)
    rows = rows.filter(asset__in=theirs.order_by().values("pk"))
    return rows.select_related("asset").order_by("until_on", "pk")


def exemption_line(exemption: Exemption, who: Addressee) -> Line:
    code, about = exemption.measure, exemption.asset
    url = reverse("measures:exempt_asset", args=[code, about.code])
    text = _("%(asset)s: close the gap, or propose anew to accept it") % {"asset": about.name}
    return Line(text, url, measure(code).name, exemption.until_on, due=True, level=about.level)


def to_accept(who: Addressee) -> QuerySet[Any]:
    """Gaps that somebody proposes to accept, and that are theirs to decide on."""
    return exempting.awaiting(who.sight).select_related("asset", "proposed_by")


def accept_line(exemption: Exemption, who: Addressee) -> Line:
    """Told by the asset's code: its name may be sealed."""
    text = _("%(asset)s: %(measure)s") % {"asset": exemption.asset.code, "measure": measure(exemption.measure).name}
    note = _("proposed by %(person)s") % {"person": exemption.proposed_by.label}
    day = localdate(exemption.proposed_at)
    late = who.days_since(day + timedelta(days=who.sight.decide_within))
    url = reverse("measures:exemption", args=[exemption.pk])
    return Line(text, url, note, day, late=late, level=exemption.asset.level)


def rules_to_read(who: Addressee) -> list[Rules]:
    """Handling rules in force, of levels of which they may know something, that they have not confirmed."""
    if who.sight.person is None:
        return []
    levels = set(Asset.objects.seen_by(who.sight).in_force().order_by().values_list("level", flat=True).distinct())
    confirmed, rules = handling.confirmed(who.sight.person), handling.in_force()
    read = {level for level, row in confirmed.items() if row.version == rules[level].version}
    return [rules[level] for level in sorted(rules, reverse=True) if level in levels - read and level >= CONFIRMED_FROM]


def rules_line(rules: Rules, who: Addressee) -> Line:
    text = _("How information of the level “%(level)s” is handled") % {"level": rules.level.label}
    return Line(text, reverse("classification:confirm", args=[rules.level.name]), level=rules.level)


def books_to_read(who: Addressee) -> QuerySet[Any]:
    """Company rules in force of which they have not confirmed the edition."""
    return rulebook.unread(who.sight.person, who.on) if who.sight.person else Edition.objects.none()


def book_line(edition: Edition, who: Addressee) -> Line:
    note = _("edition %(version)s") % {"version": edition.version}
    url = reverse("classification:book", args=[edition.rulebook_id]) + "#confirm"
    return Line(edition.rulebook.label, url, note, edition.from_on)


def becoming_public(who: Addressee) -> QuerySet[Any]:
    """Decisions on the use of assets that they carry, by which what is still secret becomes public soon or has."""
    newer = Choice.objects.filter(asset=OuterRef("asset")).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    )
    carried = who.assets.filter(carried_by(who.sight)).order_by()
    rows = Choice.objects.filter(~Exists(newer), public_on__lte=who.on + SOON, outcome__in=BECOMES_PUBLIC)
    rows = rows.filter(asset__level__gte=Level.INTERNAL, asset__in=carried.values("pk"))
    return rows.select_related("asset").order_by("public_on", "pk")


def public_line(use: Choice, who: Addressee) -> Line:
    url, late = reverse("desk:detail", args=[use.asset.code]) + "#declassify", who.days_since(use.public_on)
    note = str(use.get_outcome_display())
    return Line(use.asset.name, url, note, use.public_on, due=True, late=late, level=use.asset.level)
