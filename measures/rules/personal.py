"""Rules about personal information (handbook.md 3.6)."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.models import NumberHandler
from classification.levels import Level
from measures.asking.asked import Asked
from measures.rules.assets import ASSETS
from measures.rules.entered import IN_FORCE, KEPT, day, rule
from measures.verdicts import Verdict

MET = Verdict.MET
FLAGGED = Q(personal=True) | Q(sensitive=True) | Q(my_number=True)
# What has to be said, as it stands in a row's facts, and in words.
SAID = {
    "purpose": gettext_lazy("purpose of use"),
    "basis": gettext_lazy("how they were told, or by which law"),
    "keeper": gettext_lazy("responsible for its safety"),
    "keep_for": gettext_lazy("how long it is kept"),
    "entrusted": gettext_lazy("whether its handling is entrusted"),
}
CARD = "personal_data__"


@rule("PII-01", ASSETS)
def particulars_filled(on: date) -> Asked:
    """Of personal information it is said what for, on what basis, for how long, who keeps it safe, and whether its
    handling is entrusted to a firm (and to which)."""
    kept_for = ~Q(**{f"{CARD}keep_for": ""}) | Q(**{f"{CARD}until_on__isnull": False})
    entrusted = Q(**{f"{CARD}entrusted": False}) | Q(**{f"{CARD}entrusted": True}) & ~Q(**{f"{CARD}entrusted_to": ""})
    met = Q(personal_data__isnull=False) & kept_for & entrusted
    met &= ~Q(**{f"{CARD}purpose": ""}) & ~Q(**{f"{CARD}basis": ""}) & Q(**{f"{CARD}keeper__isnull": False})

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("What has to be said about personal information is said.")
        missing = [str(words) for name, words in SAID.items() if _is_missing(row, name)]
        return _("Missing: %(fields)s.") % {"fields": _(", ").join(missing)}

    facts = {f"said_{name}": F(f"{CARD}{name}") for name in (*SAID, "until_on", "entrusted_to")}
    return Asked(KEPT & FLAGGED, met, because, facts=facts)


def _is_missing(row: Any, name: str) -> bool:
    if name == "keep_for":
        return not row.said_keep_for and row.said_until_on is None
    if name == "entrusted":
        return row.said_entrusted is None or (row.said_entrusted and not row.said_entrusted_to)
    return getattr(row, f"said_{name}") in (None, "")


@rule("PII-02", ASSETS)
def my_number_managed(on: date) -> Asked:
    """My Number information is secret or above, its handlers are named, and it is gone when its time has passed."""
    handlers = Exists(NumberHandler.objects.filter(asset=OuterRef("pk")))
    overdue = Q(**{f"{CARD}until_on__lt": on, f"{CARD}destroyed_on__isnull": True})

    def because(row: Any, verdict: Verdict) -> str:
        secret = {"level": Level.SECRET.label}
        if verdict is MET:
            return _("“%(level)s” or above, its handlers are named, and its time has not passed.") % secret
        found = [] if row.handlers else [_("nobody is named to handle it")]
        if row.level is not None and row.level < Level.SECRET:
            found.append(_("its level is below “%(level)s”") % secret)
        if row.until is not None and row.until < on and row.destroyed is None:
            found.append(_("it was to be gone by %(day)s") % {"day": day(row.until)})
        if row.level is None:
            found.append(_("its level is not decided"))
        return _("My Number information: %(found)s.") % {"found": _(", ").join(found)}

    facts = {"handlers": handlers, "until": F(f"{CARD}until_on"), "destroyed": F(f"{CARD}destroyed_on")}
    met = Q(level__gte=Level.SECRET) & Q(handlers) & ~overdue
    known = Q(level__isnull=False) | ~Q(handlers) | overdue
    return Asked(KEPT & Q(my_number=True), met, because, known, facts)


@rule("PII-03", ASSETS)
def sensitive_is_secret(on: date) -> Asked:
    """Sensitive personal information is secret or above."""

    def because(row: Any, verdict: Verdict) -> str:
        words = _("Sensitive personal information at level “%(level)s”.")
        return words % {"level": Level(row.level).label}

    return Asked(IN_FORCE & Q(sensitive=True), Q(level__gte=Level.SECRET), because)
