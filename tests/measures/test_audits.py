"""Audits: nobody audits their own department, and a remark is closed by somebody else with what was done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from measures.audits import auditing
from measures.models import Audit, Remark
from measures.vouching import NotYours
from tests import make
from tests.cast import Cast

FACTS = {"name": "内部監査", "on": today(), "finished_on": "", "found": ""}


@pytest.fixture
def ask(cast: Cast, client: Client) -> Any:
    def ask(member: str, address: str, **data: Any) -> Any:
        client.force_login(cast.sign_in(member))
        return client.post(address, data) if data else client.get(address)

    return ask


@pytest.fixture
def remark(cast: Cast) -> Remark:
    audit = Audit(name="a", auditor=cast.nobody, on=today())
    auditing.hold(audit, [cast.design], [], by=person_sight(cast.auditor))
    made = Remark(audit=audit, text="no label", owner=cast.owner, due_on=today())
    return auditing.remark(made, by=person_sight(cast.auditor))


@pytest.mark.parametrize(
    ("auditor", "second", "departments", "places", "status"),
    [
        ("owner", None, ["design"], [], 422),
        ("owner", None, ["sales"], [], 302),
        ("owner", None, ["root"], [], 422),
        ("owner", None, [], [], 422),
        ("owner", None, [], ["site"], 302),
        ("owner", "nobody", [], [], 302),
        ("owner", "colleague", [], [], 422),
        ("owner", "nobody", ["design"], [], 302),
    ],
)
def test_nobody_audits_their_own_department(
    cast: Cast, ask: Any, auditor: str, second: str | None, departments: list[str], places: list[str], status: int
) -> None:
    told = FACTS | {"auditor": getattr(cast, auditor).pk, "second": getattr(cast, second).pk if second else ""}
    told |= {"departments": [getattr(cast, d).pk for d in departments], "places": [getattr(cast, p).pk for p in places]}
    assert ask("auditor", reverse("company:audit_new"), **told).status_code == status
    assert Audit.objects.exists() is (status == 302)


def test_whoever_moved_away_audits_the_old_department(cast: Cast, ask: Any) -> None:
    cast.owner.postings.update(until_on=today() - timedelta(days=1))
    told = FACTS | {"auditor": cast.owner.pk, "second": "", "departments": [cast.design.pk]}
    assert ask("auditor", reverse("company:audit_new"), **told).status_code == 302


def test_a_remark_is_put_right_by_its_owner_and_closed_by_another(cast: Cast, remark: Remark, ask: Any) -> None:
    done, close = (reverse(f"company:remark_{deed}", args=[remark.pk]) for deed in ("done", "close"))
    assert ask("chief", close, x=1).status_code == 302
    remark.refresh_from_db()
    assert remark.closed_on is None
    assert ask("colleague", done, done="x").status_code == 404
    assert ask("owner", done, done="labelled").status_code == 302
    make.mandate(cast.owner, "AUDITOR")
    assert ask("owner", close, x=1).status_code == 404
    assert ask("auditor", close, x=1).status_code == 302
    closed = Remark.objects.get()
    assert (closed.done, closed.closed_on, closed.closed_by) == ("labelled", today(), cast.auditor)
    with pytest.raises(NotYours):
        auditing.report_done(closed, "again", by=person_sight(cast.owner))


def test_whoever_has_a_remark_reads_that_one_and_no_other(cast: Cast, remark: Remark, ask: Any) -> None:
    other = Remark(audit=remark.audit, text="open door", owner=cast.colleague, due_on=today())
    auditing.remark(other, by=person_sight(cast.auditor))
    address = reverse("company:audit", args=[remark.audit_id])
    shown = ask("owner", address).content.decode()
    assert "no label" in shown
    assert "open door" not in shown
    assert "open door" in ask("auditor", address).content.decode()
    assert ask("enterer", address).status_code == 404


def test_an_audit_is_finished_with_what_it_found(cast: Cast, remark: Remark, ask: Any) -> None:
    address = reverse("company:audit_finish", args=[remark.audit_id])
    early = ask("auditor", address, finished_on=today() - timedelta(days=9), found="well kept")
    assert (early.status_code, list(early.context["finish_form"].errors)) == (422, ["finished_on"])
    assert "well kept" in early.content.decode()  # nothing typed is lost
    assert Audit.objects.get().finished_on is None
    ask("auditor", address, finished_on=today(), found="well kept")
    ask("auditor", address, finished_on=today(), found="somebody else's word")
    assert (Audit.objects.get().finished_on, Audit.objects.get().found) == (today(), "well kept")


def test_a_remark_is_not_due_before_today(cast: Cast, remark: Remark, ask: Any) -> None:
    address, told = reverse("company:remark_new", args=[remark.audit_id]), {"text": "open door", "owner": cast.owner.pk}
    answer = ask("auditor", address, **told, due_on=today() - timedelta(days=1))
    assert (answer.status_code, list(answer.context["remark_form"].errors)) == (422, ["due_on"])
    assert ask("auditor", address, **told, due_on=today()).status_code == 302


def test_what_was_done_comes_back_where_it_is_too_long(cast: Cast, remark: Remark, ask: Any) -> None:
    long = "戸" * 501
    answer = ask("owner", reverse("company:remark_done", args=[remark.pk]), done=long)
    form = next(form for each, form, _ in answer.context["remarks"] if each == remark)
    assert (answer.status_code, list(form.errors), form["done"].value()) == (422, ["done"], long)
    assert not Remark.objects.get(pk=remark.pk).done


def test_no_audit_is_finished_before_it_was_held(cast: Cast, ask: Any) -> None:
    early = FACTS | {"auditor": cast.owner.pk, "finished_on": today() - timedelta(days=1)}
    answer = ask("auditor", reverse("company:audit_new"), **early)
    assert "finished_on" in answer.context["form"].errors
    assert not answer.context["form"].non_field_errors()
