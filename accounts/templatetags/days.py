"""The filter `date` of every template: Django's own, but in the company's calendar. Built in by config.settings."""

import datetime
from typing import Any

from django import template
from django.template import defaultfilters

from accounts.days.calendars import DAYS, MOMENTS, written

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, format: str = "DATE_FORMAT") -> str:
    """A date in one of the named formats, in the calendar that holds; all else is as Django's filter has it."""
    if isinstance(value, datetime.date) and format in DAYS | MOMENTS:
        return written(value, format)
    return str(defaultfilters.date(value, format))
