"""Forms for pledges and trainings."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import DayField, PastDay
from accounts.models import Department, Person, Pledge, Posting
from accounts.querysets import today
from files.forms import FileAgain, StoredFileField


def fields_only() -> FormHelper:
    """The page writes the form around the fields."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PledgeForm(FileAgain, forms.ModelForm):
    """A pledge that was signed."""

    signed_on = PastDay(initial=today, label=_("Signed on"))
    paper = StoredFileField(required=False)

    class Meta:
        model = Pledge
        fields = ("kind", "signed_on", "until_on", "note")
        field_classes = {"until_on": DayField}
        help_texts = {
            "until_on": _("Empty: until further notice."),
            "note": _("For example the project. Never a secret itself."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["signed_on"] = self.instance.signed_on or today()
        self.helper = fields_only()


class TrainingForm(FileAgain, forms.Form):
    """A training that many took part in at once: a department, people, or both."""

    topic = forms.CharField(label=_("Topic"), max_length=120)
    on = PastDay(initial=today, label=_("Held on"))
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Everybody of a department"),
        required=False,
        empty_label=_("not chosen"),
        help_text=_("With the departments below it, as people are posted on that day."),
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who took part"), required=False, widget=forms.CheckboxSelectMultiple
    )
    paper = StoredFileField(required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.mine = people
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen:
            raise ValidationError(_("Choose who took part: a department, people, or both."))
        return cleaned

    @property
    def chosen(self) -> list[Person]:
        """Whoever took part, each once, and none but those whom one may record."""
        named = {person.pk for person in self.cleaned_data.get("people") or ()}
        if department := self.cleaned_data.get("department"):
            below = Department.objects.below([department])
            posted = Posting.objects.current(self.cleaned_data["on"]).filter(department__in=below)
            named |= set(posted.values_list("person", flat=True))
        return list(self.mine.filter(pk__in=named))
