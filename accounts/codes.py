"""A code that people give stands in the address of a page."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Neither a slash nor what a browser would read as a way up; “new” is the page on which one is entered.
in_an_address = RegexValidator(
    r"\A(?!new\Z)[^/.\s][^/\r\n]*\Z",
    _("A code has no slash and no line break, does not begin with a dot or a space, and is not “new”."),
)
