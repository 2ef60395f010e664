"""The page on which a manager, the chief or an executive names who decides in their name, and everybody sees theirs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.days.fields import ComingDay, DayField
from accounts.directory.forms import Plain
from accounts.models import Delegation, Person
from accounts.querysets import today
from accounts.sight import Role, Sight, sight_of
from accounts.standing_in import delegating
from accounts.standing_in.small_firm import may_allow

SHOWN = 30


class DelegationForm(Plain, forms.ModelForm):
    """Who decides in one's name, from when to when, and why."""

    from_on = DayField(label=gettext_lazy("From"), initial=today)
    until_on = ComingDay(label=gettext_lazy("Until"))

    class Meta:
        model = Delegation
        fields = ("to", "from_on", "until_on", "reason")
        help_texts = {
            "to": gettext_lazy("Sees what waits for you, and never decides on what they or you proposed."),
            "reason": gettext_lazy("Example: business trip, leave"),
        }

    def __init__(self, *args: Any, giver: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.employed().exclude(pk__in=[giver.pk] if giver else [])
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        self.instance.giver = giver

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("from_on"), cleaned.get("until_on")
        if begins and ends and ends > begins + delegating.LONGEST:
            self.add_error("until_on", _("At most a year: then look again."))
        return cleaned


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Who decides in whose name: my own, those of others for those who oversee; naming somebody."""
    who = sight_of(request.user)
    may = delegating.may_delegate(who)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = DelegationForm(request.POST if request.method == "POST" else None, giver=who.person)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        delegating.delegate(facts["to"], facts["from_on"], facts["until_on"], facts["reason"], by=who)
        messages.success(request, _("%(person)s decides in your name on these days.") % {"person": facts["to"].label})
        return redirect("people:delegations")
    rows = _told(who)
    page = {
        "form": form if may else None,
        "current": rows.filter(until_on__gte=who.on),
        "ended": rows.filter(until_on__lt=who.on)[:SHOWN],
        "me": who.person,
        "on": who.on,
        "ends_all": who.holds(Role.CHIEF),
        "may_allow": may_allow(who),
    }
    return render(request, "accounts/delegations.html", page, status=422 if form.is_bound else 200)


def _told(who: Sight) -> Any:
    """Those that concern a person; all for the chief, executives and auditors."""
    rows = Delegation.objects.select_related("giver", "to").order_by("from_on", "pk")
    if who.holds(Role.CHIEF, Role.EXECUTIVE, Role.AUDITOR):
        return rows
    return rows.filter(Q(giver=who.person) | Q(to=who.person)) if who.person else rows.none()


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of mine; the chief ends any."""
    who = sight_of(request.user)
    row = get_object_or_404(_told(who), pk=pk)
    try:
        delegating.end(row, by=who)
    except delegating.NotYours:
        raise Http404 from None
    messages.success(request, _("Ended."))
    return redirect("people:delegations")
