"""Judging a candidate: five scores with reasons, and the level that follows."""

from collections.abc import Mapping

from accounts.sight import Sight
from assets.kinds import Origin, State
from assets.models import Asset, Judgement
from classification.criteria import REASON_FROM, Proposal, propose
from classification.levels import Level
from journal.acts import Act, act

OPEN = (State.CANDIDATE, State.ACTIVE)
WHY = 500  # so many characters of a reason are kept with a judgement


class ReasonMissing(ValueError):
    """A score of 2 or 3 says why (handbook.md 3.1)."""


class NotOpen(Exception):
    """What is in review is decided as it was judged: whoever wants other scores sends it back first."""


def proposal_for(asset: Asset, scores: Mapping[str, int]) -> Proposal:
    """The level that these scores suggest for this asset, and why."""
    received = asset.origin != Origin.OWN
    return propose(scores, received=received, sensitive=asset.sensitive, my_number=asset.my_number)


def judge(
    asset: Asset,
    scores: Mapping[str, int],
    reasons: Mapping[str, str],
    *,
    by: Sight,
    level: Level | None = None,
    override_reason: str = "",
    rated: Mapping[str, int | None] | None = None,
) -> Judgement:
    """Record a judgement.

    Args:
        scores: 0–3 for each criterion.
        reasons: in words, for whichever score has one.
        level: the level chosen where it is not the suggested one, with `override_reason`.
        rated: IPA's confidentiality, integrity and availability, 1–3, for whichever is known.

    Raises:
        ReasonMissing: a 2 or 3 has none.
        NotOpen: the asset is in review, or retired.
    """
    if any(score >= REASON_FROM and not reasons.get(code) for code, score in scores.items()):
        raise ReasonMissing
    suggested = proposal_for(asset, scores).level
    chosen = suggested if level is None else level
    with act(by.person, "assets.judge", asset) as deed:
        if Asset.objects.select_for_update().values_list("state", flat=True).get(pk=asset.pk) not in OPEN:
            raise NotOpen
        return deed.add(
            Judgement(
                asset=asset,
                by=by.person,
                on=by.on,
                scores=dict(scores),
                reasons=dict(reasons),
                suggested=suggested,
                level=chosen,
                override_reason=override_reason if chosen != suggested else "",
                **(rated or {}),
            )
        )


def no_longer_secret(deed: Act, asset: Asset, reason: str, *, by: Sight) -> None:
    """Within an act: the scores as they were judged last, and public all the same, for a reason."""
    last = asset.judgements.latest()
    if last.level == Level.PUBLIC:
        return
    facts = {"scores": last.scores, "reasons": last.reasons, "suggested": proposal_for(asset, last.scores).level}
    reasoned = reason.strip()[:WHY] if facts["suggested"] != Level.PUBLIC else ""
    again = Judgement(asset=asset, by=by.person, on=by.on, level=Level.PUBLIC, override_reason=reasoned)
    for name, value in (facts | last.rated).items():
        setattr(again, name, value)
    deed.add(again)
