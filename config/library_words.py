"""Words of our libraries that their own Japanese catalogues lack, or word otherwise than our pages: ours has them."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

WORDS = (
    _("- Select an option -"),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
)


def ask_in_kind() -> None:
    """What has to be chosen asks to be chosen, where Django says of every field that it is required; and no form and no
    sheet speaks of NULL, or of a “Person with this Number”; what is beyond its bounds is told them in plain words."""
    asked: dict[type[forms.Field], Any] = {
        forms.ChoiceField: _("Choose one of these."),
        forms.MultipleChoiceField: _("Choose at least one."),
        forms.ModelMultipleChoiceField: _("Choose at least one."),
        forms.FileField: _("Choose a file first."),
    }
    for kind, words in asked.items():
        kind.default_error_messages = kind.default_error_messages | {"required": words}
    bounds: dict[Any, Any] = {
        MaxLengthValidator: ngettext_lazy(
            "Write at most %(limit_value)d character (there are %(show_value)d now).",
            "Write at most %(limit_value)d characters (there are %(show_value)d now).",
            "limit_value",
        ),
        MaxValueValidator: _("Enter %(limit_value)s or less."),
        MinValueValidator: _("Enter %(limit_value)s or more."),
    }
    for validator, words in bounds.items():
        validator.message = words
    needed = _("This field is required.")
    taken: dict[str, Any] = {"null": needed, "blank": needed, "unique": _("This is in use already. Choose another.")}
    models.Field.default_error_messages = models.Field.default_error_messages | taken
