"""What the company holds, on what it lives, who may know of it, and what was decided."""

from assets.models.access import Grant, GrantProposal, GrantReview
from assets.models.asset import GIVES_AWAY, Asset
from assets.models.carriers import Carrier, Holding
from assets.models.decisions import Choice, Decision, Judgement
from assets.models.details import AssetFile, KnowHow, NumberHandler, PersonalData
from assets.models.discussion import Comment
from assets.models.links import Link

__all__ = [
    "GIVES_AWAY",
    "Asset",
    "AssetFile",
    "Carrier",
    "Choice",
    "Comment",
    "Decision",
    "Grant",
    "GrantProposal",
    "GrantReview",
    "Holding",
    "Judgement",
    "KnowHow",
    "Link",
    "NumberHandler",
    "PersonalData",
]
