"""How the company itself stands, and the small records that show it."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Department
from accounts.sight import Sight
from assets.doors import sight
from classification.models import Edition, Rulebook
from measures.asking.readings import Question
from measures.asking.standing import rows_stand
from measures.company import housekeeping
from measures.company.forms import ContactForm, InventoryForm, ReviewForm
from measures.models import Inventory, ReportingContact, RuleReview

OF_THE_COMPANY = ("GOV-01", "VIS-05", "MOV-04", "GOV-06", "GOV-05")
INVENTORY = "GOV-07"
EARLIER = 10  # of each kind of record


def _keeper_or_404(request: HttpRequest) -> Sight:
    who = sight(request)
    if not housekeeping.keeps_company(who):
        raise Http404
    return who


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Every rule about the company with how it stands, and what was recorded."""
    who = sight(request)
    if not housekeeping.reads_company(who):
        raise Http404
    question = Question(who.on)
    stands = {id: each for id in OF_THE_COMPANY for each in rows_stand(id, question)}
    inventories = [(each, housekeeping.may_take_inventory(who, each.row)) for each in rows_stand(INVENTORY, question)]
    page = {
        "stands": list(stands.values()),
        "contacts": ReportingContact.objects.select_related("by")[:EARLIER],
        "books": Edition.objects.in_force(who.on).select_related("rulebook").order_by("rulebook"),
        "reviews": RuleReview.objects.select_related("by", "rulebook")[:EARLIER],
        "inventories": inventories,
        "taken": Inventory.objects.select_related("by", "department")[:EARLIER],
        "may_keep": housekeeping.keeps_company(who),
    }
    return render(request, "measures/company.html", page)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Say to whom people report, or that everybody was told again."""
    who, last = _keeper_or_404(request), ReportingContact.objects.first()
    form = ContactForm(_posted(request), initial={"contact": last.contact} if last else {})
    if form.is_bound and form.is_valid():
        housekeeping.announce(form.save(commit=False), by=who)
        return _recorded(request)
    return _form_page(request, form, _("Reporting contact"))


@require_http_methods(["GET", "POST"])
def rule_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that company rules were gone through."""
    who, book = _keeper_or_404(request), get_object_or_404(Rulebook, pk=pk)
    form = ReviewForm(_posted(request), instance=RuleReview(rulebook=book))
    if form.is_bound and form.is_valid():
        housekeeping.review(form.save(commit=False), by=who)
        return _recorded(request)
    return _form_page(request, form, _("Review of %(book)s") % {"book": book.label})


@require_http_methods(["GET", "POST"])
def inventory(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a department has finished its inventory."""
    who, department = sight(request), get_object_or_404(Department, code=code)
    if not housekeeping.may_take_inventory(who, department):
        raise Http404
    form = InventoryForm(_posted(request), instance=Inventory(department=department))
    if form.is_bound and form.is_valid():
        housekeeping.take_inventory(form.save(commit=False), by=who)
        return _recorded(request)
    return _form_page(request, form, _("Inventory of %(department)s") % {"department": department.label})


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _recorded(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect("company:records")


def _form_page(request: HttpRequest, form: ModelForm, heading: str) -> HttpResponse:
    page = {"form": form, "heading": heading, "back": "company:records"}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)
