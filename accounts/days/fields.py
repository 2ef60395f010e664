"""The one field in which a date is typed: 2026-11-23, 2026/11/23, 令和8年11月23日, R8.11.23, also in full width.

A plain text field, because `<input type=date>` shows the browser's order of day and month and takes no era. Where there
is script, kura.js puts the browser's calendar beside it.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.days.calendars import by_era, written
from accounts.days.written import Unreadable, typed_day
from accounts.querysets import today


class DayInput(forms.DateInput):
    """A text field that shows a date as the company writes it."""

    def format_value(self, value: Any) -> str | None:
        return written(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        ours = {
            "data-day": value.isoformat() if isinstance(value, date) else "",
            "data-day-pick": _("Choose in the calendar"),
            "placeholder": _("e.g. %(day)s") % {"day": "R8.11.23" if by_era() else "2026-11-23"},
            "autocomplete": "off",
        }
        return super().get_context(name, value, ours | (attrs or {}))


class DayField(forms.DateField):
    """A date as people write it."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return typed_day(value)
        except Unreadable:
            raise ValidationError(
                _("“%(value)s” is not a full date. Write it like 2026-11-23 or R8.11.23.") % {"value": value},
                code="invalid",
            ) from None
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None


class PastDay(DayField):
    """A day on which something happened: today or earlier. What is looked at in 2062 would be in order until then."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > today():
            raise ValidationError(_("This day is still to come."))


class ComingDay(DayField):
    """A day by which something is to happen: today or later."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < today():
            raise ValidationError(_("This day has passed."))
