"""A page remembers what its form held when it was opened: whoever saves an old one overwrites nothing unseen.

Values are compared as a form sends them. What only somebody else changed is taken from them; what both changed stays as
it was typed. Either is said beside its field, and nothing is written before it was looked at.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

type Values = dict[str, str]
type Make = Callable[[Any], Any]  # from what was sent, or None, the form on the row as it stands in the database
OPENED = "opened"


class ChangedMeanwhile(Exception):
    """Somebody else saved it while the page was open."""


def text_of(bound: Any) -> str:
    """A bound field's value as its form sends it; days as 2026-11-23, whatever the calendar."""
    value = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "on" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n")


def opened_at(data: Mapping[str, str]) -> Values:
    """What the page held when it was opened; nothing where it does not say."""
    try:
        found = json.loads(data.get(OPENED, ""))
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def taken_along(make: Make, data: Mapping[str, str]) -> str:
    """What the page takes along: what it held when it was first opened."""
    return data.get(OPENED) or json.dumps({each.name: text_of(each) for each in make(None)}, ensure_ascii=False)


def has_moved_on(make: Make, data: Mapping[str, str]) -> bool:
    """Does the row hold something else now than when the page was opened?"""
    return bool(_changed(make(None), opened_at(data)))


def as_sent(request: HttpRequest, make: Make) -> tuple[Any, bool]:
    """The form as it was sent, and whether it is valid and changes something; said, where it changes nothing.

    Raises:
        ChangedMeanwhile: the row holds something else by now.
    """
    form = make(request.POST)
    if has_moved_on(make, request.POST):
        raise ChangedMeanwhile
    if form.is_valid() and not form.has_changed():
        messages.info(request, _("Nothing was changed."))
    return form, form.is_valid() and form.has_changed()


def _changed(now: Any, was: Values) -> list[Any]:
    return [each for each in now if was.get(each.name, text_of(each)) != text_of(each)]


def anew(make: Make, data: QueryDict) -> Any:
    """The form as it is shown again: theirs where only they changed it, mine elsewhere, and said which is which."""
    was, mine, mixed = opened_at(data), make(data), data.copy()
    changed = _changed(make(None), was)
    for each in changed:
        if text_of(mine[each.name]) == was[each.name]:
            mixed[each.html_name] = text_of(each)
    form = make(mixed)
    form.is_valid()
    form.add_error(None, _("Somebody else changed this meanwhile. Nothing is saved yet: look at it and save again."))
    for each in changed:
        form.add_error(each.name, _("Changed meanwhile. Now it is: %(value)s") % {"value": _in_words(each)})
    return form


def _in_words(bound: Any) -> str:
    value = text_of(bound)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("yes") if value else _("no")
    choices = getattr(bound.field, "choices", ())
    return next((str(label).strip() for key, label in choices if str(key) == value), value) or "―"
