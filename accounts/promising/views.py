"""What people have signed and learnt: overview, one person's records, recording."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.days.calendars import first_day_of_fiscal_year, fiscal_year
from accounts.models import Company, Person, Pledge, Training
from accounts.promising import recording
from accounts.promising.forms import PledgeForm, TrainingForm
from accounts.rights import read_by, recorded_by
from accounts.sight import Sight, sight_of
from files.storing import Damaged, hand_out
from journal.acts import act


def _person_or_404(request: HttpRequest, code: str, right: Any) -> tuple[Person, Sight]:
    who = sight_of(request.user)
    return get_object_or_404(Person.objects.filter(right(who)), code=code), who


@require_GET
def recognition(request: HttpRequest) -> HttpResponse:
    """The people whose records one may read, each with the last pledge and the last training."""
    who = sight_of(request.user)
    people = Person.objects.filter(read_by(who)).employed(who.on)
    valid = Q(pledges__signed_on__lte=who.on) & (Q(pledges__until_on=None) | Q(pledges__until_on__gte=who.on))
    people = people.annotate(pledged_on=Max("pledges__signed_on", filter=valid), trained_on=Max("trainings__on"))
    people = people.order_by("code")  # grouped rows lose the order of their model
    return render(request, "accounts/recognition.html", {"people": people} | _this_year(who, people))


def _this_year(who: Sight, people: Any) -> dict[str, Any]:
    """How many of these people were trained since the fiscal year began; may whoever asks record anything?"""
    first_month = _first_month()
    since = first_day_of_fiscal_year(who.on, first_month)
    trained = Training.objects.filter(on__gte=since, on__lte=who.on, person__in=people.order_by().values("pk"))
    return {
        "year": fiscal_year(who.on, first_month),
        "trained": trained.order_by().values("person").distinct().count(),
        "may_record": Person.objects.filter(recorded_by(who)).exists(),
    }


def _first_month() -> int:
    return (Company.objects.first() or Company()).fiscal_year_month


@require_http_methods(["GET", "POST"])
def pledges(request: HttpRequest, code: str) -> HttpResponse:
    """One person's pledges; whoever may record them adds one."""
    posting = request.method == "POST"
    person, who = _person_or_404(request, code, recorded_by if posting else read_by)
    may_record = Person.objects.filter(recorded_by(who), pk=person.pk).exists()
    data = (request.POST, request.FILES) if posting else (None, None)
    form = PledgeForm(*data, instance=Pledge(person=person)) if may_record else None
    if form is not None and posting and form.is_valid():
        recording.pledge(form.instance, form.cleaned_data["paper"], by=who)
        messages.success(request, _("The pledge is on record."))
        return redirect("accounts:pledges", code=code)
    page = {"person": person, "form": form, "pledges": person.pledges.select_related("file", "recorded_by")}
    return render(request, "accounts/pledges.html", page | {"today": who.on}, status=422 if posting else 200)


@require_GET
def trainings(request: HttpRequest, code: str) -> HttpResponse:
    """One person's trainings."""
    person, who = _person_or_404(request, code, read_by)
    may_record = Person.objects.filter(recorded_by(who), pk=person.pk).exists()
    first_month, rows = _first_month(), person.trainings.select_related("file", "recorded_by")
    years = [(year, list(each)) for year, each in groupby(rows, lambda row: fiscal_year(row.on, first_month))]
    return render(request, "accounts/trainings.html", {"person": person, "years": years, "may_record": may_record})


@require_http_methods(["GET", "POST"])
def training_new(request: HttpRequest) -> HttpResponse:
    """Record one training for many people at once."""
    who = sight_of(request.user)
    mine = Person.objects.filter(recorded_by(who)).employed(who.on)
    if not mine.exists():
        raise Http404
    posting = request.method == "POST"
    data = (request.POST, request.FILES) if posting else (None, None)
    form = TrainingForm(*data, people=mine, initial={"people": mine.filter(code=request.GET.get("person", ""))})
    if posting and form.is_valid():
        facts = (form.cleaned_data["topic"], form.cleaned_data["on"], form.cleaned_data["paper"])
        n = len(recording.train(form.chosen, *facts, by=who))
        said = ngettext("The training is on record for %(n)s person.", "The training is on record for %(n)s people.", n)
        messages.success(request, said % {"n": n})
        return redirect("accounts:recognition")
    return render(request, "accounts/training_new.html", {"form": form}, status=422 if posting else 200)


@require_GET
def pledge_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The signed paper."""
    person, who = _person_or_404(request, code, read_by)
    return _file(request, get_object_or_404(person.pledges.exclude(file=None), pk=pk), who, "pledge")


@require_GET
def training_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What was handed out at a training, or the list of those present."""
    person, who = _person_or_404(request, code, read_by)
    return _file(request, get_object_or_404(person.trainings.exclude(file=None), pk=pk), who, "training")


def _file(request: HttpRequest, row: Any, who: Sight, name: str) -> HttpResponse:
    try:
        answer = hand_out(row.file, f"{name}-{row.person.code}-{row.pk}")
    except Damaged:
        messages.error(request, _("The stored file is missing or damaged. Restore it from the backup."))
        return redirect(f"accounts:{name}s", code=row.person.code)
    with act(who.person, f"accounts.fetch_{name}", row) as deed:
        deed.facts["file"] = row.file.sha256
    return answer


@require_POST
def pledge_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take back a pledge that was recorded by mistake."""
    person, who = _person_or_404(request, code, recorded_by)
    return _take_back(request, get_object_or_404(Pledge.objects.filter(person=person), pk=pk), who, "accounts:pledges")


@require_POST
def training_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take back a training that was recorded by mistake."""
    person, who = _person_or_404(request, code, recorded_by)
    row = get_object_or_404(Training.objects.filter(person=person), pk=pk)
    return _take_back(request, row, who, "accounts:trainings")


def _take_back(request: HttpRequest, row: Pledge | Training, who: Sight, page: str) -> HttpResponse:
    code = row.person.code
    recording.take_back(row, by=who)
    messages.success(request, _("Removed. The journal keeps what it was."))
    return redirect(page, code=code)
