"""What people say about an asset, and what belongs together with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assets import watch
from assets.deciding.unsaid import Unsaid, ask_again
from assets.discussing import discussion, relating
from assets.discussing.forms import RelateForm, SayForm
from assets.doors import asset_for, asset_or_404, sight
from assets.models import Asset, Comment, Link
from assets.rights import carried_by
from assets.words import fold

PAGE = 30
FOUND = 20


def _back(code: str, anchor: str) -> HttpResponse:
    return redirect(reverse("desk:detail", args=[code]) + f"#{anchor}")


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that was said about an asset, newest first; say something."""
    asset, who = asset_or_404(request, code), sight(request)
    form = SayForm(request.POST if request.method == "POST" else None, initial={"kind": Comment.Kind.COMMENT})
    if request.method == "POST" and form.is_valid():
        discussion.say(asset, form.cleaned_data["kind"], form.cleaned_data["text"], by=who)
        messages.success(request, _("Written. Those concerned see it on their first page."))
        return _back(code, "discussion")
    said = asset.comments.select_related("by", "withdrawn_by", "taken_up_by")
    page = {
        "asset": asset,
        "form": form,
        "comments": Paginator(said, PAGE).get_page(request.GET.get("page")),
        "answers": discussion.answers(asset, who),
        "me": who.person,
    }
    return render(request, "assets/discussion.html", page, status=422 if form.is_bound else 200)


def _comment(request: HttpRequest, asset: Asset, pk: int) -> Comment:
    found: Comment = get_object_or_404(Comment.objects.visible_to(request.user), asset=asset, pk=pk)
    return found


@require_POST
def withdraw_comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take back what one has written; for whoever answers for the asset, what others have."""
    asset = asset_or_404(request, code)
    try:
        discussion.withdraw(_comment(request, asset, pk), by=sight(request))
    except discussion.NotYours:
        raise Http404 from None
    messages.success(request, _("Withdrawn. That something stood there stays to be seen."))
    return _back(code, "discussion")


@require_POST
def take_up(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take up an idea, with a word on what becomes of it."""
    asset = asset_or_404(request, code)
    try:
        discussion.take_up(_comment(request, asset, pk), request.POST.get("words", "")[:200], by=sight(request))
        messages.success(request, _("Taken up. Whoever had the idea sees it on their first page."))
    except discussion.NotYours:
        raise Http404 from None
    except ValueError:
        return ask_again(request, asset, _becomes())
    return _back(code, "discussion")


def _becomes() -> Unsaid:
    return Unsaid(
        heading=_("Take it up"),
        button=_("Take it up"),
        problem=_("Say in a few words what becomes of the idea."),
        label=_("What becomes of it"),
        name="words",
        longest=200,
        help=_("Example: we try it on the next lot"),
    )


@require_http_methods(["GET", "POST"])
def related(request: HttpRequest, code: str) -> HttpResponse:
    """Say which other asset belongs together with this one, and how."""
    asset = asset_for(request, code, carried_by)
    form = RelateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _relate(request, asset, form):
        messages.success(request, _("Recorded."))
        return _back(code, "related")
    sought = request.GET.get("q", "").strip()
    links = Link.objects.visible_to(request.user).of(asset).select_related("asset", "other")
    page = {
        "asset": asset,
        "form": form,
        "q": sought,
        "found": _found(request, asset, sought) if sought else (),
        "links": [(link, link.words_from(asset), link.far_end(asset)) for link in links],
    }
    return render(request, "assets/related.html", page, status=422 if form.is_bound else 200)


def _others(request: HttpRequest, asset: Asset) -> QuerySet[Asset]:
    return Asset.objects.visible_to(request.user).named_to(sight(request)).exclude(pk=asset.pk)


def _found(request: HttpRequest, asset: Asset, words: str) -> QuerySet[Any]:
    matching = Q(name_key__contains=fold(words)) | Q(code__iexact=words)
    return _others(request, asset).filter(matching).order_by("code")[:FOUND]


def _relate(request: HttpRequest, asset: Asset, form: RelateForm) -> bool:
    """Record it, or say in the form why not: a hidden code and one that nobody has give the same words."""
    typed, who = form.cleaned_data["other"], sight(request)
    other = _others(request, asset).filter(code=typed).first()
    if other is None:
        watch.denied(typed, by=who, page="assets:related", method="POST")
        form.add_error("other", _("Among the other assets that you may know of, none has this code."))
        return False
    try:
        relating.relate(asset, form.cleaned_data["kind"], other, by=who)
    except relating.Already:
        form.add_error(None, _("This is on record already."))
        return False
    return True


@require_POST
def part(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a relation off the record."""
    asset = asset_for(request, code, carried_by)
    link = get_object_or_404(Link.objects.visible_to(request.user).of(asset).select_related("asset", "other"), pk=pk)
    relating.part(link, by=sight(request))
    messages.success(request, _("Taken off the record."))
    return _back(code, "related")
