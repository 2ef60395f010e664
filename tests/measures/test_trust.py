"""Trust without watching anybody: talks of departments, reviews of groups, and what of them shows the measures."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset
from measures.models import Action, GroupReview, Talk, TalkOutcome
from measures.trust import shown as trust
from measures.trust import talking
from measures.trust.forms import GroupReviewForm
from measures.vouching import NotYours
from tests import make
from tests.cast import Cast


@pytest.fixture
def ask(cast: Cast, client: Client) -> Any:
    def ask(member: str, address: str, **data: Any) -> Any:
        client.force_login(cast.sign_in(member))
        return client.post(address, data) if data else client.get(address)

    return ask


@pytest.fixture
def held(cast: Cast) -> Talk:
    made = Talk(department=cast.design, agenda=["labels"], on=today())
    return talking.talk(made, [cast.owner], by=person_sight(cast.manager))


def points(cast: Cast) -> list[str]:
    who = person_sight(cast.manager)
    return [topic.text for topic in talking.agenda(cast.design, who, Asset.objects.seen_by(who).kept())]


def test_the_agenda_is_made_from_what_is_missing_and_what_waits_and_names_no_asset(cast: Cast, held: Talk) -> None:
    asked = points(cast)
    assert len(asked) == 3  # what only people can say
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    make.carrier(asset, locked=False)
    make.asset("elsewhere", None, department=cast.sales)
    more = points(cast)
    assert "What is missing: Regular and surprise audits" in more
    assert not any("Candidates" in point for point in more)
    make.asset("new", None, department=cast.design)
    planned = Action(measure="E5-d", owner=cast.owner, due_on=today())
    talking.came_out(held, "label the shelf", planned, by=person_sight(cast.manager))
    more = points(cast)
    assert {"Candidates that nobody has judged yet", "Still to be done: label the shelf"} <= set(more)
    assert not any("curves" in point for point in more)


def test_a_talk_is_recorded_with_who_took_part(cast: Cast, ask: Any) -> None:
    address = reverse("trust:talk_new", args=["ENG"])
    told = {"on": today(), "people": [cast.owner.pk, cast.manager.pk], "other": "labels"}
    assert ask("manager", address).status_code == 200
    assert ask("manager", address, **told).status_code == 302
    held = Talk.objects.get()
    assert (held.department, held.agenda, held.by) == (cast.design, ["labels"], cast.manager)
    assert set(held.people.all()) == {cast.owner, cast.manager}
    assert ask("manager", address, on=today(), people=[cast.nobody.pk], other="x").status_code == 422
    assert ask("manager", address, on=today(), people=[cast.owner.pk]).status_code == 422
    assert ask("manager", reverse("trust:talk_new", args=["SAL"])).status_code == 404


def test_what_came_out_becomes_an_action_of_the_department(cast: Cast, held: Talk, ask: Any) -> None:
    address = reverse("trust:outcome", args=[held.pk])
    told = {"text": "label the shelf", "measure": "E4-c"}
    due = today() + timedelta(days=9)
    wrong = {
        "due_on": ({"owner": cast.owner.pk}, {"owner": cast.owner.pk, "due_on": today() - timedelta(days=1)}),
        "owner": ({"due_on": due}, {"due_on": due, "owner": cast.nobody.pk}),
    }
    for name, cases in wrong.items():  # the reason stands at what is missing, not at what is there
        for given in cases:
            assert f'id="id_{name}_error"' in ask("manager", address, **told, **given).content.decode(), given
    assert ask("manager", address, **told, owner=cast.owner.pk, due_on=due).status_code == 302
    action = TalkOutcome.objects.get().action
    assert (action.title, action.measure, action.department, action.due_on) == (
        "label the shelf", "E4-c", cast.design, due,
    )  # fmt: skip
    assert ask("manager", address, text="we talk again in spring").status_code == 302
    assert TalkOutcome.objects.get(action=None).text == "we talk again in spring"
    assert "label the shelf" in ask("colleague", reverse("trust:talk", args=[held.pk])).content.decode()


def test_a_talk_is_read_by_its_department_and_those_who_answer_for_all(cast: Cast, held: Talk, ask: Any) -> None:
    address = reverse("trust:talk", args=[held.pk])
    read = [
        name
        for name in ("owner", "manager", "auditor", "chief", "nobody", "administrator")
        if ask(name, address).status_code == 200
    ]
    assert read == ["owner", "manager", "auditor", "chief"]
    assert ask("owner", reverse("trust:outcome", args=[held.pk]), text="x").status_code == 404
    assert address in ask("owner", reverse("trust:overview")).content.decode()
    assert address not in ask("nobody", reverse("trust:overview")).content.decode()


def test_no_review_is_about_a_person(cast: Cast) -> None:
    """Neither a person who is meant nor a field to write in; and no group so small that it would be one."""
    meant = {f.name for f in GroupReview._meta.get_fields() if f.name not in ("by", "id")}
    assert meant == {"side", "department", "way", "result", "on"}
    form = GroupReviewForm(who=person_sight(cast.chief))
    assert [n for n, f in form.fields.items() if isinstance(f.widget, forms.TextInput | forms.Textarea)] == ["on"]


@pytest.mark.parametrize(("people", "allowed"), [(4, False), (5, True)])
def test_a_group_has_five_people_or_more(cast: Cast, ask: Any, people: int, allowed: bool) -> None:
    assert cast.manager
    for n in range(people - 1):
        make.person(f"人 {n}", cast.design)
    told = {"side": "WORKLOAD", "way": "SUMS", "result": "FINE", "on": today(), "department": cast.design.pk}
    assert ask("manager", reverse("trust:review_new"), **told).status_code == (302 if allowed else 422)
    assert GroupReview.objects.exists() is allowed
    made = GroupReview(side="WORKLOAD", way="SUMS", result="FINE", department=cast.sales)
    with pytest.raises(NotYours):
        talking.review_group(made, by=person_sight(cast.manager))


def test_for_the_company_only_those_review_who_answer_for_it(cast: Cast, ask: Any) -> None:
    told = {"side": "EVALUATION", "way": "RULES", "result": "FINE", "on": today(), "department": ""}
    assert ask("manager", reverse("trust:review_new"), **told).status_code == 422
    assert ask("executive", reverse("trust:review_new"), **told).status_code == 302
    assert "as it should be" in ask("nobody", reverse("trust:overview")).content.decode()


def test_what_is_on_record_shows_a_measure_and_stands_in_its_form(cast: Cast, held: Talk, ask: Any) -> None:
    who = person_sight(cast.chief)
    for side, on in (("WORKLOAD", today()), ("COMMUNICATION", today() - timedelta(days=400))):
        talking.review_group(GroupReview(side=side, way="SUMS", result="FINE", on=on), by=who)
    found = trust.shown("E5-d", talking.talks_of(who), talking.reviews_of(who), today())
    assert "Workload and hours: " in found
    assert "Talking with" not in found  # too long ago
    assert "talk of Design: " in found
    assert trust.shown("E5-e", talking.talks_of(who), talking.reviews_of(who), today()) == ""
    form = ask("chief", reverse("measures:detail", args=["E5-d"]) + "?evidence=" + "talk of Design").content.decode()
    assert 'value="talk of Design"' in form
