"""“If it leaked”: the first hour in plain words, whom to call inside, whom to ask outside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.directory.prefectures import Prefecture
from accounts.models import Company, Department, Mandate, Person, User, holders
from desk.forms import ContactForm
from desk.leaks import upkeep
from desk.leaks.contacts import cards, sections
from desk.models import Contact

Role = Mandate.Role


@require_GET
def leaked(request: HttpRequest) -> HttpResponse:
    """For everyone who signs in; it holds no secrets, and the first hour prints on one page."""
    company, found = Company.objects.first() or Company(), cards()
    page = {
        "chiefs": holders(Role.CHIEF),
        "executives": holders(Role.EXECUTIVE),
        "departments": Department.objects.exclude(manager=None).select_related("manager", "deputy"),
        "sections": sections((card for card in found if not card.hidden), company.prefecture),
        "hidden": [card for card in found if card.hidden],
        "may_keep": _keeper(request) is not None,
        "prefectures": Prefecture.choices,
        "prefecture": company.prefecture,
        "blank_lines": range(8),
    }
    return render(request, "desk/leaked.html", page)


def _keeper(request: HttpRequest) -> Person | None:
    return upkeep.keeper(request.user) if isinstance(request.user, User) else None


def _keeper_or_404(request: HttpRequest) -> Person:
    person = _keeper(request)
    if person is None:
        raise Http404
    return person


def _contact_or_404(key: str) -> Contact:
    row = upkeep.word_on(key)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest) -> HttpResponse:
    """A contact of the company's own: its lawyer, its insurer, the detective it trusts."""
    by = _keeper_or_404(request)
    return _contact_page(request, upkeep.fresh(), by, heading=_("Add a contact"))


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a contact."""
    by = _keeper_or_404(request)
    return _contact_page(request, _contact_or_404(key), by, heading=_("Correct a contact"))


def _contact_page(request: HttpRequest, row: Contact, by: Person, **page: Any) -> HttpResponse:
    form = ContactForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        upkeep.amend(form.instance, by=by)
        messages.success(request, _("Saved. Confirm it once you have called or looked."))
        return redirect("desk:leaked")
    status = 422 if form.is_bound else 200
    return render(request, "desk/contact.html", page | {"form": form, "row": row}, status=status)


@require_POST
def contact_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Confirm, hide, show again, or take the company's word back."""
    by, take = _keeper_or_404(request), upkeep.STEPS.get(step)
    if take is None:
        raise Http404
    take(_contact_or_404(key), by=by)
    messages.success(request, _("Saved."))
    return redirect("desk:leaked")


@require_POST
def prefecture(request: HttpRequest) -> HttpResponse:
    """Whose police stands first."""
    by, company = _keeper_or_404(request), Company.objects.first()
    try:
        if company is not None:
            upkeep.choose_prefecture(company, request.POST.get("prefecture", ""), by=by)
    except ValueError:
        raise Http404 from None
    return redirect("desk:leaked")
