"""The company's settings: its name and ways and logo for administrators, the numbers of the rules for the chief too."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.directory import logos
from accounts.models import Company, Logo, Mandate, Person, User
from accounts.sight import sight_of
from accounts.signing.mailing import mails
from accounts.signing.reauthentication import recently_signed_in
from desk.forms import CompanyForm, LogoForm, ThresholdForm
from journal.acts import act
from measures.thresholds import decide, every_number, number


def administrator(request: HttpRequest) -> Person | None:
    """The person, if they look after the settings."""
    return sight_of(request.user).person if isinstance(request.user, User) and request.user.is_staff else None


def decider(request: HttpRequest) -> Person | None:
    """The person, if they may decide the numbers of the rules: administrators and the chief."""
    who = sight_of(request.user)
    return who.person if who.holds(Mandate.Role.CHIEF) else administrator(request)


def _or_404(person: Person | None) -> Person:
    if person is None:
        raise Http404
    return person


def _company() -> Company:
    return get_object_or_404(Company.objects.order_by("pk")[:1])


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Everything on one page; the company's own part is an administrator's, who just said who they are."""
    _or_404(decider(request))
    by = administrator(request)
    if request.method == "POST":
        return recently_signed_in(_save)(request, _or_404(by))
    return _settings_page(request, CompanyForm(None, instance=_company()), LogoForm(), by)


def _save(request: HttpRequest, by: Person) -> HttpResponse:
    form = CompanyForm(request.POST, instance=_company())
    if not form.is_valid():
        return _settings_page(request, form, LogoForm(), by)
    with act(by, "accounts.amend_company", form.instance) as deed:
        deed.save(form.instance)
    messages.success(request, _("Saved."))
    return redirect("desk:settings")


def _settings_page(request: HttpRequest, form: CompanyForm, logo_form: LogoForm, by: Person | None) -> HttpResponse:
    page: dict[str, Any] = {
        "form": form if by else None,
        "logo_form": logo_form,
        "numbers": every_number(),
        "mails": mails(),
    }
    return render(request, "desk/settings.html", page, status=422 if form.is_bound or logo_form.is_bound else 200)


@require_POST
def logo_change(request: HttpRequest) -> HttpResponse:
    """Another logo, or none."""
    by, company = _or_404(administrator(request)), _company()
    if "remove" in request.POST:
        logos.drop(company, by=by)
        return redirect("desk:settings")
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _settings_page(request, CompanyForm(None, instance=company), form, by)
    logos.put(company, form.cleaned_data["logo"], by=by)
    messages.success(request, _("Saved."))
    return redirect("desk:settings")


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """The picture, for whoever is signed in."""
    found = get_object_or_404(Logo)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_http_methods(["GET", "POST"])
def threshold(request: HttpRequest, rule: str, name: str, level: str) -> HttpResponse:
    """One number: what Kura proposes, what the company decides, and why."""
    by, about = _or_404(decider(request)), number(rule, name, level)
    if about is None:
        raise Http404
    form = ThresholdForm(request.POST if request.method == "POST" else None, initial={"value": about.value})
    if request.method == "POST" and form.is_valid():
        value = None if "back" in request.POST else form.cleaned_data["value"]
        decide(about, None if value == about.proposed else value, form.cleaned_data["reason"], by=by)
        messages.success(request, _("Saved. Verdicts follow at once."))
        return redirect("desk:settings")
    page = {"form": form, "number": about}
    return render(request, "desk/threshold.html", page, status=422 if form.is_bound else 200)
