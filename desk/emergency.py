"""The emergency door: opening it, and the mail that tells the chief and the owners at once."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.directory import staffing
from accounts.directory.forms import EmergencyForm
from accounts.directory.views import breaks_glass, for_those_who
from accounts.models import Company, User
from accounts.sight import sight_of
from accounts.signing.mailing import letter, mails, send
from accounts.signing.reauthentication import recently_signed_in
from desk.notices import concerned


@require_http_methods(["GET", "POST"])
@for_those_who(breaks_glass)
def emergency(request: HttpRequest) -> HttpResponse:
    """Open the emergency door for some hours: to somebody who just said who they are."""
    return recently_signed_in(_emergency)(request) if request.method == "POST" else _emergency(request)


def _emergency(request: HttpRequest) -> HttpResponse:
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mandate = staffing.break_glass(**form.cleaned_data, by=sight_of(request.user))
        told = list(concerned(mandate)) if mails() else []
        link = request.build_absolute_uri(reverse("desk:home"))
        transaction.on_commit(partial(tell, told, link), robust=True)
        messages.warning(
            request, _("The emergency door is open. The chief and the owners are shown that you opened it.")
        )
        return redirect("desk:home")
    return render(request, "desk/emergency.html", {"form": form}, status=422 if form.is_bound else 200)


def tell(users: list[User], link: str) -> None:
    """Mail each of them the link to their first page, in their own language."""
    company = Company.objects.first() or Company()
    letters = []
    for user in users:
        with override(user.language or company.language or settings.LANGUAGE_CODE):
            letters.append(letter(link, user.email))
    send(letters)
