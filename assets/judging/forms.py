"""The form with which an asset is judged."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assets.knowing.forms import inner_helper
from classification import ipa
from classification.criteria import CRITERIA, REASON_FROM
from classification.levels import Level
from classification.scale import Limits


class JudgeForm(forms.Form):
    """Five scores, a reason for each 2 and 3, and the level if it is to differ from the suggestion."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("as the scores suggest")), *Level.choices],
    )
    override_reason = forms.CharField(
        label=_("Why another level than suggested"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        self._rate()
        for criterion in CRITERIA:
            scores = [(i, f"{i}  {anchor}") for i, anchor in enumerate(criterion.spoken(limits.words))]
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=str(criterion.label), coerce=int, choices=scores, widget=forms.RadioSelect
            )
            self.fields[f"{criterion.code}_reason"] = forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=300,
                help_text=_("Needed for 2 and 3."),
                widget=forms.TextInput(attrs={"aria-label": f"{criterion.label}: {_('Reason')}"}),
            )
        self.order_fields([name for c in CRITERIA for name in (c.code, f"{c.code}_reason")])

    def _rate(self) -> None:
        """IPA's three beside: nobody has to fill them in."""
        for rating in ipa.RATINGS:
            steps = [("", _("not rated")), *((n, f"{n}  {rating.anchors[n - 1]}") for n in ipa.STEPS)]
            self.fields[rating.code] = forms.TypedChoiceField(
                label=capfirst(str(rating.label)), coerce=int, empty_value=None, required=False, choices=steps
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.only_weighs:
            return cleaned
        for criterion in CRITERIA:
            if (cleaned.get(criterion.code) or 0) >= REASON_FROM and not cleaned.get(f"{criterion.code}_reason"):
                self.add_error(f"{criterion.code}_reason", _("Give a reason: the score is 2 or 3."))
        return cleaned

    @property
    def only_weighs(self) -> bool:
        """Is it asked what the scores suggest, and nothing to be recorded yet?"""
        return "weigh" in self.data

    @property
    def rated(self) -> dict[str, int | None]:
        return {code: self.cleaned_data.get(code) for code in ipa.CODES}

    @property
    def ratings(self) -> list[Any]:
        """The bound fields of IPA's three."""
        return [self[code] for code in ipa.CODES]

    @property
    def scores(self) -> dict[str, int]:
        return {c.code: self.cleaned_data[c.code] for c in CRITERIA}

    @property
    def reasons(self) -> dict[str, str]:
        named = {c.code: self.cleaned_data[f"{c.code}_reason"] for c in CRITERIA}
        return {code: reason for code, reason in named.items() if reason}

    @property
    def chosen_level(self) -> Level | None:
        chosen = self.cleaned_data["level"]
        return None if chosen is None else Level(chosen)
