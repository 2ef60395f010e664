"""Choosing a language: by cookie for whoever stands before the door, and by their sign-in for whoever is inside."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views import i18n
from django.views.decorators.http import require_POST

from accounts.models import User
from journal.acts import act


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Django's own view, which sets the cookie and returns to `next`; a sign-in remembers it on every machine."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES) and language != request.user.language:
        with act(request.user.person, "accounts.choose_language") as deed:
            deed.change(request.user, language=language)
    return i18n.set_language(request)
