"""The company's own rules: to read, to confirm, to compare; the chief writes and adopts them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Mandate
from accounts.sight import Sight, sight_of
from classification import rulebook
from classification.book_forms import AdoptForm, BeginForm, DraftForm
from classification.books import Confirmation, Edition, Rulebook, RuleTopic
from classification.clauses import joined
from classification.comparing import compare
from classification.handling import ChangedMeanwhile
from files.storing import Damaged, hand_out
from journal.acts import act

Role = Mandate.Role
LOOKS_AFTER = (Role.CHIEF, Role.AUDITOR, Role.EXECUTIVE, Role.STEWARD)  # who is told who has not confirmed


def _writes(who: Sight) -> bool:
    return who.holds(Role.CHIEF)


def _chief_or_404(request: HttpRequest) -> Sight:
    who = sight_of(request.user)
    if not _writes(who):
        raise Http404
    return who


def _editions(book: Rulebook, who: Sight) -> Any:
    """The editions that one may read: those that were adopted; the chief reads drafts, too."""
    return book.editions.all() if _writes(who) else book.editions.adopted()


def _edition_or_404(book: Rulebook, who: Sight, version: str) -> Edition | None:
    """The edition that was asked for, else the one in force, else the newest one may read; None where there is none."""
    mine = _editions(book, who)
    if version:
        return get_object_or_404(mine, version=int(version) if version.isdecimal() and len(version) < 6 else 0)
    return Edition.objects.in_force(who.on).filter(rulebook=book).first() or mine.order_by("-version").first()


def _mine(who: Sight) -> Any:
    """The rulebooks one may read: those with an edition that was adopted; the chief reads drafts, too."""
    books = Rulebook.objects.all()
    return books if _writes(who) else books.filter(editions__state=Edition.State.ADOPTED).distinct()


@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """Every regulation with what is in force, and which of the handbook's topics nobody has ruled on."""
    who = sight_of(request.user)
    in_force = {each.rulebook_id: each for each in Edition.objects.in_force(who.on)}
    confirmed = set(
        Confirmation.objects.filter(person=who.person, edition__in=in_force.values()).values_list("edition", flat=True)
    )
    rows = [(book, each := in_force.get(book.pk), each is not None and each.pk in confirmed) for book in _mine(who)]
    page = {"rows": rows, "missing": rulebook.missing(list(in_force.values())), "topics": len(RuleTopic)}
    return render(request, "classification/books.html", page | {"may_write": _writes(who), "person": who.person})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The chief begins a regulation."""
    who = _chief_or_404(request)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        book = rulebook.begin(**form.cleaned_data, by=who)
        return redirect("classification:book_edit", pk=book.pk)
    return render(request, "classification/book_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition, clause by clause; who has confirmed it; the other editions."""
    who = sight_of(request.user)
    found = get_object_or_404(_mine(who), pk=pk)
    edition = _edition_or_404(found, who, request.GET.get("version", ""))
    editions = list(_editions(found, who))
    page = {"book": found, "edition": edition, "editions": editions, "history": list(_with_ends(editions))}
    return render(request, "classification/book.html", page | {"may_write": _writes(who)} | _read(edition, who))


def _with_ends(editions: list[Edition]) -> Iterator[tuple[Edition, date | None]]:
    """Each edition, the newest first, with its last day where a later one was adopted."""
    later: date | None = None
    for each in editions:
        yield each, later - timedelta(days=1) if later else None
        later = later if each.is_draft else each.from_on


def _read(edition: Edition | None, who: Sight) -> dict[str, Any]:
    """The clauses, and how it stands with confirming them."""
    if edition is None:
        return {"clauses": []}
    now = Edition.objects.in_force(who.on).filter(pk=edition.pk).exists()
    told = edition.confirmations.filter(person=who.person).first() if who.person else None
    page = {"clauses": edition.clauses.order_by("position"), "in_force": now, "told": told}
    page["may_confirm"] = now and who.person is not None and told is None
    if now and who.holds(*LOOKS_AFTER):
        page |= {"open": rulebook.not_confirmed_by(edition, who.on), "read_by": edition.confirmations.count()}
    return page


@require_http_methods(["GET", "POST"])
def book_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The chief's draft of the next edition: the text as a whole, the clauses that Kura finds in it, their topics."""
    who = _chief_or_404(request)
    found = get_object_or_404(Rulebook, pk=pk)
    edition = found.editions.filter(state=Edition.State.DRAFT).first()
    if edition is None:
        return _draft(request, found, who)
    if request.method == "GET":
        return _as_saved(request, edition)
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit_page(request, edition, form, rulebook.as_words(edition), 422)
    return _amend(request, edition, form, who)


def _draft(request: HttpRequest, found: Rulebook, who: Sight) -> HttpResponse:
    """Nothing is drafted yet: begin it, by pressing a button."""
    if request.method == "GET":
        return redirect("classification:book", pk=found.pk)
    try:
        rulebook.draft(found, by=who)
    except ChangedMeanwhile:
        messages.info(request, _("Somebody else has begun this draft."))
    return redirect("classification:book_edit", pk=found.pk)


def _amend(request: HttpRequest, edition: Edition, form: DraftForm, who: Sight) -> HttpResponse:
    given, words = form.cleaned_data, form.clauses
    try:
        rulebook.amend(edition, words, seen=given["seen"], by=who, note=given["note"], file=given["file"] or None)
    except (ChangedMeanwhile, rulebook.NotADraft):
        form.add_error(None, _("Somebody else saved or adopted it meanwhile. Your text stands here: compare it first."))
        return _edit_page(request, edition, form, words, 409)
    messages.success(request, _("The draft is saved."))
    return redirect("classification:book_edit", pk=edition.rulebook_id)


def _as_saved(request: HttpRequest, edition: Edition, status: int = 200, **more: Any) -> HttpResponse:
    """The draft as it was last saved."""
    words = rulebook.as_words(edition)
    form = DraftForm(initial={"seen": edition.saves, "text": joined(words), "note": edition.note})
    return _edit_page(request, edition, form, words, status, **more)


def _edit_page(
    request: HttpRequest, edition: Edition, form: DraftForm, words: Any, status: int = 200, **more: Any
) -> HttpResponse:
    page = {"book": edition.rulebook, "edition": edition, "form": form, "clauses": words, "topics": RuleTopic.choices}
    spoken = {each.topic for each in words}
    page["missing"] = [topic for topic in RuleTopic if topic.value not in spoken]
    page["adopt_form"] = AdoptForm(edition=edition)
    return render(request, "classification/book_edit.html", page | more, status=status)


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft was adopted."""
    who = _chief_or_404(request)
    edition = get_object_or_404(Edition.objects.select_related("rulebook"), rulebook=pk, state=Edition.State.DRAFT)
    form = AdoptForm(request.POST, edition=edition)
    if not form.is_valid():
        return _as_saved(request, edition, 422, adopt_form=form)
    try:
        rulebook.adopt(edition, **form.cleaned_data, by=who)
    except (ChangedMeanwhile, rulebook.NotADraft):
        messages.error(request, _("Somebody else saved or adopted it meanwhile. Read it as it is now."))
    except rulebook.Empty:
        messages.error(request, _("There is nothing to adopt yet: neither a clause nor a file."))
    else:
        messages.success(request, _("It is adopted. Everybody is asked to confirm it once it is in force."))
        return redirect("classification:book", pk=pk)
    return redirect("classification:book_edit", pk=pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has read the edition in force."""
    who = sight_of(request.user)
    found = get_object_or_404(_mine(who), pk=pk)
    edition = _edition_or_404(found, who, request.POST.get("version", ""))
    if who.person is None or edition is None:
        raise Http404
    try:
        rulebook.confirm(edition, by=who)
        messages.success(request, _("Confirmed. Thank you for reading it."))
    except ChangedMeanwhile:
        messages.error(request, _("Another edition is in force by now. Read it as it is now."))
    return redirect("classification:book", pk=pk)


@require_GET
def book_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two editions beside each other, clause by clause; by default the newest with the one before."""
    who = sight_of(request.user)
    found = get_object_or_404(_mine(who), pk=pk)
    mine = list(_editions(found, who).order_by("-version"))
    if not mine:
        raise Http404
    by_version = {str(each.version): each for each in mine}
    after = by_version.get(request.GET.get("to", ""), mine[0])
    earlier = [each for each in mine if each.version < after.version]
    before = by_version.get(request.GET.get("from", ""), earlier[0] if earlier else after)
    compared = compare(rulebook.as_words(before), rulebook.as_words(after))
    page = {"book": found, "before": before, "after": after, "compared": compared, "editions": mine}
    return render(request, "classification/book_compare.html", page)


@require_GET
def book_file(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The paper of an edition."""
    who = sight_of(request.user)
    found = get_object_or_404(_mine(who), pk=pk)
    edition = _edition_or_404(found, who, str(version))
    if edition is None or edition.file is None:
        raise Http404
    try:
        answer = hand_out(edition.file, f"rules-{found.pk}-v{edition.version}")
    except Damaged:
        messages.error(request, _("The stored file is missing or damaged. Restore it from the backup."))
        return redirect("classification:book", pk=pk)
    with act(who.person, "classification.fetch_rulebook", found) as deed:
        deed.facts["file"] = edition.file.sha256
    return answer
