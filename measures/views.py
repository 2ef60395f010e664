"""Pages on measures: how the register stands, what each measure asks, and whose word it rests on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Department
from accounts.querysets import today
from assets.doors import asset_for, sight
from assets.models import Asset
from assets.rights import carried_by
from files.storing import Damaged, hand_out
from journal.acts import act
from measures import vouching
from measures.asking.readings import Question
from measures.catalogue import Measure
from measures.catalogue.rulings import book_measure, todays
from measures.doors import measure_or_404
from measures.figures import categories
from measures.forms import AttestForm
from measures.models import Attestation
from measures.rule_texts import rule_texts
from measures.rules import RULES
from measures.yardsticks import by_yardstick

WORDS = 200  # of one measure on its page


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The register's totals by category and measure, for the assets I may know of."""
    department = _department(request)
    assets = Asset.objects.visible_to(request.user).kept()
    found = categories(Question(today()), assets.of_department(department.path) if department else assets)
    known = todays().by_purpose()
    groups = [
        (axis, [(m, found.by_measure[m.code]) for m in known[axis.purpose] if m.code in found.by_measure])
        for axis in found.axes
    ]
    page = {"categories": found, "groups": groups, "departments": Department.objects.all(), "department": department}
    page["yardsticks"] = by_yardstick(found.by_measure, todays())
    return render(request, "measures/overview.html", page)


def _department(request: HttpRequest) -> Department | None:
    chosen = request.GET.get("department", "")
    return Department.objects.filter(pk=chosen).first() if chosen.isdecimal() else None


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One measure: what to do, what shows it, whose word there is; give one's own."""
    found, who = measure_or_404(code), sight(request)
    shown = {"evidence": request.GET.get("evidence", "")[:300]}
    off = todays().off(found)
    form = AttestForm(*_sent(request), measure=found, by=who, initial=shown, off=bool(off))
    if request.method == "POST" and form.is_valid():
        if vouching.may_attest(who, form.instance):
            vouching.attest(form.instance, form.cleaned_data["paper"], by=who)
            messages.success(request, _("Recorded."))
            return redirect("measures:detail", code=code)
        form.add_error(
            None, _("You may speak for departments that you manage; the chief, stewards and executives for all.")
        )
    words = Attestation.objects.visible_to(request.user).filter(measure=code).with_part()
    texts, book = rule_texts(), book_measure(code)
    for_a_part = bool(who.leads) or vouching.may_attest(who, Attestation())
    page = {
        "measure": found,
        "form": form,
        "may_attest": for_a_part or "system" in form.fields,
        "may_plan": for_a_part,  # whoever only answers for a system speaks for it, and plans nothing for others
        "words": vouching.theirs(who, words.current(today())[:WORDS]),
        "rules": [(texts[id], id in RULES) for id in found.rules],
        "off": off,
        "as_proposed": book is not None and book.required_from == found.required_from,
        "own": book is None,
    }
    return render(request, "measures/detail.html", page, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    """What was typed and which file came with it."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


@require_GET
def word(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One word: who gave it, for what, since when, and what shows it."""
    found = measure_or_404(code)
    words = Attestation.objects.visible_to(request.user).filter(measure=code).with_part()
    given = get_object_or_404(words, pk=pk)
    ((given, mine),) = vouching.theirs(sight(request), [given])
    page = {"measure": found, "word": given, "mine": mine, "over": given.until_on < today()}
    return render(request, "measures/word.html", page)


@require_GET
def word_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What was filed with a word, to whoever may read it."""
    words = Attestation.objects.visible_to(request.user).filter(measure=code).exclude(file=None)
    given = get_object_or_404(words.select_related("file", "asset"), pk=pk)
    try:
        answer = hand_out(given.file, f"{code}-{given.pk}")
    except Damaged:
        messages.error(request, _("The stored file is missing or damaged. Restore it from the backup."))
        return redirect("measures:word", code=code, pk=pk)
    with act(sight(request).person, "measures.fetch_evidence", given.asset) as deed:
        deed.facts |= {"measure": code, "file": given.file.sha256}
    return answer


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a word back."""
    word = get_object_or_404(Attestation.objects.visible_to(request.user), pk=pk, measure=code)
    try:
        vouching.withdraw(word, by=sight(request))
    except vouching.NotYours:
        raise Http404 from None
    messages.success(request, _("Taken back."))
    return redirect("measures:detail", code=code)


@require_http_methods(["GET", "POST"])
def attest_asset(request: HttpRequest, code: str, asset_code: str) -> HttpResponse:
    """Give one's word for a measure on one asset."""
    found, asset = measure_or_404(code), asset_for(request, asset_code, carried_by)
    off = bool(todays().off(found))
    chosen = {"carrier": request.GET.get("carrier", "")}
    form = AttestForm(*_sent(request), measure=found, by=sight(request), asset=asset, initial=chosen, off=off)
    if request.method == "POST" and form.is_valid():
        vouching.attest(form.instance, form.cleaned_data["paper"], by=sight(request))
        messages.success(request, _("Recorded."))
        return redirect("desk:detail", code=asset_code)
    return asset_page(request, found, asset, form, _("Attest"))


def asset_page(request: HttpRequest, found: Measure, asset: Asset, form: Any, heading: str) -> HttpResponse:
    """A form about one measure of one asset."""
    page = {"measure": found, "asset": asset, "form": form, "heading": heading}
    return render(request, "measures/asset.html", page, status=422 if form.is_bound else 200)
