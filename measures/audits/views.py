"""Audits: the list, one audit with its remarks, and what is done about them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.sight import Sight
from assets.doors import sight
from measures.audits import auditing
from measures.audits.forms import AuditForm, DoneForm, FinishForm, RemarkForm
from measures.company.housekeeping import reads_company
from measures.models import Audit, Remark
from measures.vouching import NotYours


def _auditor_or_404(request: HttpRequest) -> Sight:
    who = sight(request)
    if not auditing.may_audit(who):
        raise Http404
    return who


def _remark_or_404(request: HttpRequest, pk: int) -> tuple[Remark, Sight]:
    who = sight(request)
    rows = auditing.remarks_of(who).select_related("audit", "owner")
    return get_object_or_404(rows, pk=pk), who


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Every audit with how many remarks are open."""
    who = sight(request)
    if not reads_company(who):
        raise Http404
    rows = Audit.objects.select_related("auditor").prefetch_related("parts__department", "parts__place", "remarks")
    page = {"audits": [(each, _open(each)) for each in rows], "may_audit": auditing.may_audit(who), "on": who.on}
    return render(request, "measures/audits.html", page)


def _open(audit: Audit) -> int:
    return sum(each.closed_on is None for each in audit.remarks.all())


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record an audit."""
    who = _auditor_or_404(request)
    form = AuditForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        audit = auditing.hold(form.save(commit=False), facts["departments"], facts["places"], by=who)
        messages.success(request, _("Recorded."))
        return redirect("company:audit", pk=audit.pk)
    page = {"form": form, "heading": _("Record an audit"), "back": "company:audits"}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit: what it looked at and found, and how its remarks stand."""
    who = sight(request)
    audit = get_object_or_404(auditing.audits_of(who).select_related("auditor", "second", "by"), pk=pk)
    return _page(request, audit, who)


def _page(request: HttpRequest, audit: Audit, who: Sight, remark: Remark | None = None, **forms: Any) -> HttpResponse:
    """The audit's page; what was sent wrongly comes back in its form: `forms` by name, or what was done on a remark."""
    sent = {remark: request.POST} if remark else {}
    remarks = auditing.remarks_of(who).filter(audit=audit).select_related("owner", "closed_by")
    may = auditing.may_audit(who)
    page = {
        "audit": audit,
        "parts": audit.parts.select_related("department", "place"),
        "remarks": [
            (each, _done_form(each, who, sent.get(each)), may and each.owner != who.person) for each in remarks
        ],
        "may_audit": may,
        "reads": reads_company(who),
        "on": who.on,
        "remark_form": RemarkForm(),
        "finish_form": FinishForm(audit=audit),
        "mine": who.person,
    } | forms
    return render(request, "measures/audit.html", page, status=422 if forms or remark else 200)


def _done_form(remark: Remark, who: Sight, sent: Any = None) -> DoneForm | None:
    """The form in which this person says what was done; None where it is not theirs, or closed."""
    open_to = remark.closed_on is None and (remark.owner == who.person or auditing.may_audit(who))
    return DoneForm(sent, initial={"done": remark.done}, auto_id=f"remark-{remark.pk}-%s") if open_to else None


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The audit is done."""
    who, audit = _auditor_or_404(request), get_object_or_404(Audit, pk=pk)
    form = FinishForm(request.POST, audit=audit)
    if not form.is_valid():
        return _page(request, audit, who, finish_form=form)
    try:
        auditing.finish(audit, form.cleaned_data["found"], form.cleaned_data["finished_on"], by=who)
        messages.success(request, _("Recorded."))
    except auditing.Finished:
        messages.error(request, _("It is finished already; what was found then stays on record."))
    return redirect("company:audit", pk=pk)


@require_POST
def remark_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found wanting."""
    who, audit = _auditor_or_404(request), get_object_or_404(Audit, pk=pk)
    form = RemarkForm(request.POST, instance=Remark(audit=audit))
    if not form.is_valid():
        return _page(request, audit, who, remark_form=form)
    auditing.remark(form.save(commit=False), by=who)
    messages.success(request, _("Recorded."))
    return redirect("company:audit", pk=pk)


@require_POST
def remark_done(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done about a remark."""
    remark, who = _remark_or_404(request, pk)
    form = _done_form(remark, who, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _page(request, remark.audit, who, remark=remark)
    auditing.report_done(remark, form.cleaned_data["done"], by=who)
    messages.success(request, _("Recorded. An auditor closes it."))
    return redirect("company:audit", pk=remark.audit_id)


@require_POST
def remark_close(request: HttpRequest, pk: int) -> HttpResponse:
    """An auditor agrees that it is put right."""
    remark, who = _remark_or_404(request, pk)
    try:
        auditing.close(remark, by=who)
        messages.success(request, _("Closed."))
    except NotYours:
        raise Http404 from None
    except auditing.NothingDone:
        messages.error(request, _("Write what was done."))
    return redirect("company:audit", pk=remark.audit_id)
