"""What the company holds, on what it lives, who may know of it, and what was decided."""

from assets.models.access import Grant, GrantProposal, GrantReview
from assets.models.amendments import Amendment
from assets.models.asset import GIVES_AWAY, Asset, SearchText
from assets.models.carriers import Carrier, Holding
from assets.models.decisions import Choice, Decision, Judgement
from assets.models.details import AssetFile, KnowHow, NumberHandler, PersonalData
from assets.models.development import Development
from assets.models.discussion import Comment
from assets.models.hosts import Device, System
from assets.models.links import Link
from assets.models.proposals import Disposal
from assets.models.requests import AccessRequest
from assets.models.rounds import Round, RoundAnswer, RoundList
from assets.models.tags import Tag, Tagging

__all__ = [
    "GIVES_AWAY",
    "AccessRequest",
    "Amendment",
    "Asset",
    "AssetFile",
    "Carrier",
    "Choice",
    "Comment",
    "Decision",
    "Development",
    "Device",
    "Disposal",
    "Grant",
    "GrantProposal",
    "GrantReview",
    "Holding",
    "Judgement",
    "KnowHow",
    "Link",
    "NumberHandler",
    "PersonalData",
    "Round",
    "RoundAnswer",
    "RoundList",
    "SearchText",
    "System",
    "Tag",
    "Tagging",
]
