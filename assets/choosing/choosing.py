"""Deciding to what use information is put, on record: who, when, by which answers, and why."""

from collections.abc import Mapping
from datetime import date

from accounts.sight import Sight
from assets.choosing.uses import weigh
from assets.entering.amending import note
from assets.judging.judging import OPEN, NotOpen
from assets.kinds import Outcome, Tier
from assets.models import Asset, Choice
from journal.acts import act


def choose(
    asset: Asset,
    outcome: Outcome,
    answers: Mapping[str, str],
    *,
    by: Sight,
    reason: str = "",
    tier: Tier | str = "",
    public_on: date | None = None,
) -> Choice:
    """Record a decision on the use of an asset, and put it into force.

    Args:
        outcome: the use decided on; one that differs from the advice needs a reason.
        answers: to the questions of `assets.choosing.uses`.
        tier: may it be disclosed outside?
        public_on: the day on which it becomes public: laid open, standard published.

    Raises:
        ValueError: the reason is missing.
        NotOpen: the asset is in review, or retired.
    """
    advised = weigh(answers, personal=asset.personal).outcome
    if advised is not None and outcome != advised and not reason.strip():
        raise ValueError("reason")
    with act(by.person, "assets.choose", asset) as deed:
        if Asset.objects.select_for_update().values_list("state", flat=True).get(pk=asset.pk) not in OPEN:
            raise NotOpen
        deed.change(asset, outcome=outcome, tier=tier)
        note(deed)
        return deed.add(
            Choice(
                asset=asset,
                by=by.person,
                on=by.on,
                answers=dict(answers),
                advised=advised or "",
                outcome=outcome,
                reason=reason.strip(),
                public_on=public_on,
            )
        )
