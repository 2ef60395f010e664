"""Forms for audits and their remarks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.calendars import written
from accounts.days.fields import ComingDay, PastDay
from accounts.directory.forms import Plain
from accounts.models import Department, Person, Place
from accounts.querysets import today
from measures.audits import auditing
from measures.models import Audit, Remark


class AuditForm(Plain, forms.ModelForm):
    """What is looked at, by whom, and when."""

    on = PastDay(initial=today, label=gettext_lazy("Held on"))
    finished_on = PastDay(
        label=gettext_lazy("Finished on"), required=False, help_text=gettext_lazy("Empty: under way.")
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=gettext_lazy("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Neither departments nor places: the whole company."),
    )
    places = forms.ModelMultipleChoiceField(
        Place.objects.in_use().filter(cabinet=False),
        label=gettext_lazy("Places"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A site covers everything in it."),
    )

    class Meta:
        model = Audit
        fields = ("name", "auditor", "second", "on", "finished_on", "found")
        widgets = {"found": forms.Textarea({"rows": 3})}
        help_texts = {
            "name": gettext_lazy("Example: internal audit, first half"),
            "auditor": gettext_lazy("Nobody audits the department that they work in."),
            "second": gettext_lazy("Who looks at the auditor's own department, where it is looked at, too."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("auditor", "second"):
            self.fields[name].queryset = Person.objects.employed()  # type: ignore[attr-defined]
        if not self.fields["places"].queryset.exists():  # type: ignore[attr-defined]
            self.fields["places"].help_text = _("No place is entered yet.")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("auditor") and facts.get("on"):
            looked_at = auditing.looked_at(facts.get("departments", ()), facts.get("places", ()))
            made = Audit(auditor=facts["auditor"], second=facts.get("second"), on=facts["on"])
            try:
                auditing.check_auditors(made, looked_at)
            except auditing.OwnDepartment as own:
                words = _("The auditor works in %(department)s: name somebody else who looks at it.")
                self.add_error("second", words % {"department": own})
        return facts


class FinishForm(Plain, forms.Form):
    """What an audit found, in short."""

    finished_on = PastDay(initial=today, label=gettext_lazy("Finished on"))
    found = forms.CharField(
        label=gettext_lazy("What it found in short"), max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, initial={"found": audit.found}, **kwargs)
        self.audit = audit

    def clean_finished_on(self) -> date:
        day: date = self.cleaned_data["finished_on"]
        if day < self.audit.on:
            words = _("The audit was held on %(day)s: choose that day or a later one.")
            raise forms.ValidationError(words % {"day": written(self.audit.on)})
        return day


class RemarkForm(Plain, forms.ModelForm):
    """What was found wanting, who puts it right, and by when."""

    due_on = ComingDay(label=gettext_lazy("To be done by"), initial=lambda: today() + timedelta(days=60))

    class Meta:
        model = Remark
        fields = ("text", "owner", "due_on")
        widgets = {"text": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.employed()  # type: ignore[attr-defined]


class DoneForm(Plain, forms.Form):
    """What was done about a remark."""

    done = forms.CharField(label=gettext_lazy("What was done"), max_length=500, widget=forms.Textarea({"rows": 2}))
