"""The form for what the company calls its levels."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from classification.levels import Level, Wording
from classification.models import Colour
from classification.naming import PARTS

LANGUAGES: Final = {"name": "ja", "name_en": "en"}
WHITE: Final = re.compile(r"\s+")


class LevelsForm(forms.Form):
    """Name, English name, colour and sign of each level; what is left empty stays as Kura brings it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in Level:
            with override("ja"):
                ja = str(level.standard)
            with override("en"):
                en = str(level.standard)
            made: dict[str, forms.Field] = {
                "name": forms.CharField(label=_("Name"), max_length=20, required=False, widget=_with(ja)),
                "name_en": forms.CharField(label=_("Name in English"), max_length=30, required=False, widget=_with(en)),
                "colour": forms.ChoiceField(
                    label=_("Colour"), required=False, choices=[("", _("as proposed")), *Colour.choices]
                ),
                "sign": forms.CharField(label=_("Sign"), max_length=4, required=False),
            }
            self.fields.update({f"{level.name}_{part}": field for part, field in made.items()})

    def clean(self) -> dict[str, Any]:
        """No two levels have one name, nor one the name that another would have by default."""
        cleaned = super().clean() or self.cleaned_data
        for part, language in LANGUAGES.items():
            taken: dict[str, Level] = {}
            with override(language):
                standard = {_key(str(level.standard)): level for level in Level}
            for level in Level:
                key = _key(cleaned.get(f"{level.name}_{part}") or "")
                if not key:
                    continue
                if taken.setdefault(key, level) is not level:
                    self.add_error(f"{level.name}_{part}", _("Another level has this name."))
                elif standard.get(key, level) is not level:
                    self.add_error(f"{level.name}_{part}", _("This is the usual name of another level."))
        return cleaned

    @property
    def rows(self) -> list[tuple[Level, list[Any]]]:
        """Each level with its fields, the highest first."""
        return [(level, [self[f"{level.name}_{part}"] for part in PARTS]) for level in reversed(Level)]

    @property
    def words(self) -> dict[Level, Wording]:
        """What was filled in; a name that is the standard one is none of one's own."""
        return {level: Wording(*(self.cleaned_data[f"{level.name}_{part}"] for part in PARTS)) for level in Level}


def _with(placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs={"placeholder": placeholder})


def _key(name: str) -> str:
    return WHITE.sub("", name).casefold()
