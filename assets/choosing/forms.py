"""The form for the use of information: nine questions, then the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import DayField
from assets.choosing.uses import FACTORS, Advice, weigh
from assets.kinds import Outcome, Tier

UNKNOWN = ("", _("not known"))
DECIDED = ("outcome", "tier", "reason", "public_on")


class ChoiceForm(forms.Form):
    """The answers, and what is decided; `weigh` shows the advice, `decide` records it."""

    outcome = forms.ChoiceField(label=_("Use"), required=False, choices=[("", "―"), *Outcome.choices])
    tier = forms.ChoiceField(
        label=_("May it be disclosed outside?"), required=False, choices=[("", _("not decided")), *Tier.choices]
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it differs from what the answers speak for."),
    )
    public_on = DayField(
        label=_("Becomes public on"),
        required=False,
        help_text=_("Patent: 18 months after filing. Standard, publication: the day planned. Until then it is secret."),
    )

    def __init__(self, *args: Any, personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personal = personal
        for factor in FACTORS:
            choices = [*((answer.code, answer.label) for answer in factor.answers), UNKNOWN]
            self.fields[factor.code] = forms.ChoiceField(
                label=str(factor.question), required=False, choices=choices, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if "decide" not in self.data:
            return facts
        if not facts.get("outcome"):
            self.add_error("outcome", _("Choose to what use it is put."))
        advised = self.advice.outcome
        if advised and facts.get("outcome") not in ("", None, advised) and not facts.get("reason"):
            self.add_error("reason", _("The answers speak for “%(use)s”: say why not.") % {"use": advised.label})
        return facts

    @property
    def answers(self) -> dict[str, str]:
        """Those that were given."""
        given = {factor.code: self.cleaned_data.get(factor.code, "") for factor in FACTORS}
        return {code: answer for code, answer in given.items() if answer}

    @property
    def advice(self) -> Advice:
        return weigh(self.answers, personal=self.personal)

    @property
    def questions(self) -> list[Any]:
        """The bound fields of the questions, in order."""
        return [self[factor.code] for factor in FACTORS]
