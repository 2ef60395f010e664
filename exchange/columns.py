"""What the ledger's columns are called, as the preview and the export print them (handbook.md 4.1)."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "business": _("line of work"),
    "name": _("name"),
    "notes": _("notes"),
    "users": _("users"),
    "department": _("department"),
    "department_words": _("department as written"),
    "medium": _("medium"),
    "location": _("cabinet, folder, shelf"),
    "place": _("place"),
    "personal": _("personal information"),
    "sensitive": _("sensitive personal information"),
    "my_number": _("My Number"),
    "technical": _("technical information"),
    "confidentiality": _("confidentiality"),
    "integrity": _("integrity"),
    "availability": _("availability"),
    "retention": _("keep for"),
    "keep_until_on": _("keep until"),
    "registered_on": _("registered on"),
    "origin": _("origin"),
    "giver": _("received from"),
    "secrecy_duty": _("NDA, or why there is none"),
    "received_on": _("received on"),
    "return_due_on": _("to be returned by"),
    "returned_on": _("given back or destroyed on"),
    "return_shown_by": _("what shows that"),
}
