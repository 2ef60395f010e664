"""Papers: make one, find those made, fetch one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.days.fields import PastDay
from accounts.models import Department
from accounts.querysets import today
from assets.doors import sight
from assets.knowing.forms import inner_helper
from assets.models import Asset
from classification.levels import Level
from journal.sightings import note
from measures.quick.records import QuickRound
from reports.making import NothingToPrint, Scope, Withdrawn, intact, make_checklist, still_theirs
from reports.models import Report
from reports.quick import make_quick


class ChecklistForm(forms.Form):
    """Which assets, as of which day, in which language."""

    department = forms.ModelChoiceField(
        Department.objects.all(), label=gettext_lazy("Department"), required=False, empty_label=gettext_lazy("all")
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("all")), *Level.choices],
    )
    asset = forms.CharField(label=gettext_lazy("One asset (code)"), required=False, max_length=12)
    on = PastDay(label=gettext_lazy("Day judged"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("ja", "日本語"), ("en", "English")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        self.initial.update(on=today(), language=(get_language() or "ja")[:2])

    @property
    def scope(self) -> Scope:
        level = self.cleaned_data["level"]
        return Scope(
            self.cleaned_data["department"], None if level is None else Level(level), self.cleaned_data["asset"].strip()
        )


@require_http_methods(["GET", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """My papers, and the form for a new one."""
    who, form = sight(request), ChecklistForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and who.person is not None:
        try:
            report = make_checklist(
                form.scope, by=who, language=form.cleaned_data["language"], on=form.cleaned_data["on"]
            )
        except NothingToPrint:
            words = _("There is nothing to print: no asset that you may know of fits.")
            form.add_error("asset" if form.cleaned_data["asset"] else None, words)
        except Withdrawn:
            form.add_error(None, _("While it was being made, something in it was closed to you. Nothing was kept."))
        else:
            messages.success(request, _("%(number)s is ready.") % {"number": report.number})
            return redirect("reports:list")
    reports = Report.objects.visible_to(request.user)[:50]
    page = {"form": form, "reports": reports}
    return render(request, "reports/list.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def quick(request: HttpRequest, pk: int) -> HttpResponse:
    """A round of the quick check as a paper, in the language that is asked for."""
    who, held = sight(request), get_object_or_404(QuickRound.objects.select_related("by"), pk=pk)
    language = request.POST.get("language", "")
    if who.person is None:
        raise Http404
    if language not in ("ja", "en"):
        return redirect("quick:overview")
    try:
        report = make_quick(held, by=who, language=language)
    except Withdrawn:
        messages.error(request, _("While it was being made, something in it was closed to you. Nothing was kept."))
    else:
        messages.success(request, _("%(number)s is ready.") % {"number": report.number})
    return redirect("reports:list")


@require_GET
def download(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF, if whoever made it may still know of everything in it and the file is the one that was made."""
    report = get_object_or_404(Report.objects.visible_to(request.user), number=number)
    if not still_theirs(report, Asset.objects.visible_to(request.user).filter(pk__in=report.assets)):
        raise Http404
    if not intact(report):
        messages.error(
            request, _("The file of %(number)s is not the one that was made. Make it again.") % {"number": number}
        )
        return redirect("reports:list")
    note(sight(request).person, "reports.fetch", report, assets=report.assets)
    answer = HttpResponse(report.path.read_bytes(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="kura-{number}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
