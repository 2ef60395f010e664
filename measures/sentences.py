"""How attestations are told, with absolute dates only."""

from django.utils.translation import gettext as _

from assets.models import Carrier
from measures.catalogue import Measure
from measures.models import Attestation
from measures.rules import RULES, day


def said(word: Attestation) -> str:
    """Whose word it is, for what, and until when."""
    facts = {"scope": scope_of(word), "by": word.by.label, "from": day(word.from_on), "until": day(word.until_on)}
    if word.state == Attestation.State.PARTLY:
        sentence = _("%(scope)s: partly in place, says %(by)s (%(from)s, until %(until)s).") % facts
    else:
        sentence = _("%(scope)s: in place, says %(by)s (%(from)s, until %(until)s).") % facts
    return f"{sentence} {word.evidence}".strip()


def scope_of(word: Attestation) -> str:
    """For what it was said: the company, a department, a place, a system, a device, or the asset itself."""
    if word.carrier:
        return _("This asset, %(carrier)s") % {"carrier": called(word.carrier)}
    if word.asset_id:
        return _("This asset")
    return str(word.part or _("The company"))


def called(carrier: Carrier) -> str:
    """One of an asset's carriers as its own page calls it: what it is, and where."""
    return f"{carrier.called} {carrier.where}".strip()


def nobody_said(measure: Measure) -> str:
    """Why it is not known."""
    if any(id in RULES for id in measure.rules):
        return _("Part of this is not computed yet, and nobody has attested it.")
    return _("Nobody has attested it.")
