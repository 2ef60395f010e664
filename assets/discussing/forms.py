"""Forms for what people say about an asset, and for what belongs together with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.knowing.forms import inner_helper
from assets.models import Comment, Link


class SayForm(forms.ModelForm):
    """A comment, an idea or a question."""

    class Meta:
        model = Comment
        fields = ("kind", "text")
        labels = {"text": _("What you want to say"), "kind": _("Kind")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "kind": forms.RadioSelect}
        help_texts = {
            "text": _("Never the secret itself: no figures, no formulas. Example: the jig could be used for RX-300 too")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        self.fields["kind"].choices = Comment.Kind.choices  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).strip()


class RelateForm(forms.Form):
    """Which other asset, and how they belong together. Whether there is one with this code is for the page to say."""

    kind = forms.ChoiceField(label=_("This one is"), choices=Link.Kind.choices)
    other = forms.CharField(
        label=_("Code of the other one"), max_length=12, help_text=_("Choose above, or type it. Example: K-7Q4M2-X")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()

    def clean_other(self) -> str:
        return str(self.cleaned_data["other"]).strip().upper()
