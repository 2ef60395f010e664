"""The form for the steps of the loss."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 10**15


class LossLimitsForm(forms.Form):
    """Two amounts in yen, the second above the first."""

    low = forms.IntegerField(label=_("A loss scores 2 from (yen)"), min_value=1, max_value=MOST)
    high = forms.IntegerField(label=_("A loss scores 3 above (yen)"), min_value=1, max_value=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("low") and cleaned.get("high") and cleaned["low"] >= cleaned["high"]:
            self.add_error("high", _("The second amount must be above the first."))
        return cleaned
