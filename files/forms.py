"""A field for a file that is to be stored."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from files.storing import Refused, admitted


class StoredFileField(forms.FileField):
    """A PDF, a picture, an Excel or a Word file; whatever is wrong with it is said beside the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("help_text", _("PDF, PNG, JPEG, Excel or Word, at most 10 MB. Kura stores it unopened."))
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xlsx,.docx"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                admitted(upload)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return upload
