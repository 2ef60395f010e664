"""A notice opens a case; on the last day access ends by itself; what one answers for goes to others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.directory import staffing
from accounts.models import LeaverCase, Mandate
from accounts.querysets import today
from accounts.sight import person_sight
from assets import leaving
from assets.models import Asset, Grant
from tests import make
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def case(cast: Cast) -> LeaverCase:
    """The owner gives notice: a grant without end, one that ends sooner, and one that ends later."""
    first, second, third = (make.asset(n, department=cast.design, owner=cast.owner) for n in "abc")
    make.grant(first, cast.owner)
    make.grant(second, cast.owner, until_on=today() + 3 * DAY)
    make.grant(third, cast.owner, until_on=today() + 90 * DAY)
    make.mandate(cast.owner, Mandate.Role.AUDITOR, department=cast.sales)
    return leaving.give_notice(cast.owner, today(), today() + 30 * DAY, by=person_sight(cast.steward))


def ends(cast: Cast) -> list[int | None]:
    rows = Grant.objects.filter(person=cast.owner).order_by("pk").values_list("until_on", flat=True)
    return [(end - today()).days if end else None for end in rows]


def test_no_grant_mandate_or_posting_outlasts_the_last_day(cast: Cast, case: LeaverCase) -> None:
    assert ends(cast) == [30, 3, 30]
    assert cast.owner.mandates.get().until_on == cast.owner.postings.get().until_on == case.last_on
    assert Asset.objects.seen_by(person_sight(cast.owner, case.last_on)).exists()
    assert not Asset.objects.seen_by(person_sight(cast.owner, case.last_on + DAY)).exists()


def test_another_last_day_takes_everything_with_it(cast: Cast, case: LeaverCase) -> None:
    leaving.postpone(case, today() + 60 * DAY, by=person_sight(cast.steward))
    assert ends(cast) == [60, 3, 60]
    leaving.postpone(case, today() + DAY, by=person_sight(cast.steward))
    assert ends(cast) == [1, 1, 1]
    assert cast.owner.mandates.get().until_on == today() + DAY
    leaving.postpone(case, today() + 120 * DAY, by=person_sight(cast.steward))
    assert ends(cast) == [120, 3, 90]


def test_a_notice_withdrawn_gives_back_what_was_there(cast: Cast, case: LeaverCase) -> None:
    leaving.withdraw(case, by=person_sight(cast.steward))
    assert ends(cast) == [None, 3, 90]
    cast.owner.refresh_from_db()
    assert (cast.owner.notice_on, cast.owner.left_on) == (None, None)
    assert cast.owner.mandates.get().until_on is None
    assert not LeaverCase.objects.open().exists()


def test_a_mandate_never_outlives_the_end_it_had(cast: Cast) -> None:
    own_end = today() + 45 * DAY
    make.mandate(cast.owner, Mandate.Role.AUDITOR, department=cast.sales, until_on=own_end)
    case = leaving.give_notice(cast.owner, today(), today() + 30 * DAY, by=person_sight(cast.steward))
    leaving.postpone(case, today() + 60 * DAY, by=person_sight(cast.steward))
    assert cast.owner.mandates.get().until_on == own_end
    leaving.postpone(case, today() + 9 * DAY, by=person_sight(cast.steward))
    leaving.withdraw(case, by=person_sight(cast.steward))
    assert cast.owner.mandates.get().until_on == own_end


def test_the_next_request_after_the_last_day_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("owner"))
    assert client.get("/").status_code == 200
    case = leaving.give_notice(cast.owner, today() - 9 * DAY, today() - DAY, by=person_sight(cast.steward))
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
    assert case.last_on < today()


def test_what_one_answers_for_goes_to_another(cast: Cast, case: LeaverCase, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    codes = list(Asset.objects.filter(name__in="ab").values_list("code", flat=True))
    answer = client.post(reverse("desk:hand_over", args=[cast.owner.code]), {"asset": codes, "to": cast.colleague.pk})
    assert answer.status_code == 302
    assert set(Asset.objects.filter(owner=cast.colleague).values_list("name", flat=True)) == {"a", "b"}
    assert Asset.objects.get(name="a").owned_from == today()
    text = client.get(reverse("desk:leave", args=[cast.owner.code])).content.decode()
    assert Asset.objects.get(name="c").code in text


def test_what_came_back_is_recorded_before_the_case_is_closed(cast: Cast, case: LeaverCase, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    assert client.post(reverse("desk:end_leaving", args=[cast.owner.code, "returned"])).status_code == 302
    case.refresh_from_db()
    assert (case.items_returned_on, case.closed_on) == (today(), None)
    LeaverCase.objects.update(items_returned_on=today() - DAY)
    client.post(reverse("desk:end_leaving", args=[cast.owner.code, "close"]))
    case.refresh_from_db()
    assert (case.items_returned_on, case.closed_on) == (today() - DAY, today())


def test_a_case_ends_in_no_other_way(cast: Cast, case: LeaverCase, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    assert client.post(reverse("desk:end_leaving", args=[cast.owner.code, "forget"])).status_code == 404
    assert LeaverCase.objects.open().exists()


def test_nothing_is_handed_over_without_a_tick(cast: Cast, case: LeaverCase, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    client.post(reverse("desk:hand_over", args=[cast.owner.code]), {"to": cast.colleague.pk})
    assert not Asset.objects.filter(owner=cast.colleague).exists()


def test_the_administrator_runs_a_case_without_reading_a_secret(cast: Cast, case: LeaverCase, client: Client) -> None:
    Asset.objects.update(name="熱処理曲線", name_key="熱処理曲線")
    client.force_login(cast.sign_in("administrator"))
    for page in ("desk:leave", "desk:person"):
        answer = client.get(reverse(page, args=[cast.owner.code]))
        assert answer.status_code == 200
        assert "熱処理曲線" not in answer.content.decode()
        assert not any(code in answer.content.decode() for code in Asset.objects.values_list("code", flat=True))


def test_the_paper_to_sign_is_a_pdf(cast: Cast, case: LeaverCase, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    answer = client.get(reverse("desk:leaver_paper", args=[cast.owner.code]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_after_a_move_old_access_is_listed_until_it_is_confirmed_or_ended(cast: Cast, client: Client) -> None:
    kept, ended = (make.asset(n, department=cast.sales, owner=cast.nobody) for n in "ab")
    for asset in (kept, ended):
        make.grant(asset, cast.colleague)
    everything = Asset.objects.all()
    assert not leaving.to_confirm(cast.colleague, everything, today()).exists()
    staffing.move(cast.colleague, [cast.sales], today(), by=person_sight(cast.steward))
    old = {grant.asset.name: grant for grant in leaving.to_confirm(cast.colleague, everything, today())}
    assert set(old) == {"a", "b"}
    client.force_login(cast.sign_in("chief"))
    client.post(
        reverse("desk:confirm_access", args=[cast.colleague.code]), {"keep": [old["a"].pk], "end": [old["b"].pk]}
    )
    assert not leaving.to_confirm(cast.colleague, everything, today()).exists()
    assert Grant.objects.current().filter(asset=kept, person=cast.colleague).exists()
    assert not Grant.objects.current().filter(asset=ended, person=cast.colleague).exists()


def test_the_days_of_whoever_left_without_a_case_stand_in_its_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    form = client.get(reverse("desk:leave", args=[cast.leaver.code])).context["form"]
    assert form.initial["last_on"] == cast.leaver.left_on
