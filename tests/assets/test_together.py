"""Several are approved in one act, below top secret, each bound to what was shown."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets.deciding import approval, together
from assets.deciding.approval import STEPS, take
from assets.deciding.dossier import digest_of
from assets.deciding.together import Fate, NothingApproved, approve_together
from assets.kinds import State
from assets.models import Asset, Decision
from classification.levels import Level
from desk.asset.story import story_of
from journal.models import Entry
from tests import make
from tests.assets.test_approval import in_review
from tests.assets.test_reopening import amend, approved
from tests.cast import Cast

ADDRESS = "/assets/approvals/together/"


def shown(*assets: Asset) -> dict[str, str]:
    return {asset.code: digest_of(asset) for asset in assets}


def test_they_are_approved_in_one_act(cast: Cast) -> None:
    several = [in_review(cast, Level.SECRET), in_review(cast, Level.INTERNAL)]
    outcomes = approve_together(several, shown(*several), by=person_sight(cast.manager))
    assert [outcome.fate for outcome in outcomes] == [Fate.APPROVED, Fate.APPROVED]
    assert Asset.objects.filter(state=State.ACTIVE).count() == 2
    assert list(Entry.objects.values_list("verb", flat=True)) == [together.VERB]
    told = [event.sentence for event in story_of(several[0], person_sight(cast.manager))]
    assert told == ["三浦 剛 approved several together"]


def test_what_was_changed_since_is_skipped_and_said(cast: Cast) -> None:
    one, other = in_review(cast, Level.SECRET), in_review(cast, Level.SECRET)
    digests = shown(one, other)
    make.carrier(other)
    outcomes = approve_together([one, other], digests, by=person_sight(cast.manager))
    assert [outcome.fate for outcome in outcomes] == [Fate.APPROVED, Fate.CHANGED]
    assert Decision.objects.get().asset == one


def test_what_somebody_decided_meanwhile_is_skipped_and_said(cast: Cast) -> None:
    one, other = in_review(cast, Level.SECRET), in_review(cast, Level.SECRET)
    digests = shown(one, other)
    take(STEPS["approve"], other, by=person_sight(cast.deputy))
    outcomes = approve_together([one, other], digests, by=person_sight(cast.manager))
    assert [outcome.fate for outcome in outcomes] == [Fate.APPROVED, Fate.CLOSED]


@pytest.mark.parametrize("level", [None, Level.TOP_SECRET])
def test_top_secret_is_never_among_them_neither_up_nor_down(cast: Cast, level: Level | None) -> None:
    asset = in_review(cast, Level.INTERNAL if level else Level.TOP_SECRET, level=level)
    chief = person_sight(cast.chief)
    assert approval.awaiting(chief).get() == asset
    with pytest.raises(NothingApproved):
        approve_together([asset], shown(asset), by=chief)
    assert not Entry.objects.exists()


def test_nobodys_own_is_among_them(cast: Cast) -> None:
    own, other = in_review(cast, Level.SECRET, by=cast.manager), in_review(cast, Level.SECRET)
    outcomes = approve_together([own, other], shown(own, other), by=person_sight(cast.manager))
    assert [outcome.fate for outcome in outcomes] == [Fate.CLOSED, Fate.APPROVED]


def test_changes_of_what_is_in_force_are_among_them(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, name="curves II")
    outcomes = approve_together([asset], shown(asset), by=person_sight(cast.manager))
    assert [outcome.fate for outcome in outcomes] == [Fate.APPROVED]
    assert not approval.awaiting(person_sight(cast.deputy)).exists()


def test_ticked_looked_at_approved(cast: Cast, client: Client) -> None:
    one, other = in_review(cast, Level.SECRET), in_review(cast, Level.SECRET)
    top = in_review(cast, Level.TOP_SECRET)
    make.signed_in(client, cast.sign_in("manager"))
    queue = client.get(reverse("assets:approvals")).content.decode()
    assert queue.count('name="code"') == 2
    page = client.get(ADDRESS, {"code": [one.code, other.code, top.code]}).content.decode()
    rows = [f"{asset.code}:{digest_of(asset)}" for asset in (one, other)]
    assert all(row in page for row in rows)
    assert reverse("assets:decide", args=[top.code]) not in page
    answer = client.post(ADDRESS, {"row": rows})
    assert answer.status_code == 200
    assert answer.content.decode().count("<td>approved</td>") == 2
    again = client.post(ADDRESS, {"row": rows})
    assert (again.status_code, Decision.objects.count()) == (409, 2)


def test_top_secret_cannot_be_ticked_and_the_queue_says_why(cast: Cast, client: Client) -> None:
    in_review(cast, Level.TOP_SECRET)
    make.signed_in(client, cast.sign_in("chief"))
    queue = client.get(reverse("assets:approvals")).content.decode()
    assert 'name="code"' not in queue
    assert "decided one by one" in queue


def test_nothing_ticked_leads_back(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("manager"))
    assert client.get(ADDRESS).headers["Location"] == reverse("assets:approvals")
    assert client.post(ADDRESS).headers["Location"] == reverse("assets:approvals")
