"""Forms for actions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import DayField
from accounts.directory.forms import Plain, said_if_left
from accounts.models import Department, Person, Place
from accounts.querysets import in_use_or_chosen, today
from accounts.sight import Sight
from measures.models import Action
from measures.vouching import speaks_for_all

IN = timedelta(days=30)  # proposed for a new one


class ActionForm(Plain, forms.ModelForm):
    """What is to be done, by whom and until when."""

    class Meta:
        model = Action
        fields: tuple[str, ...] = ("title", "owner", "due_on", "effort", "cost")
        field_classes = {"due_on": DayField}
        help_texts = {
            "title": _("In a few words. Example: buy three cabinets with locks for the mold store"),
            "owner": _("Somebody who may know of everything that it is about."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["owner"]
        people.queryset = Person.objects.employed(today()).filter(party=None)
        if self.initial.get("due_on") is None:
            self.initial["due_on"] = today() + IN

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < today() and due_on != self.initial.get("due_on"):
            raise forms.ValidationError(_("This day has passed."))
        return due_on


class ScopedActionForm(ActionForm):
    """The same for one that is about the company, a department or a place: of these, what one speaks for."""

    class Meta(ActionForm.Meta):
        fields = (*ActionForm.Meta.fields, "department", "place")
        help_texts = ActionForm.Meta.help_texts | {"department": _("Leave both empty for the whole company.")}

    def __init__(self, *args: Any, sight: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("department", Department), ("place", Place)):
            field: Any = self.fields[name]
            field.queryset, field.required = model._default_manager.all(), False
        self.fields["place"].queryset = in_use_or_chosen(Place.objects.all(), self.instance.place_id)  # type: ignore[attr-defined]
        if not speaks_for_all(sight):
            self._for_a_department(sight)
        said_if_left(self)

    def _for_a_department(self, sight: Sight) -> None:
        """Whoever leads departments plans for these alone; the first of them stands there already."""
        del self.fields["place"]
        field: Any = self.fields["department"]
        field.queryset, field.required = Department.objects.filter(pk__in=sight.leads).order_by("path"), True
        field.empty_label, field.help_text = None, ""


class EvidenceForm(Plain, forms.Form):
    """What shows that it is done, or why it is given up."""

    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        help_text=_("What an auditor can look at. Example: purchase record of the cabinets, photo of the sign"),
    )
