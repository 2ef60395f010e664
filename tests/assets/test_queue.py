"""A queue of decisions is cleared from asset to asset."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from tests import make
from tests.cast import Cast


def waiting(cast: Cast, days: int) -> Asset:
    """Submitted so many days ago."""
    proposal = {"proposed_level": Level.SECRET, "submitted_by": cast.owner, "judged_by": cast.owner}
    at = timezone.now() - timedelta(days=days)
    asset = make.asset(
        level=None, department=cast.design, owner=cast.owner, state=State.IN_REVIEW, submitted_at=at, **proposal
    )
    make.judgement(asset, cast.owner)
    return asset


def decided(client: Client, asset: Asset, step: str, comment: str = "") -> str:
    """Where a decision leads."""
    data = {"shown": digest_of(asset), "comment": comment}
    return client.post(reverse("assets:step", args=[asset.code, step]), data).headers["Location"]


def page_of(asset: Asset) -> str:
    return reverse("assets:decide", args=[asset.code])


def test_after_a_decision_comes_what_has_waited_longest(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("manager"))
    lately, long, longest = (waiting(cast, days) for days in (1, 5, 9))
    assert decided(client, long, "approve") == page_of(longest)
    assert decided(client, longest, "return", "no place is given") == page_of(lately)
    assert decided(client, lately, "approve") == reverse("assets:approvals")


def test_of_a_know_how_in_a_head_it_is_not_said_that_its_place_is_unknown(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("manager"))
    know_how, drawing = waiting(cast, 2), waiting(cast, 1)
    Asset.objects.filter(pk=know_how.pk).update(kind="TAC")
    told = {asset: client.get(page_of(asset)).content.decode() for asset in (know_how, drawing)}
    unknown = "It is not known where it is kept."
    assert (unknown in told[know_how], unknown in told[drawing]) == (False, True)
    assert "Nothing is recorded on which it is written." in told[know_how]
