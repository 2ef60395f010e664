"""Forms by which the company decides about the catalogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.directory.forms import Plain
from measures.catalogue import Measure
from measures.catalogue.rulings import TEXTS, book_measure
from measures.models import Ruling

Aspect = Ruling.Aspect
WHY = gettext_lazy("An auditor will ask. Example: we have no visitors in this building")
LONG = {name: forms.Textarea(attrs={"rows": 2}) for name in TEXTS if "_" in name}


class RulingForm(Plain, forms.ModelForm):
    """One decision about one measure, and why."""

    aspect: Aspect

    class Meta:
        model = Ruling
        fields: tuple[str, ...] = ("reason",)
        help_texts = {"reason": WHY}

    def __init__(self, *args: Any, measure: Measure, off: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.measure, self.instance.aspect = measure.code, self.aspect
        self.off = off


class UseForm(RulingForm):
    """Switched off, or on again."""

    aspect = Aspect.USE

    def clean(self) -> dict[str, Any]:
        self.instance.used = self.off
        return super().clean() or self.cleaned_data


class LevelForm(RulingForm):
    """From which level it is asked."""

    aspect = Aspect.LEVEL

    class Meta(RulingForm.Meta):
        fields = ("required_from", "reason")

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, measure=measure, **kwargs)
        book = book_measure(measure.code)
        self.initial.setdefault("required_from", measure.required_from)
        self.fields["required_from"].required = book is None
        if book:
            self.fields["required_from"].help_text = _("Kura proposes: %(level)s. Empty: as proposed.") % {
                "level": book.required_from.label
            }

    def clean_required_from(self) -> Any:
        """What Kura proposes is no word of ours."""
        given = self.cleaned_data["required_from"]
        book = book_measure(self.instance.measure)
        return None if book and given == book.required_from else given


class WordsForm(RulingForm):
    """Our own words in place of the catalogue's, field by field."""

    aspect = Aspect.WORDS

    class Meta(RulingForm.Meta):
        fields = (*TEXTS, "reason")
        widgets = LONG
        labels = {"reason": gettext_lazy("Note: what is corrected, and why")}
        help_texts = {"reason": gettext_lazy("An auditor will ask. Example: our own name for the procedure")}

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, measure=measure, **kwargs)
        for name in TEXTS:
            self.initial.setdefault(name, getattr(measure, name))
        self.fields["guidance_ja"].help_text = _("A field that is left empty says what the catalogue says.")

    def clean(self) -> dict[str, Any]:
        """What says the same as the catalogue is no word of ours."""
        facts = super().clean() or self.cleaned_data
        if book := book_measure(self.instance.measure):
            facts |= {name: "" for name in TEXTS if facts.get(name) == getattr(book, name)}
        return facts


class OwnForm(Plain, forms.ModelForm):
    """A measure that the catalogue does not have."""

    class Meta:
        model = Ruling
        fields = (
            "ja", "en", "purpose", "audience", "scope", "required_from",
            "guidance_ja", "guidance_en", "evidence_ja", "evidence_en", "reason",
        )  # fmt: skip
        widgets = LONG
        help_texts = {
            "ja": gettext_lazy("Example: checking the mold racks at the morning meeting"),
            "en": gettext_lazy("Left empty, the Japanese name stands in English, too."),
            "reason": gettext_lazy("Why we ask it. Example: required by a customer's audit"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.aspect = Aspect.OWN
        for name in ("ja", "purpose", "audience", "scope", "required_from", "guidance_ja"):
            self.fields[name].required = True


FORMS: dict[str, type[RulingForm]] = {"use": UseForm, "level": LevelForm, "words": WordsForm}
