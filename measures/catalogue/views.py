"""Pages of the catalogue: every measure with where it comes from, and what the company decided about it."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from measures.catalogue import Measure
from measures.catalogue.forms import FORMS, OwnForm
from measures.catalogue.listing import Wanted, column_of, decided, grid, rows
from measures.catalogue.ruling import decide, decider
from measures.catalogue.rulings import TEXTS, book_measure, texts_of, todays
from measures.doors import measure_or_404
from measures.models import Ruling
from measures.rule_texts import rule_texts
from measures.rules import RULES

Aspect = Ruling.Aspect
WORDED: Final = {each.name: each.verbose_name for each in Ruling._meta.concrete_fields}
HEADINGS: Final = {
    "level": gettext_lazy("From which level it is asked"),
    "words": gettext_lazy("Correct the wording"),
}
# What the keys of sources stand for: documents by name, public pages (seen on 2026-11-23) by their site.
SOURCES: Final[Mapping[str, Any]] = {
    "seed": gettext_lazy("METI's flyer"),
    "mem-H": gettext_lazy("METI's handbook, as summarised by Kura"),
    "mem-M": gettext_lazy("METI's handbook, as summarised by Kura, less certain"),
    **dict.fromkeys(("delfE", "delfP", "delfX"), "del-f.co.jp"),
    "3ss": "3s-s.jp",
    "asak": "asak.jp",
    "asami": "asami-keiei.jp",
    "chusho": "chusho.meti.go.jp",
    "clook": "clooklaw.com",
    "excite": "excite.co.jp",
    "ghlegal": gettext_lazy("a public repository on law"),
    "gsoumu": "g-soumu.com",
    "inpitFAQ": "faq.inpit.go.jp",
    "kanagawa29": "police.pref.kanagawa.jp",
    "livedoorIPA": "livedoor.com",
    "noteM": "note.com",
    "qualias": "qualias.net",
    "watarin": "watarin.hatenablog.com",
    "winconsul": "winconsul.co.jp",
    "yahooAsami": "news.yahoo.co.jp",
}


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """All measures, or those that the address asks for."""
    catalogue, wanted = todays(), Wanted.of(request.GET)
    groups = rows(catalogue, wanted)
    page = {
        "grid": grid(catalogue),
        "fields": wanted.fields(),
        "filtered": bool(wanted.chosen),
        "groups": groups,
        "shown": sum(len(here) for _purpose, here in groups),
        "may_rule": decider(request.user) is not None,
        "waiting": [text for text in rule_texts().values() if text.waits_for_en],
    }
    return render(request, "measures/catalogue.html", page)


def _decider_or_404(request: HttpRequest) -> Person:
    person = decider(request.user)
    if person is None:
        raise Http404
    return person


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One measure: what the catalogue says, whose word each part is, what the company decided."""
    found, catalogue, book = measure_or_404(code), todays(), book_measure(code)
    texts = rule_texts()
    words = catalogue.ruling(found, Aspect.WORDS)
    page = {
        "measure": found,
        "column": column_of(found),
        "book": book,
        "off": catalogue.off(found),
        "level": catalogue.rulings.get((found.same_as or found.code, Aspect.LEVEL)) if _moved(found, book) else None,
        "words": words,
        "replaced": _replaced(book, words),
        "first": catalogue.measure(found.same_as) if found.same_as else None,
        "repeats": [each for each in catalogue.every if each.same_as == code],
        "decided": decided(catalogue, found),
        "story": Ruling.objects.filter(measure__in={code, found.same_as or code}).select_related("by").order_by("-pk"),
        "rules": [(texts[id], id in RULES) for id in found.rules],
        "kinds": [kind.label for kind in found.kinds],
        "scopes": sorted(str(scope.label) for scope in found.scopes),
        "sources": list(dict.fromkeys(SOURCES.get(key, key) for key in found.source)),
        "may_rule": decider(request.user) is not None,
    }
    return render(request, "measures/catalogue_measure.html", page)


def _moved(found: Measure, book: Measure | None) -> bool:
    return book is None or book.required_from != found.required_from


def _replaced(book: Measure | None, words: Ruling | None) -> list[tuple[Any, str]]:
    """The catalogue's words that the company's stand in place of, with their field's name."""
    if book is None or words is None:
        return []
    own = texts_of(words)
    return [(WORDED[text], getattr(book, text)) for text in TEXTS if own[text]]


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str, aspect: str) -> HttpResponse:
    """Decide about one measure: on or off, the level, the words."""
    by, found = _decider_or_404(request), measure_or_404(code)
    if aspect not in FORMS or (found.same_as and aspect != "words"):
        raise Http404
    off = todays().off(found) is not None
    form = FORMS[aspect](request.POST if request.method == "POST" else None, measure=found, off=off)
    if form.is_bound and form.is_valid():
        decide(form.save(commit=False), by=by)
        messages.success(request, _("Saved. Pages and papers follow at once."))
        return redirect("catalogue:measure", code=code)
    switching = _("Ask it again") if off else _("Switch it off")
    page = {"measure": found, "form": form, "heading": HEADINGS.get(aspect, switching), "switching": aspect == "use"}
    return render(request, "measures/catalogue_rule.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """A measure of our own, which rests on somebody's word."""
    by, form = _decider_or_404(request), OwnForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = decide(form.save(commit=False), by=by)
        messages.success(request, _("Saved. Pages and papers follow at once."))
        return redirect("catalogue:measure", code=row.measure)
    page: dict[str, Any] = {"form": form, "heading": _("A measure of our own"), "back": "catalogue:list"}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)
