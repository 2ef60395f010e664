"""The form on a place: what it is called, where it lies, who may go in."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.directory.forms import Plain
from accounts.models import Place
from accounts.querysets import in_use_or_chosen

INSIDE = "\N{IDEOGRAPHIC SPACE}"


def in_the_tree(place: Place) -> SafeString:
    """A place as a choice, set in by how deep it lies."""
    return format_html("{}{}", INSIDE * (place.path.count(".") - 1), place.label)


class PlaceForm(Plain, forms.ModelForm):
    """A site, a building, a room, a cabinet. `roots`: may it be entered outside every other (a site of its own)?"""

    class Meta:
        model = Place
        fields = ("name", "name_en", "parent", "zone", "cabinet", "code")
        labels = {"parent": gettext_lazy("Where it lies"), "zone": gettext_lazy("Who may go in")}
        error_messages = {"code": {"unique": gettext_lazy("Another place has this code: choose a different one.")}}
        help_texts = {
            "name": gettext_lazy("As people call it. Example: mold store, shelf 3"),
            "zone": gettext_lazy("From 2 on, Kura asks for a sign, a log of who went in, and a layout that hides."),
            "code": gettext_lazy("Short, to tell it from others. Empty: Kura gives the next free one."),
        }

    def __init__(self, *args: Any, roots: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = in_use_or_chosen(Place.objects.all(), self.instance.parent_id).order_by("path")
        if self.instance.path:
            parent.queryset = parent.queryset.exclude(path__startswith=self.instance.path)
        parent.label_from_instance = in_the_tree
        parent.required = not roots
        parent.empty_label = _("none: a site of its own") if roots else _("- Select an option -")
        self.fields["code"].required = bool(self.instance.pk)
        if self.instance.pk:
            self.fields["code"].help_text = _("Short, to tell it from others.")
        self.fields["zone"].choices = [("", _("not decided")), *self._zones()]  # type: ignore[attr-defined]

    def _zones(self) -> list[Any]:
        return [choice for choice in Place._meta.get_field("zone").choices or () if choice[0] is not None]

    def clean(self) -> dict[str, Any]:
        """Two of one name beside each other could not be told apart."""
        facts = super().clean() or self.cleaned_data
        beside = Place.objects.in_use().filter(parent=facts.get("parent"), name=facts.get("name"))
        if "name" in facts and "parent" in facts and beside.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is one of this name in the same place already."))
        return facts
