"""Saying whether information is useful and not publicly known, and how one knows."""

from accounts.sight import Sight
from assets.models import Asset
from assets.rights import carried_by
from journal.acts import act
from measures.readiness.records import RequirementReview
from measures.vouching import NotYours


def may_review(sight: Sight, asset: Asset) -> bool:
    """The owner, and whoever else carries it."""
    mine = Asset.objects.seen_by(sight).named_to(sight).filter(carried_by(sight), pk=asset.pk)
    return sight.person is not None and mine.exists()


def review(found: RequirementReview, *, by: Sight) -> RequirementReview:
    """Record what came out of a look at one item; earlier looks stay.

    Raises:
        NotYours: it is not theirs to say.
    """
    if not may_review(by, found.asset):
        raise NotYours
    assert by.person is not None
    found.by, found.on = by.person, by.on
    with act(by.person, "measures.review_requirement", found.asset) as deed:
        deed.facts["item"] = found.item
        return deed.add(found)
