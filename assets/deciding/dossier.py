"""What a decision is about, frozen: the asset with its cards, carriers, access list and judgement, as plain values.

People, departments and places stand in it as ids, so that a name can be erased. The digest of a dossier is what a
decision is bound to; the dossier itself is kept with the decision, so that what was approved can be set beside what is
there now, exactly.
"""

import hashlib
import json
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from assets.kinds import State
from assets.models import Asset, Decision, KnowHow, PersonalData

type Dossier = dict[str, Any]

ASSET: Final = (
    "name", "business", "kind", "summary", "level", "proposed_level", "outcome", "tier", "department", "owner",
    "custodian", "origin", "giver", "permitted_use", "secrecy_duty", "received_on", "return_due_on", "kept_apart",
    "returned_on", "return_shown_by", "technical", "personal", "sensitive", "my_number",
)  # fmt: skip
JUDGED: Final = (
    "scores", "reasons", "suggested", "level", "override_reason", "confidentiality", "integrity", "availability",
)  # fmt: skip
PROPOSED: Final = ("words", "person_id", "department_id", "purpose", "from_on", "until_on", "granted_by_id")
OWN_KEYS: Final = ("id", "asset_id", "container")  # the last follows from the others

# Which fields are material: what the level rests on, and who decides on it. A change of one of them re-opens what is
# in force. All others are shown to whoever decides next and re-open nothing: who answers for it, who keeps it and who
# may know of it have decisions of their own, and how well it is protected is asked by the measures every day.
MATERIAL: Final = {
    "assets.asset": frozenset(
        ("name", "kind", "summary", "outcome", "tier", "department", "origin", "giver", "permitted_use", "personal",
         "sensitive", "my_number")
    ),
    "assets.carrier": frozenset(("kind", "host", "place")),
    "assets.knowhow": frozenset(("nature",)),
    "assets.personaldata": frozenset(
        ("purpose", "subjects", "items", "headcount", "entrusted", "entrusted_to", "provided_to")
    ),
}  # fmt: skip
APPROVING: Final = ("approve", "uphold")


def dossier_of(asset: Asset, *, proposing: bool = False) -> Dossier:
    """What whoever decides on an asset is shown, as JSON values.

    Args:
        proposing: with the latest judgement, whatever the state; else what is in force keeps the judgement that it
            was approved with, until another is submitted.
    """
    found = {
        "asset": Asset.objects.filter(pk=asset.pk).values(*ASSET).get(),
        "carriers": _rows(asset.carriers),
        "holdings": _rows(asset.holdings),
        "know_how": _rows(KnowHow.objects.filter(asset=asset)),
        "personal_data": _rows(PersonalData.objects.filter(asset=asset)),
        "handlers": _rows(asset.number_handlers),
        "grants": _rows(asset.grants),
        "proposals": {str(row.pop("pk")): row for row in asset.grant_proposals.values("pk", *PROPOSED)},
        "judgement": _judged(asset, proposing),
    }
    plain: Dossier = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


def _rows(rows: Any) -> dict[str, Any]:
    """Rows that hang on the asset, by their keys."""
    found = {str(row["id"]): row for row in rows.order_by().values()}
    return {key: {name: value for name, value in row.items() if name not in OWN_KEYS} for key, row in found.items()}


def _judged(asset: Asset, proposing: bool) -> dict[str, Any] | None:
    if asset.state == State.ACTIVE and not proposing and (approved := approved_of(asset)):
        kept: Dossier = approved.shown or {}
        return kept.get("judgement")
    return asset.judgements.order_by("-on", "-id").values("pk", *JUDGED).first()


def approved_of(asset: Asset) -> Decision | None:
    """The latest approval of an asset of which it is kept what was approved."""
    return asset.decisions.filter(step__in=APPROVING, shown__isnull=False).select_related("by", "on_behalf").first()


def sha256_of(dossier: Dossier) -> str:
    """The digest that a decision is bound to."""
    text = json.dumps(dossier, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(asset: Asset) -> str:
    """The digest of what an asset's decider would be shown now."""
    return sha256_of(dossier_of(asset))
