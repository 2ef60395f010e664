"""The weakest carrier decides how well an asset is protected (handbook.md 0): where one is weaker, it is named."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import GreaterThan, In
from django.utils.translation import gettext as _

from assets.models import Carrier
from classification.levels import Level
from measures.asking.asked import Asked
from measures.asking.beside import Beside, Of
from measures.asking.subjects import CARRIERS
from measures.rules.assets import ASSETS
from measures.rules.carriers import protection
from measures.rules.company import in_language, joined, listed
from measures.rules.entered import from_level, rule
from measures.verdicts import Verdict

MET, UNKNOWN, GAP = Verdict.MET.value, Verdict.UNKNOWN.value, Verdict.GAP.value
SOUND = (10 * worst + best for worst in range(MET + 1) for best in range(worst + 1))
DIFFERING = tuple(10 * GAP + best for best in range(GAP))
ALIKE = (*SOUND, 10 * GAP + GAP)


@rule("STO-06", ASSETS)
def no_weak_carrier(on: date) -> Asked:
    """Of an asset's carriers none has a gap where another has none: a back-up is kept as well as the original.

    Where no gap is found, and of one carrier it is not known how it is kept, it is not known which is the weakest.
    """
    mine, stands = Carrier.objects.current().filter(asset=OuterRef("pk")).order_by(), protection(on)
    found = Beside(CARRIERS, stands, Of.ENDS)  # tens: how the worst of them stands; ones: the best
    several = GreaterThan(Beside(CARRIERS, F("pk"), Of.COUNT), 1)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is Verdict.MET:
            return _("Its carriers are protected alike.")
        if verdict is Verdict.UNKNOWN:
            return _("Of one of its carriers it is not known how it is protected: %(carriers)s.") % _named(row.unclear)
        words = _("Protected less well than the others, and the weakest decides: %(carriers)s.")
        return words % _named(row.weak)

    kept = mine.annotate(stands=stands)
    facts = {"weak": _media(kept.filter(stands=GAP)), "unclear": _media(kept.filter(stands=UNKNOWN))}
    needed = from_level(Level.INTERNAL) & Q(several)
    return Asked(needed, Q(In(found, ALIKE)), because, Q(In(found, ALIKE + DIFFERING)), facts)


def _media(carriers: Any) -> Subquery:
    """What some carriers are and where, a line each: kind, host, place and location with tabs between them."""
    place = Coalesce(in_language("place__"), Value(""))
    tab = Value("\t")
    return joined(carriers, Concat(F("kind"), tab, F("host"), tab, place, tab, F("location")))


def _named(lines: str) -> dict[str, str]:
    """Such lines in words, as `name_of` has them."""
    rows = (line.split("\t") for line in (lines or "").split("\n"))
    words = ((Carrier(kind=kind, host=host).medium, " ".join(filter(None, where))) for kind, host, *where in rows)
    return {"carriers": listed("\n".join(f"{medium} ({where})" if where else medium for medium, where in words))}
