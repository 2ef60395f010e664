"""What I may use and how to handle it; and asking for what I need and may not know by name."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.days.fields import DayField
from accounts.directory.forms import Plain
from accounts.models import Department
from accounts.querysets import in_force
from accounts.sight import Sight
from assets.doors import sight
from assets.knowing import asking
from assets.models import AccessRequest, Asset, Grant, Holding
from classification import handling
from classification.levels import Level

SHOWN = 200  # of one level


@dataclass(frozen=True)
class Usable:
    """One thing that I may use, and by what right."""

    asset: Asset
    why: str
    grant: Grant | None


@dataclass(frozen=True)
class Shelf:
    """What I may use of one level, and the level's rules."""

    rules: handling.Rules
    things: list[Usable]
    more: bool


@require_GET
def usable(request: HttpRequest) -> HttpResponse:
    """What I may use, by level, each with its rules in short; what I asked for."""
    who = sight(request)
    page = {
        "shelves": [shelf for level in reversed(Level) if (shelf := _shelf(who, level)).things],
        "requests": AccessRequest.objects.filter(asked_by=who.person).select_related("department")[:20]
        if who.person
        else (),
    }
    return render(request, "desk/usable.html", page)


def _shelf(who: Sight, level: Level) -> Shelf:
    grants = _grants(who).filter(asset=OuterRef("pk"))
    holdings = Holding.objects.filter(asset=OuterRef("pk"), person=who.person)
    own = Q(owner=who.person) | Q(custodian=who.person) | Q(Exists(grants)) | Q(Exists(holdings))
    known = Asset.objects.seen_by(who).named_to(who).in_force().filter(own, level=level).order_by("name_key", "pk")
    rows = list(known.select_related("owner")[: SHOWN + 1])
    lines = {grant.asset_id: grant for grant in _grants(who).filter(asset__in=[row.pk for row in rows])}
    things = [Usable(row, _why(row, who, lines.get(row.pk)), lines.get(row.pk)) for row in rows[:SHOWN]]
    return Shelf(handling.rules_of(level), things, len(rows) > SHOWN)


def _grants(who: Sight) -> Any:
    """The lines of access lists that name me or a department to which I belong; the one that ends last comes last."""
    named = Q(person=who.person) | Q(department__in=who.belongs)
    return Grant.objects.filter(in_force(who.on), named).select_related("department").order_by("until_on", "pk")


def _why(asset: Asset, who: Sight, grant: Grant | None) -> str:
    if who.person and asset.owner_id == who.person.pk:
        return _("you answer for it")
    if who.person and asset.custodian_id == who.person.pk:
        return _("you keep it")
    if grant is None:
        return _("you hold it as know-how")
    return grant.purpose if grant.department is None else f"{grant.purpose} ({grant.department.label})"


class AskForm(Plain, forms.Form):
    """What somebody needs, in their own words."""

    need = forms.CharField(
        label=gettext_lazy("What do you need, and what for?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Describe it; you need not know what it is called. Write no secrets here."),
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=gettext_lazy("Which department might have it?"),
        required=False,
        help_text=gettext_lazy("Its manager answers; leave it empty if you do not know, then the stewards do."),
    )


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Describe the need; nobody learns a name by it."""
    who, form = sight(request), AskForm(request.POST if request.method == "POST" else None)
    if who.person is None:
        return render(request, "403.html", status=403)
    if request.method == "POST" and form.is_valid():
        asking.ask(form.cleaned_data["need"], form.cleaned_data["department"], by=who)
        messages.success(request, _("Asked. The answer appears on this page."))
        return redirect("desk:usable")
    return render(request, "desk/ask.html", {"form": form}, status=422 if form.is_bound else 200)


class AnswerForm(Plain, forms.Form):
    """Access to an asset that the answerer chooses."""

    code = forms.CharField(label=gettext_lazy("Code of the asset"), max_length=12)
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=120)
    until_on = DayField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Leave empty for no end."))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: to whoever asked, how it stands; to those who may have to answer, the answer."""
    found = get_object_or_404(
        AccessRequest.objects.visible_to(request.user).select_related("asked_by", "department", "answered_by"), pk=pk
    )
    who, form, problem, status = sight(request), AnswerForm(), "", 200
    if request.method == "POST":
        form = AnswerForm(request.POST)
        problem = _answered(request, found, form, who)
        if not problem and not form.errors:
            messages.success(request, _("Answered."))
            return redirect("desk:usable_request", pk=pk)
        status = 422
    theirs = AccessRequest.objects.open().answered_by(who).filter(pk=pk).exists()
    page = {
        "asked": found,
        "given": _given(found, who),
        "form": form,
        "problem": problem,
        "theirs": theirs,
        "unsaid": bool(problem) and "refuse" in request.POST,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "desk/usable_request.html", page, status=status)


def _given(found: AccessRequest, who: Sight) -> Asset | None:
    """The asset to which access was given, for those who may read its name."""
    if found.state != AccessRequest.State.GIVEN or found.asset_id is None:
        return None
    return Asset.objects.seen_by(who).named_to(who).filter(pk=found.asset_id).first()


def _answered(request: HttpRequest, found: AccessRequest, form: AnswerForm, who: Sight) -> str:
    """Give or refuse; what stands in the way, in words."""
    try:
        if "refuse" in request.POST:
            form.is_bound = False
            asking.refuse(found, request.POST.get("reason", "")[:300], by=who)
        elif form.is_valid():
            given = form.cleaned_data
            asking.give(found, given["code"], given["purpose"], given["until_on"], by=who)
    except ValueError:
        return _("Say why, in a few words.")
    except asking.Answered:
        return _("This request is not open to you now: someone was faster, or it is not yours to answer.")
    except asking.NotTheirs:
        form.add_error("code", _("There is no asset of this code to which you can give access."))
    return ""
