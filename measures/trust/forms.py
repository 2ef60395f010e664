"""Forms for talks of departments and reviews of groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.fields import ComingDay, PastDay
from accounts.directory.forms import Plain
from accounts.models import Department, Person
from accounts.querysets import today
from measures.catalogue.rulings import todays
from measures.company.housekeeping import keeps_company
from measures.models import Action, GroupReview
from measures.trust.talking import ABOUT, Topic, groups_of, members


class TalkForm(Plain, forms.Form):
    """When, with whom, and which points of the agenda were talked about."""

    on = PastDay(initial=today, label=gettext_lazy("Held on"))
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=gettext_lazy("Who was there"), widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What was talked about"), widget=forms.CheckboxSelectMultiple, required=False
    )
    other = forms.CharField(
        label=gettext_lazy("Something else"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("About ways of working, never about a person: no names."),
    )

    def __init__(self, *args: Any, department: Department, agenda: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = members(department, today())  # type: ignore[attr-defined]
        chosen = [(each.text, each.text) for each in agenda]
        self.fields["topics"].choices = chosen  # type: ignore[attr-defined]
        self.initial.setdefault("topics", [text for text, _label in chosen])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not (facts.get("topics") or facts.get("other")):
            self.add_error("topics", _("Choose at least one point, or write one."))
        return facts

    @property
    def agenda(self) -> list[str]:
        """The points that were talked about."""
        facts = self.cleaned_data
        return [*facts["topics"], *([facts["other"]] if facts["other"] else [])]


class OutcomeForm(Plain, forms.Form):
    """What came out; with somebody who does it and a day it becomes an action."""

    text = forms.CharField(
        label=gettext_lazy("What came out"),
        max_length=200,
        help_text=gettext_lazy("What we do or change, never what somebody did wrong: no names."),
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who does it"),
        required=False,
        help_text=gettext_lazy("With a day, it becomes an action. Empty: it is only noted."),
    )
    due_on = ComingDay(label=gettext_lazy("To be done by"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure that it serves"), required=False)

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members(department, today())  # type: ignore[attr-defined]
        self.fields["measure"].choices = [(m.code, m.name) for m in todays().used]  # type: ignore[attr-defined]
        self.initial.setdefault("measure", ABOUT)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        left_out = [name for name in ("owner", "due_on") if not facts.get(name) and name not in self.errors]
        if len(left_out) == 1:
            self.add_error(left_out[0], _("Who does it and by when go together."))
        return facts

    def action(self) -> Action | None:
        """The action that it becomes, if it does."""
        facts = self.cleaned_data
        if not facts["owner"]:
            return None
        return Action(measure=facts["measure"] or ABOUT, owner=facts["owner"], due_on=facts["due_on"])


class GroupReviewForm(Plain, forms.ModelForm):
    """How one side of working together stands for a group. There is no field to write in: nobody can be named."""

    on = PastDay(initial=today, label=gettext_lazy("Reviewed on"))

    class Meta:
        model = GroupReview
        fields = ("side", "department", "way", "result", "on")
        widgets = {"result": forms.RadioSelect, "way": forms.RadioSelect}

    def __init__(self, *args: Any, who: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = groups_of(who)
        field: Any = self.fields["department"]
        field.queryset = Department.objects.filter(pk__in=[each.pk for each in groups])
        field.required = not keeps_company(who)
        field.empty_label = _("the whole company") if keeps_company(who) else _("- Select an option -")
        field.help_text = _("Groups of five people or more: in a smaller one it would be about persons.")
        for name in ("way", "result"):
            choices: Any = self.fields[name]
            choices.choices = [choice for choice in choices.choices if choice[0]]
