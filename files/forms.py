"""A field for a file that is to be stored, and what a form says that comes back without it."""

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


class FileAgain(forms.BaseForm):
    """A form that comes back says beside each file that it is to be chosen again: no browser keeps it, and without a
    word it would be sent without."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            for name in self.fields:
                if self.add_prefix(name) in self.files and name not in self.errors:
                    self.add_error(name, _("Choose the file again: your browser could not keep it."))
