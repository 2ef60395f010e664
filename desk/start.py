"""The first visit to an empty Kura: make the company and its administrator, with the code from the console."""

from typing import Any
from unicodedata import normalize

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import Company, Department, Employment, Invitation, Mandate, Person, Posting, User
from accounts.querysets import today
from accounts.signing.forms import ChosenForm
from accounts.signing.invitations import hash_of
from accounts.signing.passwords import refuse_words, words_of
from accounts.trees import path_of
from journal.acts import act


class StartForm(ChosenForm):
    """The company, its administrator, and the code that proves who stands at the console."""

    field_order = ("code", "company", "headcount", "name")  # the others follow

    code = forms.CharField(label=_("One-time code"), help_text=_("Kura printed it when it was started."), max_length=40)
    company = forms.CharField(label=_("Name of the company"), max_length=120)
    headcount = forms.IntegerField(
        label=_("Number of people"),
        min_value=1,
        required=False,
        help_text=_("Optional. Decides how many may know of a secret before Kura says that they are many."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    steward = forms.BooleanField(
        label=_("I also keep the register"),
        required=False,
        help_text=_(
            "Makes you its steward: you see and enter everything. Leave it off if somebody else keeps the register."
        ),
    )

    def clean_code(self) -> str:
        code = normalize("NFKC", self.cleaned_data["code"])  # typed from the console, perhaps in full width
        waiting = Invitation.objects.open().filter(person=None).values_list("code_hash", flat=True)
        if not any(constant_time_compare(hash_of(code), known) for known in waiting):
            raise forms.ValidationError(_("This is not the code on the console. Start Kura again for a new one."))
        return code

    def judge(self, password: str, facts: dict[str, Any]) -> None:
        """It may not be made of the names given just above it."""
        person, company = Person(name=facts.get("name", "")), Company(name=facts.get("company", ""))
        validate_password(password, User(username=facts.get("username", ""), person=person))
        refuse_words(password, words_of([company]))


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Only while there is no company; afterwards the page does not exist."""
    if Company.objects.exists():
        raise Http404
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = set_up(form.cleaned_data)
        record_authentication(request, user, "password", username=user.username)  # just typed: not asked again at once
        return perform_login(request, user)
    return render(request, "desk/start.html", {"form": form}, status=422 if form.is_bound else 200)


def set_up(facts: dict[str, Any]) -> User:
    """Make the company, its root department, and the person who may manage sign-ins and settings."""
    with act(None, "desk.set_up") as deed:
        company = deed.add(Company(name=facts["company"], headcount=facts["headcount"]))
        person = deed.add(Person(code="P01", name=facts["name"], employment=Employment.REGULAR))
        root = deed.add(Department(code="ALL", name=company.name))
        deed.change(root, path=path_of(root))
        deed.add(Posting(person=person, department=root, from_on=today()))
        user = User(username=str(facts["username"]), person=person, is_staff=True, is_superuser=True)
        user.set_password(str(facts["password"]))
        user.save()
        if facts["steward"]:
            deed.add(Mandate(person=person, role=Mandate.Role.STEWARD, from_on=today(), reason=str(_("first visit"))))
        Invitation.objects.filter(person=None, used_at=None).update(used_at=timezone.now())
    return user
