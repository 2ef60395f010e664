"""What a table refuses is said beside the field that is to be put right."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.forms import BaseForm

from accounts.constraints import FieldCheck
from accounts.directory.forms import MandateForm
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.standing_in.views import DelegationForm
from assets.devices.forms import DeviceForm
from assets.knowing.forms import GrantForm
from measures.actions.forms import ScopedActionForm
from measures.audits.forms import AuditForm
from tests import make
from tests.cast import Cast

EARLY, LATE = today() - timedelta(days=9), today() - timedelta(days=2)
CHECKS = [
    (model, check) for model in apps.get_models() for check in model._meta.constraints if isinstance(check, FieldCheck)
]


@pytest.mark.parametrize(("model", "check"), CHECKS, ids=lambda each: getattr(each, "name", ""))
def test_it_is_said_at_a_field_that_the_check_asks(model: Any, check: FieldCheck) -> None:
    assert check.beside in {name for name, *_ in model._get_expr_references(check.condition)}
    assert check.deconstruct()[0] == "django.db.models.CheckConstraint"
    assert check.clone().beside == check.beside


def test_forms_say_it_there_once_and_leave_what_is_wrong_by_itself(cast: Cast) -> None:
    cast.sign_in("chief")
    place, soon = make.place("L1"), today() + timedelta(days=9)
    scope = {"department": cast.design.pk, "place": place.pk}
    forms: list[tuple[BaseForm, dict[str, str]]] = [
        (
            GrantForm({"from_on": today() + timedelta(days=9), "until_on": today()}),
            {"person": "one of the two", "until_on": "before the first"},
        ),
        (GrantForm({"person": "x", "from_on": LATE}), {"person": "not one of the available"}),
        (DeviceForm({"lent_on": LATE, "returned_on": EARLY}), {"returned_on": "before it was lent"}),
        (DeviceForm({"lent_on": LATE, "returned_on": "x"}), {"returned_on": "not a full date"}),
        (AuditForm({"on": LATE, "finished_on": EARLY}), {"finished_on": "It was held later"}),
        (MandateForm(scope), {"place": "a department or a place"}),
        (MandateForm({"from_on": LATE, "until_on": EARLY}), {"until_on": "before the first"}),
        (ScopedActionForm(scope, sight=person_sight(cast.chief)), {"place": "a department or a place"}),
        (
            DelegationForm({"from_on": soon + timedelta(days=1), "until_on": soon}, giver=cast.chief),
            {"until_on": "before the first"},
        ),
    ]
    for form, said in forms:
        assert not form.non_field_errors(), type(form)
        for name, words in said.items():
            assert len(form.errors[name]) == 1
            assert words in form.errors[name][0]
