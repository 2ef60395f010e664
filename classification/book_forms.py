"""Forms for the company's own rules."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import DayField, PastDay
from accounts.promising.forms import fields_only
from accounts.querysets import today
from classification.books import Edition, Rulebook, RuleTopic
from classification.clauses import Words, split
from files.forms import FileAgain, StoredFileField

LONGEST = 200_000
AHEAD = timedelta(days=366)
TOPIC = "topic:"  # before a clause's key: the name of its field


class BeginForm(forms.Form):
    """What a new rulebook is called."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Rulebook.objects.filter(name__iexact=name).exists():
            raise ValidationError(_("There are rules of this name already: draft their next edition instead."))
        return name


class DraftForm(FileAgain, forms.Form):
    """The whole text of a draft, the file it comes from, and the topic of each clause."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Paste the whole regulation. Kura finds the clauses by “第3条（…）” or “Article 3 (…)”."),
    )
    note = forms.CharField(label=_("What changes"), max_length=300, required=False)
    file = StoredFileField(label=_("The signed or sealed paper"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    @property
    def topics(self) -> dict[str, str]:
        """What was chosen on the page for clauses by their key."""
        sent = {name: value for name, value in self.data.items() if name.startswith(TOPIC)}
        return {name.removeprefix(TOPIC): str(v) for name, v in sent.items() if v in (*RuleTopic.values, "")}

    @property
    def clauses(self) -> list[Words]:
        return split(self.cleaned_data["text"], self.topics)


class AdoptForm(forms.Form):
    """When a draft was adopted, by whom, and from when on it holds."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    adopted_on = PastDay(initial=today, label=_("Adopted on"))
    adopted_at = forms.CharField(
        label=_("Adopted by"), max_length=100, help_text=_("For example the board, or the president.")
    )
    from_on = DayField(label=_("In force from"), initial=today)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = edition.saves
        self.helper = fields_only()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, begins = cleaned.get("adopted_on"), cleaned.get("from_on")
        if first and begins and not first <= begins <= today() + AHEAD:
            raise ValidationError(_("It holds from the day on which it was adopted, or from a day within a year."))
        return cleaned
