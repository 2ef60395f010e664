"""Forms for the company's own records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import PastDay
from accounts.directory.forms import Plain
from accounts.querysets import today
from measures.models import Inventory, ReportingContact, RuleReview


class ContactForm(Plain, forms.ModelForm):
    """To whom people report."""

    announced_on = PastDay(
        label=_("Announced to everybody on"), required=False, help_text=_("Empty: not announced yet.")
    )

    class Meta:
        model = ReportingContact
        fields = ("contact", "announced_on")
        help_texts = {
            "contact": _(
                "Who takes reports of leaks and breaches, and how they are reached. Example: reception, line 112"
            )
        }


class ReviewForm(Plain, forms.ModelForm):
    """What came out when company rules were gone through."""

    on = PastDay(initial=today, label=_("Reviewed on"))

    class Meta:
        model = RuleReview
        fields = ("on", "found")
        help_texts = {"found": _("Nothing to change, or what to change. A change becomes a new edition.")}


class InventoryForm(Plain, forms.ModelForm):
    """A department went through what it holds."""

    on = PastDay(initial=today, label=_("Finished on"))

    class Meta:
        model = Inventory
        fields = ("on", "found")
        help_texts = {"found": _("How much was added, changed or retired. Example: 2 added, 1 retired")}
