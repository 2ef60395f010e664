"""People move, departments change hands, mandates are given: never to oneself, never without a trace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.directory import staffing
from accounts.models import Department, Mandate, Party, Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset
from desk.notices import notices_for
from journal.models import Entry, Sighting
from tests import make
from tests.cast import Cast

DAY = timedelta(days=1)


def test_whoever_moves_leaves_the_old_department_the_day_before(cast: Cast) -> None:
    staffing.move(cast.colleague, [cast.sales], today(), by=person_sight(cast.steward))
    old, new = cast.colleague.postings.order_by("from_on")
    assert (old.department, old.until_on) == (cast.design, today() - DAY)
    assert (new.department, new.from_on, new.until_on) == (cast.sales, today(), None)


def test_a_second_department_is_added_and_the_first_stays(cast: Cast) -> None:
    staffing.move(cast.colleague, [cast.design, cast.sales], today(), by=person_sight(cast.steward))
    assert cast.colleague.postings.current().count() == 2
    assert cast.colleague.postings.get(department=cast.design).until_on is None


def test_nobody_moves_before_they_began_where_they_are(cast: Cast, client: Client) -> None:
    begun = cast.colleague.postings.get()
    client.force_login(cast.sign_in("steward"))
    address = reverse("people:move", args=[cast.colleague.code])
    facts = {"departments": [cast.design.pk], "from_on": (begun.from_on - DAY).isoformat()}
    answer = client.post(address, facts)
    assert answer.status_code == 422
    assert begun.from_on.isoformat() in str(answer.context["form"].errors["from_on"])
    assert cast.colleague.postings.get() == begun
    assert reverse("desk:person", args=[cast.colleague.code]) in answer.content.decode()  # it leads back to them


def test_a_wrong_form_keeps_the_heading_of_what_is_amended(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    firm = Party.objects.create(code="A1", name="alpha")
    for row, route in ((cast.design, "department"), (firm, "party")):
        kept = row.label
        typed = {"name": "typed", "name_en": "typed", "code": ""}
        answer = client.post(reverse(f"people:{route}", args=[row.code]), typed)
        assert answer.status_code == 422
        assert answer.context["heading"] == kept


def test_a_number_that_is_taken_is_told_in_plain_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    address = reverse("people:edit", args=[cast.colleague.code])
    answer = client.post(address, {"code": cast.owner.code, "name": "", "employment": "REGULAR"})
    assert answer.context["form"].errors["code"] == ["This is in use already. Choose another."]
    assert cast.colleague.label in answer.context["heading"]


def test_nobody_joins_after_they_leave(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    type(cast.colleague).objects.filter(pk=cast.colleague.pk).update(left_on=today())
    facts = {
        "code": cast.colleague.code,
        "name": "林",
        "employment": "REGULAR",
        "entered_on": today() + timedelta(days=1),
    }
    answer = client.post(reverse("people:edit", args=[cast.colleague.code]), facts)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["entered_on"])


@pytest.mark.parametrize("days", ["first=x&last=2026-01-01", "first=2026-02-01&last=2026-01-01"])
def test_days_that_cannot_be_read_show_no_other_days(cast: Cast, client: Client, days: str) -> None:
    client.force_login(cast.sign_in("auditor"))
    answer = client.get(f"{reverse('desk:reached', args=[cast.colleague.code])}?{days}&pdf=1")
    assert answer.status_code == 422
    assert "ways" not in answer.context
    assert not Sighting.objects.filter(verb="desk.reach").exists()


def test_nobody_gives_themselves_a_mandate_or_a_department(cast: Cast) -> None:
    who = person_sight(cast.administrator)
    with pytest.raises(staffing.OwnAppointment):
        staffing.appoint(Mandate(person=cast.administrator, role="AUDITOR", from_on=today()), by=who)
    for post in ("manager", "deputy"):
        row = Department.objects.get(pk=cast.design.pk)
        setattr(row, post, cast.administrator)
        with pytest.raises(staffing.OwnAppointment):
            staffing.settle(row, by=who)
    assert not Mandate.objects.filter(person=cast.administrator).exists()
    assert Department.objects.filter(manager=None, deputy=None, pk=cast.design.pk).exists()


@pytest.mark.parametrize("name", ["administrator", "chief", "executive"])
def test_the_pages_refuse_it_too_and_say_why(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.sign_in(name))
    facts = {"person": getattr(cast, name).pk, "role": "AUDITOR", "from_on": today(), "reason": "why not"}
    asked_again = client.post(reverse("people:mandates"), facts)
    assert (asked_again.status_code, Mandate.objects.filter(reason="why not").exists()) == (302, False)
    client.post("/accounts/again/code/", {"code": make.code()})
    answer = client.post(reverse("people:mandates"), facts)
    assert answer.status_code == 422
    assert "to themselves" in answer.content.decode()
    assert client.post(reverse("people:mandates"), facts | {"person": cast.nobody.pk}).status_code == 302
    assert Mandate.objects.get(person=cast.nobody).given_by == getattr(cast, name)


def test_a_department_moves_with_everything_below_it(cast: Cast) -> None:
    team = make.department("ENG1", cast.design)
    cast.design.parent = cast.sales
    staffing.settle(cast.design, by=person_sight(cast.steward))
    team.refresh_from_db()
    assert team.path.startswith(cast.sales.path)
    assert Entry.objects.latest("pk").verb == "accounts.amend"


def test_the_emergency_door_opens_for_hours_and_closes_by_itself(cast: Cast) -> None:
    asset = make.asset(department=cast.design, owner=cast.owner)
    opened = staffing.break_glass("the owner cannot be reached", 2, None, by=person_sight(cast.administrator))
    assert Asset.objects.seen_by(person_sight(cast.administrator)).filter(pk=asset.pk).exists()
    assert not person_sight(cast.administrator).holds("CHIEF", "STEWARD", "EXECUTIVE", "AUDITOR")
    Mandate.objects.filter(pk=opened.pk).update(until_at=timezone.now() - timedelta(minutes=1))
    assert not Asset.objects.seen_by(person_sight(cast.administrator)).exists()
    assert Entry.objects.latest("pk").verb == "accounts.break_glass"


@pytest.mark.parametrize(("reason", "hours"), [("", 2), ("  ", 2), ("fire", 0), ("fire", 9)])
def test_it_needs_a_reason_and_hours_not_days(cast: Cast, reason: str, hours: int) -> None:
    with pytest.raises(ValueError, match=r"reason|hours"):
        staffing.break_glass(reason, hours, None, by=person_sight(cast.administrator))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(person=cast.administrator, role="BREAK_GLASS", from_on=today(), reason="fire")


def test_the_chief_and_the_owners_concerned_are_told_at_once(cast: Cast) -> None:
    make.asset(department=cast.design, owner=cast.owner)
    staffing.break_glass("the owner cannot be reached", 2, cast.design, by=person_sight(cast.administrator))
    for name, told in (
        ("chief", True),
        ("executive", True),
        ("owner", True),
        ("listed", False),
        ("administrator", False),
    ):
        rows = notices_for(person_sight(getattr(cast, name))).filter(role="BREAK_GLASS")
        assert rows.exists() is told, name
    staffing.break_glass("another one", 2, cast.sales, by=person_sight(cast.administrator))
    assert notices_for(person_sight(cast.owner)).filter(role="BREAK_GLASS").count() == 1


def test_one_ends_ones_own_emergency_but_no_other_mandate(cast: Cast, client: Client) -> None:
    opened = staffing.break_glass("fire", 2, None, by=person_sight(cast.manager))
    client.force_login(cast.sign_in("manager"))
    assert client.post(reverse("people:end_mandate", args=[opened.pk])).status_code == 302
    assert not Mandate.objects.current().filter(pk=opened.pk).exists()
    other = make.mandate(cast.steward, "AUDITOR")
    assert client.post(reverse("people:end_mandate", args=[other.pk])).status_code == 404


def test_a_manager_looks_up_their_own_people_only(cast: Cast, client: Client) -> None:
    assert cast.colleague != cast.nobody
    client.force_login(cast.sign_in("manager"))
    text = client.get(reverse("people:list")).content.decode()
    assert cast.colleague.name in text
    assert cast.nobody.name not in text
    assert client.get(reverse("desk:person", args=[cast.nobody.code])).status_code == 404


def test_somebody_is_entered_with_their_department(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    facts = {
        "code": "P99",
        "name": "新 人",
        "employment": "REGULAR",
        "department": cast.sales.pk,
        "entered_on": today(),
    }
    assert client.post(reverse("people:new"), facts).status_code == 302
    assert Person.objects.get(code="P99").postings.get().department == cast.sales


def test_after_somebody_the_next_can_be_entered_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    assert 'name="another"' in client.get(reverse("people:new")).content.decode()
    facts = {"code": "P98", "name": "新 人", "employment": "REGULAR", "another": "1"}
    answer = client.post(reverse("people:new"), facts, follow=True)
    assert answer.redirect_chain == [(reverse("people:new"), 302)]
    assert Person.objects.get(code="P98").label in answer.content.decode()
