"""The form for a level's handling rules."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from classification.models import Topic


class HandlingForm(forms.Form):
    """One text for each topic, and the version that it replaces."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            rows = forms.Textarea(attrs={"rows": 2})
            self.fields[topic.value] = forms.CharField(
                label=topic.label, max_length=500, required=False, strip=True, widget=rows
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(topic) for topic in Topic):
            raise ValidationError(_("Say how it is handled: at least one of the topics."))
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        return {topic.value: self.cleaned_data[topic] for topic in Topic if self.cleaned_data[topic]}
