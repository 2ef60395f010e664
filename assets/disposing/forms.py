"""Forms with which a disposal is proposed, and confirmed once it is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import PastDay
from accounts.models import Person
from accounts.querysets import today
from assets.kinds import METHODS_OF, Kind
from assets.knowing.forms import inner_helper
from classification.levels import Level

CARRIER = "carrier-"


class ProposeForm(forms.Form):
    """Why, and how each carrier is destroyed."""

    reason = forms.CharField(
        label=_("Why it is to be disposed of"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, carriers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        for carrier in carriers:
            ways = [(method.value, method.label) for method in METHODS_OF[Kind(carrier.kind)]]
            label = " ".join(part for part in (carrier.called, carrier.where) if part)
            choices = ways if len(ways) == 1 else [("", "―"), *ways]
            self.fields[f"{CARRIER}{carrier.pk}"] = forms.ChoiceField(label=label, choices=choices)

    @property
    def means(self) -> dict[str, str]:
        """A method for each carrier, by its key."""
        return {n.removeprefix(CARRIER): v for n, v in self.cleaned_data.items() if n.startswith(CARRIER)}


class ConfirmForm(forms.Form):
    """When it was done, who saw it, and what shows it."""

    done_on = PastDay(label=_("Done on"))
    witness = forms.ModelChoiceField(label=_("Witness"), queryset=Person.objects.none(), required=False)
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        required=False,
        help_text=_("For example the number of the certificate, or where the photo is."),
    )

    def __init__(self, *args: Any, by: Person | None, level: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        everybody: Any = self.fields["witness"]
        everybody.queryset = Person.objects.employed().exclude(pk__in=[by.pk] if by else [])
        everybody.required = self.fields["evidence"].required = level == Level.TOP_SECRET
        self.initial.setdefault("done_on", today())
