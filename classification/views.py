"""The rules of each level: to read, to confirm, and for the chief to change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.kept import Typed, held
from accounts.models import Mandate
from accounts.sight import Sight, sight_of
from classification import handling as rules
from classification.forms import HandlingForm
from classification.levels import Level, level_of


def _level_or_404(code: str) -> Level:
    try:
        return level_of(code)
    except KeyError as error:
        raise Http404 from error


def _may_change(who: Sight) -> bool:
    return who.holds(Mandate.Role.CHIEF)


@require_GET
def handling(request: HttpRequest) -> HttpResponse:
    """How each level is handled, and which of these rules one has confirmed."""
    who = sight_of(request.user)
    known = rules.confirmed(who.person) if who.person else {}
    levels = [(each, known.get(each.level)) for each in reversed(rules.in_force().values())]
    page = {"levels": levels, "may_change": _may_change(who), "confirmed_from": rules.CONFIRMED_FROM}
    return render(request, "classification/handling.html", page)


@require_http_methods(["GET", "POST"])
def handling_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The chief words a level's rules anew; everybody will be asked to confirm them."""
    level, who = _level_or_404(code), sight_of(request.user)
    if not _may_change(who):
        return render(request, "403.html", status=403)
    current = rules.rules_of(level)
    posting = request.method == "POST"
    form = HandlingForm(request.POST if posting else None, initial={"seen": current.version, **current.texts})
    if posting and form.is_valid():
        try:
            rules.change(level, form.texts, seen=form.cleaned_data["seen"], by=who)
        except rules.ChangedMeanwhile:
            form.add_error(None, _("Somebody else changed these rules meanwhile. Open the page again and look."))
        else:
            messages.success(request, _("The new rules are in force. Everybody is asked to confirm them."))
            return redirect("classification:handling")
    page = {"form": form, "rules": current}
    return render(request, "classification/handling_edit.html", page, status=422 if posting else 200)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of one level, to be read before the first asset of it is opened; then on to where one was going, or
    back to what one had typed."""
    level, who = _level_or_404(code), sight_of(request.user)
    if who.person is None or level < rules.CONFIRMED_FROM:
        raise Http404
    typed = Typed.unpacked(request.POST.get("typed", ""))
    if request.method == "GET":
        known = rules.confirmed(who.person).get(level)
        return _confirm_page(request, level, known=None if rules.is_unread(level, who.person) else known)
    try:
        rules.confirm(level, int(request.POST.get("version", "0")), by=who)
    except (ValueError, rules.ChangedMeanwhile):
        problem = _("These rules have changed meanwhile. Read them as they are now.")
        return _confirm_page(request, level, typed, status=409, problem=problem)
    return held(request, typed, "read") if typed else redirect(_onward(request) or "classification:handling")


def confirm_first(request: HttpRequest, level: Level) -> HttpResponse:
    """The answer to what was sent by somebody who has yet to confirm the rules: these, and what was typed is kept."""
    return _confirm_page(request, level, Typed.of(request), status=403)


def _confirm_page(
    request: HttpRequest, level: Level, typed: Typed | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    page = {"rules": rules.rules_of(level), "onward": _onward(request), "typed": typed}
    return render(request, "classification/confirm.html", page | more, status=status)


def _onward(request: HttpRequest) -> str:
    """Where the reader was going, if that is a page of ours; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=secure)
    return wanted if ours else ""
