"""Saying something about an asset, taking it back, and taking up an idea."""

from django.db.models import Q
from django.utils import timezone

from accounts.sight import Sight
from assets.models import Asset, Comment
from assets.rights import granted_by
from journal.acts import act


class NotYours(Exception):
    """It is not theirs to withdraw or take up (any more)."""


def say(asset: Asset, kind: str, text: str, *, by: Sight) -> Comment:
    """Write something about an asset; whoever may write is asked at the door."""
    with act(by.person, "assets.comment", asset) as deed:
        return deed.add(Comment(asset=asset, by=by.person, kind=kind, text=text, at=timezone.now()))


def withdrawable(asset: Asset, sight: Sight) -> Q:
    """A condition on an asset's comments: one's own, and all for whoever answers for the asset."""
    return Q() if answers(asset, sight) else Q(by=sight.person, by__isnull=False)


def answers(asset: Asset, sight: Sight) -> bool:
    """Does the person answer for it: its owner, the managers of its department, the chief?"""
    return Asset.objects.seen_by(sight).filter(granted_by(sight), pk=asset.pk).exists()


def withdraw(comment: Comment, *, by: Sight) -> None:
    """Take a comment off the page; that it was there stays to be seen.

    Raises:
        NotYours: neither its writer nor somebody who answers for the asset, or somebody was faster.
    """
    with act(by.person, "assets.withdraw_comment", comment.asset) as deed:
        row = _claimed(comment, withdrawable(comment.asset, by))
        deed.change(row, withdrawn_by=by.person, withdrawn_at=timezone.now())


def take_up(comment: Comment, words: str, *, by: Sight) -> None:
    """An idea is going to be used; with a word on what becomes of it.

    Raises:
        NotYours: it is no idea, it is taken up already, or it is not theirs to take up.
        ValueError: the words are missing.
    """
    if not answers(comment.asset, by):
        raise NotYours
    if not words.strip():
        raise ValueError("words")
    with act(by.person, "assets.take_up", comment.asset) as deed:
        row = _claimed(comment, Q(kind=Comment.Kind.IDEA, taken_up_at=None))
        deed.change(row, taken_up_by=by.person, taken_up_at=timezone.now(), taken_up_words=words.strip())


def _claimed(comment: Comment, still: Q) -> Comment:
    row = Comment.objects.select_for_update().standing().filter(still, pk=comment.pk).first()
    if row is None:
        raise NotYours
    return row
