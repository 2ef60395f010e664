"""What the company holds, on what it lives, who may know of it, and what was decided."""

from assets.models.access import Grant, GrantProposal, GrantReview
from assets.models.asset import GIVES_AWAY, Asset
from assets.models.carriers import Carrier, Holding
from assets.models.decisions import Decision, Judgement

__all__ = [
    "GIVES_AWAY",
    "Asset",
    "Carrier",
    "Decision",
    "Grant",
    "GrantProposal",
    "GrantReview",
    "Holding",
    "Judgement",
]
