"""Pages on people, departments, firms and mandates. They show no asset."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.directory import staffing
from accounts.directory.forms import (
    DepartmentForm,
    MandateForm,
    MoveForm,
    NewPersonForm,
    PartyForm,
    PersonForm,
)
from accounts.models import Department, Mandate, Party, Person, Posting
from accounts.querysets import today
from accounts.sight import Role, administers, sight_of
from accounts.signing.reauthentication import recently_signed_in

type View = Callable[..., HttpResponse]


def keeps_people(request: HttpRequest) -> bool:
    """Enters and moves people: administrators, stewards, the chief (handbook.md 7.1: personnel, secretariat)."""
    who = sight_of(request.user)
    return who.person is not None and (administers(request.user) or who.holds(Role.STEWARD, Role.CHIEF))


def appoints(request: HttpRequest) -> bool:
    """Gives mandates: administrators, the chief, executives; nobody to themselves."""
    who = sight_of(request.user)
    return who.person is not None and (administers(request.user) or who.holds(Role.CHIEF, Role.EXECUTIVE))


def breaks_glass(request: HttpRequest) -> bool:
    """May open the emergency door: administrators, and those who lead a department."""
    who = sight_of(request.user)
    return who.person is not None and (administers(request.user) or bool(who.leads))


def looks_up_people(request: HttpRequest) -> bool:
    """Sees who works here: those who keep or appoint people, auditors, and managers for their own."""
    who = sight_of(request.user)
    return keeps_people(request) or appoints(request) or bool(who.leads) or who.holds(Role.AUDITOR)


def people_of(request: HttpRequest) -> QuerySet[Any]:
    """Those whom this person may look up: everybody, or those of the departments they lead."""
    who = sight_of(request.user)
    if keeps_people(request) or appoints(request) or who.holds(Role.AUDITOR):
        return Person.objects.all()
    posted = Posting.objects.current().filter(department__in=who.leads)
    return Person.objects.filter(pk__in=posted.values("person"))


def for_those_who(may: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Everybody else gets a page that says so."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return wrap


@require_GET
@for_those_who(looks_up_people)
def people(request: HttpRequest) -> HttpResponse:
    """Who works here and for us."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "department", "left")}
    postings = Posting.objects.current().select_related("department")
    found = people_of(request).prefetch_related(Prefetch("postings", postings, to_attr="now_at"))
    found = found.select_related("party", "user").order_by("code")
    page = {
        "people": _narrowed(found, chosen)[:500],
        "chosen": chosen,
        "departments": Department.objects.all(),
        "keeps": keeps_people(request),
        "appoints": appoints(request),
        "breaks_glass": breaks_glass(request),
    }
    return render(request, "accounts/people.html", page)


def _narrowed(found: QuerySet[Any], chosen: dict[str, str]) -> QuerySet[Any]:
    if chosen["q"]:
        word = chosen["q"]
        found = found.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__iexact=word))
    if chosen["department"].isdecimal():
        below = Department.objects.below(Department.objects.filter(pk=chosen["department"]))
        found = found.filter(pk__in=Posting.objects.current().filter(department__in=below).values("person"))
    return found.filter(left_on__lt=today()) if chosen["left"] else found.employed()  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def new_person(request: HttpRequest) -> HttpResponse:
    """Enter somebody, with or without a sign-in."""
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begins = form.instance.entered_on or today()
        person = staffing.enter(form.instance, form.cleaned_data["department"], begins, by=sight_of(request.user))
        if "another" in request.POST:
            messages.success(request, _("%(person)s is entered. Now the next one.") % {"person": person.label})
            return redirect("people:new")
        messages.success(request, _("Entered."))
        return redirect("desk:person", code=person.code)
    return _form_page(request, form, _("Enter a person"), "people:list", another=_("Save and enter the next"))


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def edit_person(request: HttpRequest, code: str) -> HttpResponse:
    """Amend what is known of a person."""
    person = get_object_or_404(Person, code=code)
    label = person.label  # as it is, whatever the form makes of it
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        staffing.amend(form.instance, by=sight_of(request.user))
        messages.success(request, _("Saved."))
        return redirect("desk:person", code=form.instance.code)
    return _form_page(request, form, _("Amend %(person)s") % {"person": label}, "desk:person", code=code, above=label)


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody goes to another department: what they had access to is to be confirmed again."""
    person = get_object_or_404(Person, code=code)
    now_at = [posting.department_id for posting in person.postings.current()]
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"departments": now_at}, person=person)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        staffing.move(person, facts["departments"], facts["from_on"], by=sight_of(request.user))
        messages.success(request, _("Moved. Their access is listed to be confirmed again."))
        return redirect("desk:person", code=code)
    heading = _("Move %(person)s") % {"person": person.label}
    return _form_page(request, form, heading, "desk:person", code=code, above=person.label)


@require_GET
@for_those_who(looks_up_people)
def departments(request: HttpRequest) -> HttpResponse:
    """The departments as a tree, with who leads them; the firms outside."""
    page = {
        "departments": Department.objects.select_related("manager", "deputy").order_by("path"),
        "parties": Party.objects.all(),
        "keeps": keeps_people(request),
    }
    return render(request, "accounts/departments.html", page)


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def department(request: HttpRequest, code: str = "") -> HttpResponse:
    """Enter or amend a department and who leads it."""
    row = get_object_or_404(Department, code=code) if code else Department()
    heading = row.label if code else _("Add a department")  # what was typed is no name yet
    form = DepartmentForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.settle(form.instance, by=sight_of(request.user))
            messages.success(request, _("Saved."))
            return redirect("people:departments")
        except staffing.OwnAppointment:
            form.add_error(None, _own())
    return _form_page(request, form, heading, "people:departments")


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def party(request: HttpRequest, code: str = "") -> HttpResponse:
    """Enter or amend an outside firm."""
    row = get_object_or_404(Party, code=code) if code else Party()
    heading = row.label if code else _("Add a firm")
    form: ModelForm = PartyForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        if code:
            staffing.amend(form.instance, by=sight_of(request.user))
        else:
            staffing.add(form.instance, by=sight_of(request.user))
        messages.success(request, _("Saved."))
        return redirect("people:departments")
    return _form_page(request, form, heading, "people:departments")


@require_http_methods(["GET", "POST"])
@for_those_who(appoints)
def mandates(request: HttpRequest) -> HttpResponse:
    """Who holds a standing right over the register, and giving one: that, to somebody who just said who they are."""
    return recently_signed_in(_mandates)(request) if request.method == "POST" else _mandates(request)


def _mandates(request: HttpRequest) -> HttpResponse:
    form = MandateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.appoint(form.instance, by=sight_of(request.user))
            messages.success(request, _("Given."))
            return redirect("people:mandates")
        except staffing.OwnAppointment:
            form.add_error(None, _own())
    rows = Mandate.objects.select_related("person", "department", "place", "given_by")
    current = rows.current()
    page = {
        "form": form,
        "current": current.order_by("role", "person__code"),
        "ended": rows.exclude(pk__in=current.values("pk")).order_by(F("until_on").desc(nulls_last=True), "-pk")[:30],
        "mine": sight_of(request.user).person,
    }
    return render(request, "accounts/mandates.html", page, status=422 if form.is_bound else 200)


@require_POST
def end_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate; one's own emergency too."""
    who = sight_of(request.user)
    mandate = get_object_or_404(Mandate.objects.current(), pk=pk)
    own_emergency = mandate.role == Mandate.Role.BREAK_GLASS and who.person == mandate.person
    if not (appoints(request) or own_emergency):
        raise Http404
    staffing.dismiss(mandate, by=who)
    messages.success(request, _("Ended."))
    return redirect("people:mandates" if appoints(request) else "desk:home")


def _form_page(
    request: HttpRequest, form: Any, heading: str, back: str, *, code: str = "", above: str = "", another: str = ""
) -> HttpResponse:
    """The page of a form; it leads back to a list, or to somebody's page: by their code, as they are called.
    `another`: the words of the button that saves and asks for the next."""
    page = {"form": form, "heading": heading, "back": back, "back_code": code, "above": above, "another": another}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)


def _own() -> str:
    return _(
        "Nobody gives a right over the register to themselves: ask another administrator, the chief or an executive."
    )
