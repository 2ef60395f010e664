"""The form of the quick check: one choice for each of the 18 questions."""

from typing import Any

from django import forms

from measures.quick.check import LETTERS, Quick, questions
from measures.quick.records import Answer

CHECK = {"class": "form-check-input"}


class QuickForm(forms.Form):
    """All questions; "don't know" is an answer, too, so none stays open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in questions():
            self.fields[each.code] = forms.ChoiceField(
                label=each.text, choices=Answer.choices, widget=forms.RadioSelect(attrs=CHECK), required=True
            )

    def parts(self) -> list[tuple[str, list[tuple[Quick, Any]]]]:
        """The questions under the flyer's letters, each with its field."""
        found: dict[str, list[tuple[Quick, Any]]] = {}
        for each in questions():
            found.setdefault(each.part[0], []).append((each, self[each.code]))
        return [(f"{letter} {LETTERS[letter]}", fields) for letter, fields in found.items()]
