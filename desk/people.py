"""A person on one page: where they work, what they may, what they can reach; moving and leaving."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.days.fields import DayField
from accounts.directory.forms import Plain
from accounts.directory.views import appoints, for_those_who, keeps_people, looks_up_people, people_of
from accounts.models import LeaverCase, Person, Pledge
from accounts.querysets import today
from accounts.sight import Role, Sight, person_sight
from assets import leaving, reach
from assets.doors import sight
from assets.knowing import access
from assets.models import Asset, Grant
from assets.rights import granted_by
from desk.papers import paper
from journal.acts import name_of
from journal.sightings import note
from measures.asking.readings import Question
from measures.asking.standing import Standing, rows_stand
from measures.verdicts import Verdict

OF_PEOPLE = ("PER-01", "PER-02", "PER-03", "PER-05")
SHOWN = 300  # lines of one list on a page
LOOK_BACK = timedelta(days=90)


def reads_reach(request: HttpRequest) -> bool:
    """May read what others can reach: stewards, the chief, executives and auditors, and managers for their own."""
    who = sight(request)
    return who.holds(Role.STEWARD, Role.CHIEF, Role.EXECUTIVE, Role.AUDITOR) or bool(who.leads)


def _person(request: HttpRequest, code: str) -> Person:
    """Somebody whom this person may look up, or they themselves; the same 404 for the rest."""
    me = sight(request).person
    if me is not None and me.code == code:
        return me
    return get_object_or_404(people_of(request) if _looks_up(request) else Person.objects.none(), code=code)


def _looks_up(request: HttpRequest) -> bool:
    return reads_reach(request) or keeps_people(request) or appoints(request)


def _reachable(request: HttpRequest, person: Person) -> Any:
    """What the person can reach today, of what whoever asks may know of."""
    open_to_them = Asset.objects.seen_by(person_sight(person)).order_by().values("pk")
    return Asset.objects.visible_to(request.user).kept().filter(pk__in=open_to_them)


@require_GET
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Who somebody is to the register."""
    found = _person(request, code)
    own = found == sight(request).person
    assets = _reachable(request, found) if own or reads_reach(request) else Asset.objects.none()
    page = {
        "person": found,
        "postings": found.postings.select_related("department").order_by("-from_on"),
        "mandates": found.mandates.current().select_related("department", "place"),
        "led": reach.departments_led(found),
        "case": found.leaver_cases.open().first(),
        "assets": assets.select_related("department").order_by("-level", "code")[:SHOWN],
        "count": assets.count(),
        "to_confirm": leaving.to_confirm(found, _given_by(request), today()),
        "keeps": keeps_people(request),
        "looks_up": looks_up_people(request),
        "reads_reach": own or reads_reach(request),
        "open": _open(found, sight(request)),
    }
    return render(request, "desk/person.html", page)


def _open(found: Person, who: Sight) -> list[Standing] | None:
    """What the rules on people find open, for the person and for those who know of every asset: that somebody is asked
    for a pledge tells that they have access to a secret."""
    if not (who.everything or found == who.person):
        return None
    question = Question(who.on, who)
    stands = [each for rule in OF_PEOPLE for each in rows_stand(rule, question, Q(pk=found.pk))]
    return [each for each in stands if each.verdict in (Verdict.GAP, Verdict.UNKNOWN)]


def _given_by(request: HttpRequest) -> Any:
    """The assets whose access list whoever asks may change, sealed names that they may not read excepted."""
    who = sight(request)
    return Asset.objects.visible_to(request.user).named_to(who).filter(granted_by(who))


@require_POST
def confirm_access(request: HttpRequest, code: str) -> HttpResponse:
    """After a move: each old line of access is confirmed or ended by those who give it."""
    found, who = _person(request, code), sight(request)
    old = {str(grant.pk): grant for grant in leaving.to_confirm(found, _given_by(request), today())}
    kept = [old[key] for key in request.POST.getlist("keep") if key in old]
    gone = [old[key] for key in request.POST.getlist("end") if key in old and key not in request.POST.getlist("keep")]
    done = {"kept": _each(access.renew, kept, who), "gone": _each(access.end, gone, who)}
    messages.success(request, _("Confirmed: %(kept)s. Ended: %(gone)s.") % done)
    return redirect("desk:person", code=code)


def _each(deed: Callable[..., Any], grants: list[Grant], who: Sight) -> int:
    """Do it to each line that nobody has ended meanwhile; how many there were."""
    done = 0
    for grant in grants:
        with suppress(access.AlreadyEnded):
            deed(grant, by=who)
            done += 1
    return done


class NoticeForm(Plain, forms.Form):
    """When they gave notice, and their last day."""

    notice_on = DayField(label=gettext_lazy("Gave notice on"))
    last_on = DayField(label=gettext_lazy("Last day"))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("notice_on") and facts.get("last_on") and facts["last_on"] < facts["notice_on"]:
            self.add_error("last_on", _("The last day lies before the notice."))
        return facts


class HandOverForm(Plain, forms.Form):
    to = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Who takes over"))

    def __init__(self, *args: Any, leaver: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.employed().exclude(pk=leaver.pk)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_those_who(keeps_people)
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """A notice: everything that this person can reach, what must come back, who takes over."""
    found = get_object_or_404(Person, code=code)
    case = found.leaver_cases.open().first()
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=_dates(found, case))
    if request.method == "POST" and form.is_valid():
        if case:
            leaving.postpone(case, form.cleaned_data["last_on"], by=sight(request))
        else:
            leaving.give_notice(found, **form.cleaned_data, by=sight(request))
        messages.success(request, _("Recorded. Access ends on the last day by itself."))
        return redirect("desk:leave", code=code)
    return _leave_page(request, found, 422 if form.is_bound else 200, form=form)


def _leave_page(request: HttpRequest, leaver: Person, status: int = 200, **more: Any) -> HttpResponse:
    page = _leaver_page(request, leaver) | {"case": leaver.leaver_cases.open().first()}
    page["hand_over"] = HandOverForm(leaver=leaver)
    return render(request, "desk/leave.html", page | more, status=status)


def _dates(leaver: Person, case: LeaverCase | None) -> dict[str, date | None]:
    """The case's days; where none was opened, what is known of somebody who has left or is to leave."""
    if case:
        return {"notice_on": case.notice_on, "last_on": case.last_on}
    return {"notice_on": leaver.notice_on or today(), "last_on": leaver.left_on}


def _leaver_page(request: HttpRequest, leaver: Person) -> dict[str, Any]:
    visible = Asset.objects.visible_to(request.user).kept()
    named = visible.named_to(sight(request))
    return {
        "person": leaver,
        "assets": _reachable(request, leaver).order_by("-level", "code")[:SHOWN],
        "grants": Grant.objects.current().filter(person=leaver, asset__in=named.order_by().values("pk")),
        "answers_for": visible.filter(leaving.answered_for(leaver)).order_by("-level", "code"),
        "carriers": leaving.carriers_kept(leaver, named),
        "know_how": leaving.know_how_of(leaver, named),
        "led": reach.departments_led(leaver),
        "mandates": leaver.mandates.current(),
        "reads_reach": reads_reach(request),
        "pledge": leaver.pledges.filter(kind=Pledge.Kind.EXIT).first(),
    }


@require_POST
@for_those_who(keeps_people)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """What the leaver answers for goes to another: all of it, or what is ticked."""
    found = get_object_or_404(Person, code=code)
    form = HandOverForm(request.POST, leaver=found)
    wanted = request.POST.getlist("asset")
    if form.is_valid() and not wanted:
        form.add_error(None, _("Tick what is handed over."))
    if not form.is_valid():
        notice = NoticeForm(initial=_dates(found, found.leaver_cases.open().first()))
        return _leave_page(request, found, 422, form=notice, hand_over=form, ticked=wanted)
    assets = Asset.objects.visible_to(request.user).named_to(sight(request)).filter(leaving.answered_for(found))
    n = leaving.hand_over(assets.filter(code__in=wanted), found, form.cleaned_data["to"], by=sight(request))
    messages.success(request, _("Handed over: %(n)s.") % {"n": n})
    return redirect("desk:leave", code=code)


@require_POST
@for_those_who(keeps_people)
def end_leaving(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """What they had came back; or the case is closed, or the notice withdrawn."""
    found = get_object_or_404(Person, code=code)
    case = get_object_or_404(found.leaver_cases.open())
    ways = {"returned": leaving.take_back, "close": leaving.close, "withdraw": leaving.withdraw}
    if how not in ways:
        raise Http404
    ways[how](case, by=sight(request))
    messages.success(request, _("Recorded."))
    return redirect("desk:leave" if how == "returned" else "desk:person", code=code)


@require_GET
@for_those_who(keeps_people)
def leaver_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The paper to sign on leaving: what was reached, what comes back, the promise."""
    found = get_object_or_404(Person, code=code)
    page = _leaver_page(request, found) | {"case": found.leaver_cases.open().first()}
    note(sight(request).person, "desk.leaver_paper", found)
    heading, filename = _("Confirmation on leaving"), f"kura-leaving-{found.code}"
    return paper(request, "desk/leaver_paper.html", page, heading=heading, filename=filename, level=_level(page))


class SpanForm(Plain, forms.Form):
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("first") and facts.get("last") and facts["last"] < facts["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return facts


@require_GET
def reached(request: HttpRequest, code: str) -> HttpResponse:
    """What this person could see, and what they did see, between two days."""
    found = _person(request, code)
    if not reads_reach(request) and found != sight(request).person:
        raise PermissionDenied
    span = {"first": today() - LOOK_BACK, "last": today()}
    form = SpanForm(request.GET if "first" in request.GET else None, initial=span)
    if form.is_bound and not form.is_valid():  # no other days are shown in the place of those that were meant
        return render(request, "desk/reach.html", {"form": form, "person": found}, status=422)
    if form.is_bound:
        span = form.cleaned_data
    page = _reach_page(request, found, **span) | {"form": form, "person": found}
    note(sight(request).person, "desk.reach", found, first=span["first"], last=span["last"])
    if "pdf" in request.GET:
        heading, filename = _("What a person could see"), f"kura-reach-{found.code}"
        return paper(request, "desk/reach_paper.html", page, heading=heading, filename=filename, level=_level(page))
    return render(request, "desk/reach.html", page)


def _reach_page(request: HttpRequest, person: Person, first: date, last: date) -> dict[str, Any]:
    visible = Asset.objects.visible_to(request.user)
    opened = reach.seen(person, first, last)
    looked_at = visible.filter(pk__in=[key.rpartition(":")[2] for key in opened]).order_by("code")
    return {
        "first": first,
        "last": last,
        "ways": reach.ways(person, visible, first, last),
        "standing": reach.mandates(person, first, last),
        "led": reach.departments_led(person),
        "seen": [(asset, *opened[name_of(asset)]) for asset in looked_at],
    }


def _level(page: dict[str, Any]) -> int | None:
    """The highest level of what a paper names."""
    named = [*page.get("assets", ()), *(way.asset for way in page.get("ways", ())), *page.get("answers_for", ())]
    return max((asset.level for asset in named if asset.level is not None), default=None)
