"""Sign-ins of other people, for administrators; and the page behind a one-time link."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Invitation, Person, User
from accounts.opened import ChangedMeanwhile, anew, as_sent, has_moved_on, taken_along
from accounts.signing import invitations, links, second_factor, sessions
from accounts.signing.forms import AmendSignInForm, InvitationForm, InviteForm, LinkForm
from accounts.signing.mailing import letter, mails, send
from accounts.signing.reauthentication import recently_signed_in
from journal.acts import act

PAGE = 50
STATES = {
    "without": Q(user=None, invited=False),
    "invited": Q(invited=True),
    "with": Q(user__is_active=True),
    "off": Q(user__is_active=False),
}


def _people(request: HttpRequest) -> QuerySet[Any]:
    """Everybody who works here, for whoever looks after sign-ins; for others the page does not exist."""
    if not (isinstance(request.user, User) and request.user.is_staff):
        raise Http404
    rows = Person.objects.employed().select_related("user")
    factors = Authenticator.objects.filter(user__person=OuterRef("pk"), type__in=second_factor.FACTORS)
    own = Invitation.objects.waiting().filter(person=OuterRef("pk"))  # one at most; its time may have run out
    return rows.annotate(
        has_factor=Exists(factors),
        invited=Exists(Invitation.objects.open().filter(person=OuterRef("pk"))),
        link_until=Subquery(own.values("expires_at")),
    )


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Who signs in, who is invited, who does not sign in."""
    people, word, state = _people(request), request.GET.get("q", "").strip(), request.GET.get("state", "")
    if word:
        people = people.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__iexact=word))
    if state in STATES:
        people = people.filter(STATES[state])
    page = Paginator(people.order_by("code"), PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/sign_ins.html", {"page": page, "q": word, "state": state})


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One person's sign-in, and what can be done about it."""
    return render(request, "accounts/sign_in.html", _detail(request, code))


def _detail(request: HttpRequest, code: str) -> dict[str, Any]:
    person = get_object_or_404(_people(request), code=code)
    sign_in = getattr(person, "user", None)
    make = _amending(request, sign_in)
    return {
        "person": person,
        "sign_in": sign_in,
        "amend_form": make(None) if sign_in else None,
        "opened": taken_along(make, {}) if sign_in else "",
        "waiting": Invitation.objects.open().filter(person=person).first(),
        "form": InviteForm() if mails() else None,
        "account": links.link_of(person.user) if hasattr(person, "user") else None,
        "link_form": LinkForm() if links.are_kept() else None,
    }


@require_POST
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """Its name and address; whether it opens; whether it looks after the others. Nobody settles that of their own."""
    page = _detail(request, code)
    return recently_signed_in(_amend)(request, page)


def _amend(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    user, code = page["sign_in"], page["person"].code
    if user is None:
        return redirect("sign_in_detail", code)
    make = _amending(request, user)
    try:
        form = _amended(request, make)
    except ChangedMeanwhile:
        page |= {"amend_form": anew(make, request.POST), "opened": taken_along(make, {})}
        return render(request, "accounts/sign_in.html", page, status=409)
    if form.errors:
        page |= {"amend_form": form, "opened": taken_along(make, request.POST)}
        return render(request, "accounts/sign_in.html", page, status=422)
    return redirect("sign_in_detail", code)


def _amending(request: HttpRequest, user: Any) -> Callable[[Any], AmendSignInForm]:
    """Makes the form on a sign-in as it stands in the database."""
    return lambda data: AmendSignInForm(data, instance=User.objects.get(pk=user.pk), own=user == request.user)


def _amended(request: HttpRequest, make: Callable[[Any], AmendSignInForm]) -> AmendSignInForm:
    """The form; where it has no errors, what it changed is written."""
    form, has_changed = as_sent(request, make)
    if not has_changed:
        return form
    with act(request.user.person, "accounts.amend_sign_in", form.instance) as deed:  # type: ignore[union-attr]
        User.objects.select_for_update().get(pk=form.instance.pk)
        if has_moved_on(make, request.POST):  # between the first look and the lock
            raise ChangedMeanwhile
        deed.save(form.instance)
        deed.facts["fields"] = sorted(form.changed_data)
    messages.success(request, _("Saved."))
    return form


@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """A new link, shown once; the form may say where it is mailed to."""
    page = _detail(request, code)
    return recently_signed_in(_invite)(request, page)


def _invite(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/sign_in.html", page | {"form": form}, status=422)
    try:
        code = invitations.invite(page["person"], request.user.person)  # type: ignore[union-attr]
    except invitations.NotInvited:
        messages.error(request, _("This sign-in is switched off. Switch it on first."))
        return redirect("sign_in_detail", page["person"].code)
    link = request.build_absolute_uri(reverse("invitation", args=[code]))
    address = form.cleaned_data["address"] if mails() else ""
    if address and not send([letter(link, address)]):
        messages.error(request, _("The mail server did not take it. Hand the link over yourself."))
        address = ""
    return render(request, "accounts/invited.html", page | {"link": link, "address": address})


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The link stops working."""
    person = _detail(request, code)["person"]
    if invitations.withdraw(person, request.user.person):  # type: ignore[union-attr]
        messages.success(request, _("The link no longer works."))
    return redirect("sign_in_detail", person.code)


@require_POST
def end_sessions(request: HttpRequest, code: str) -> HttpResponse:
    """Sign somebody out everywhere: a lost telephone, a stolen computer."""
    page = _detail(request, code)
    if page["sign_in"]:
        sessions.end(page["sign_in"], request.user.person)  # type: ignore[union-attr]
        messages.success(request, _("Signed out everywhere."))
    return redirect("sign_in_detail", page["person"].code)


@require_POST
def remove_factor(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody has lost both telephone and recovery codes: they set up a new factor at the next sign-in."""
    page = _detail(request, code)
    return recently_signed_in(_remove_factor)(request, page)


def _remove_factor(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    if page["sign_in"] and page["sign_in"] != request.user:
        second_factor.remove(page["sign_in"], request.user.person)  # type: ignore[union-attr]
        messages.success(request, _("The second factor is removed."))
    return redirect("sign_in_detail", page["person"].code)


@require_POST
def link(request: HttpRequest, code: str) -> HttpResponse:
    """A company account opens this sign-in, by its subject."""
    page = _detail(request, code)
    if page["link_form"] is None:
        raise Http404
    return recently_signed_in(_link)(request, page)


def _link(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    form = LinkForm(request.POST)
    if not form.is_valid() or not page["sign_in"]:
        return render(request, "accounts/sign_in.html", page | {"link_form": form}, status=422)
    if links.tie(page["sign_in"], form.cleaned_data["subject"], request.user.person):  # type: ignore[union-attr]
        messages.success(request, _("The company account is linked."))
    else:
        messages.error(request, _("Not linked: this account or this sign-in is linked already."))
    return redirect("sign_in_detail", page["person"].code)


@require_POST
def unlink(request: HttpRequest, code: str) -> HttpResponse:
    """The company account opens this sign-in no more."""
    page = _detail(request, code)
    return recently_signed_in(_unlink)(request, page)


def _unlink(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    if page["sign_in"] and links.cut(page["sign_in"], request.user.person):  # type: ignore[union-attr]
        sessions.end(page["sign_in"], request.user.person)  # type: ignore[union-attr]
        messages.success(request, _("The company account is unlinked."))
    return redirect("sign_in_detail", page["person"].code)


@never_cache
@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a sign-in name and a password. A link that does not work says nothing about why."""
    invitation = invitations.invitation_of(code)
    if invitation is None or invitation.person is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = InvitationForm(request.POST if request.method == "POST" else None, person=invitation.person)
    try:
        if form.is_valid():
            facts = form.cleaned_data
            invitations.accept(invitation, facts.get("username", ""), facts["password"])
            logout(request)
            messages.success(request, _("Done. Please sign in."))
            return redirect("account_login")
    except invitations.NotInvited:
        return render(request, "accounts/invitation_gone.html", status=404)
    except invitations.NameTaken:
        form.add_error("username", _("Choose another sign-in name."))
    page = {"form": form, "person": invitation.person}
    return render(request, "accounts/invitation.html", page, status=422 if form.is_bound else 200)
