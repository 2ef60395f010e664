"""The three boxes of an asset's page: who judged, who submitted, who approved, and when."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.days.calendars import written
from accounts.models import Company
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding.approval import STEPS, take
from assets.models import Asset, Decision
from reports.stamps import Stamp, stamps_of
from tests import make
from tests.assets.test_differences import approved
from tests.cast import Cast
from tests.reports.test_checklist import figures

TODAY = written(today(), "SHORT_DATE_FORMAT")


def test_whoever_judged_and_submitted_stands_once_and_the_second_box_stays_empty(cast: Cast) -> None:
    made, checked, agreed = stamps_of(approved(cast))
    assert (made, checked) == (Stamp("小川 花", TODAY), Stamp())
    assert agreed == Stamp("三浦 剛", TODAY)


def test_whoever_submitted_what_another_judged_has_checked_it(cast: Cast) -> None:
    asset = make.asset("curves", None, department=cast.design, owner=cast.owner)
    make.judgement(asset, cast.colleague)
    take(STEPS["submit"], asset, by=person_sight(cast.owner))
    take(STEPS["approve"], asset, by=person_sight(cast.manager))
    assert [stamp.name for stamp in stamps_of(asset)] == ["同 僚", "小川 花", "三浦 剛"]


def test_a_decision_in_anothers_name_says_so(cast: Cast) -> None:
    asset = make.asset("curves", None, department=cast.design, owner=cast.owner)
    make.judgement(asset, cast.owner)
    make.delegation(cast.manager, cast.colleague)
    take(STEPS["submit"], asset, by=person_sight(cast.owner))
    take(STEPS["approve"], asset, by=person_sight(cast.colleague))
    assert stamps_of(asset)[2] == Stamp("同 僚", TODAY, "for 三浦 剛")


def test_what_is_in_review_again_keeps_the_boxes_of_what_is_in_force(cast: Cast) -> None:
    asset = approved(cast)
    Decision.objects.update(at=timezone.now() - timedelta(days=3))
    asset.judgements.update(on=today() - timedelta(days=3))
    make.judgement(asset, cast.colleague)
    take(STEPS["revise"], asset, by=person_sight(cast.chief))
    day = written(localdate(timezone.now() - timedelta(days=3)), "SHORT_DATE_FORMAT")
    assert stamps_of(asset) == (Stamp("小川 花", day), Stamp(), Stamp("三浦 剛", day))


def test_nobody_has_approved_a_candidate(cast: Cast) -> None:
    assert stamps_of(make.asset("curves", None)) == (Stamp(), Stamp(), Stamp())


def test_the_paper_has_them_and_a_sealed_page_does_not(cast: Cast) -> None:
    asset = approved(cast)
    [section] = figures(Asset.objects.seen_by(person_sight(cast.chief))).sections
    assert [stamp.name for stamp in section.stamps] == ["小川 花", "", "三浦 剛"]
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    [section] = figures(Asset.objects.seen_by(person_sight(cast.auditor))).sections
    assert [stamp.name for stamp in section.stamps] == ["", "", ""]


def test_the_paper_says_that_self_approval_is_allowed(cast: Cast) -> None:
    approved(cast)
    assert figures(Asset.objects.all()).self_approval == ""
    allowed = {"self_approval_since": today(), "self_approval_by": cast.chief, "self_approval_reason": "three of us"}
    Company.objects.update(headcount=3, **allowed)
    assert "three of us" in figures(Asset.objects.all()).self_approval
