"""Forms for people, departments, outside firms and mandates."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Max
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from accounts.days.calendars import written
from accounts.days.fields import DayField
from accounts.directory.staffing import LONGEST_EMERGENCY
from accounts.models import Department, Mandate, Party, Person, Place
from accounts.querysets import today


def said_if_left(form: Any) -> None:
    """A choice that may be left alone is not asked for: what stands there first says that nothing is chosen."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and not field.required and field.empty_label == BLANK_CHOICE_LABEL:
            field.empty_label = _("not chosen")


class Plain:
    """Fields only: the page writes the form around them."""

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_if_left(self)


class PersonForm(Plain, forms.ModelForm):
    """Who somebody is; where they work is said when they are entered, and by moving them later."""

    entered_on = DayField(label=_("Joined on"), required=False)

    class Meta:
        model = Person
        fields = ("code", "name", "name_en", "employment", "party", "entered_on")
        labels = {"name": _("Full name"), "name_en": _("Full name in English")}
        help_texts = {
            "code": _("The number on the payroll, or any short one. Example: P07"),
            "party": _("Only for people of another firm: agency, supplier, adviser."),
        }

    def clean_entered_on(self) -> date | None:
        """Not after the last day, which is said on a page of its own."""
        begins, ends = self.cleaned_data["entered_on"], self.instance.left_on
        if begins and ends and begins > ends:
            words = _("Their last day is %(day)s. Give that day or an earlier one.")
            raise forms.ValidationError(words, params={"day": written(ends, "SHORT_DATE_FORMAT")})
        return begins


class NewPersonForm(PersonForm):
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"), required=False)


class MoveForm(Plain, forms.Form):
    """From which day somebody works where."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(), label=_("Departments"), widget=forms.CheckboxSelectMultiple
    )
    from_on = DayField(label=_("From"), initial=today)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_from_on(self) -> date:
        """Not before they began where they are: what they could see since then rests on it."""
        begins: date = self.cleaned_data["from_on"]
        latest = self.person.postings.filter(from_on__lte=today()).aggregate(Max("from_on"))["from_on__max"]
        if latest and begins < latest:
            words = _("They have been where they are since %(day)s. Give that day or a later one.")
            raise forms.ValidationError(words, params={"day": written(latest, "SHORT_DATE_FORMAT")})
        return begins


class DepartmentForm(Plain, forms.ModelForm):
    class Meta:
        model = Department
        fields = ("code", "name", "name_en", "parent", "manager", "deputy")
        help_texts = {
            "code": _("A short one of your own, once for all departments. Example: ENG"),
            "manager": _("Approves what the department proposes, and sees all of it."),
            "deputy": _("Stands in for the manager, with the same rights."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.path
        others = Department.objects.exclude(path__startswith=own) if own else Department.objects.all()
        parent: Any = self.fields["parent"]
        parent.queryset = others
        parent.required = Department.objects.exclude(pk=self.instance.pk).exists() and bool(
            self.instance.parent_id or not self.instance.pk
        )
        parent.empty_label = _("- Select an option -") if parent.required else _("not chosen")
        for post in ("manager", "deputy"):
            self.fields[post].queryset = Person.objects.employed()  # type: ignore[attr-defined]


class PartyForm(Plain, forms.ModelForm):
    class Meta:
        model = Party
        fields = ("code", "name", "name_en")


class MandateForm(Plain, forms.ModelForm):
    """A standing right: to whom, which, over what, from when to when, and why."""

    from_on = DayField(label=_("From"), initial=today)
    until_on = DayField(label=_("Until"), required=False, help_text=_("Empty: until it is ended."))

    class Meta:
        model = Mandate
        fields = ("person", "role", "department", "place", "from_on", "until_on", "reason")
        help_texts = {"department": _("With those below it. Neither department nor place: the whole company.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.employed()  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            choice for choice in Mandate.Role.choices if choice[0] != Mandate.Role.BREAK_GLASS
        ]
        self.fields["place"].queryset = Place.objects.in_use()  # type: ignore[attr-defined]
        self.fields["reason"].required = True

    def clean(self) -> dict[str, Any]:
        """A mandate that ends before it begins would never hold."""
        facts = super().clean() or self.cleaned_data
        if facts.get("from_on") and facts.get("until_on") and facts["until_on"] < facts["from_on"]:
            self.add_error("until_on", _("The last day lies before the first."))
        return facts


class EmergencyForm(Plain, forms.Form):
    """The emergency door: why, for how long, over what."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The chief and the owners read it. Example: a mold is missing and its owner cannot be reached."),
    )
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=LONGEST_EMERGENCY, initial=2)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Only for the department"), required=False, empty_label=_("the whole company")
    )
