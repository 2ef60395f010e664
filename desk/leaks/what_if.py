"""“If this leaked”: what a person, a firm or a place could let out, of what the reader may know of, and what it would
cost, as it was judged. Whoever asks learns nothing that the pages of these assets do not tell them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Party, Person, Place
from accounts.sight import Sight, person_sight
from assets.doors import sight
from assets.models import Asset, Carrier, Grant, Holding, Judgement
from classification.criteria import CRITERIA
from classification.levels import Level
from classification.scale import limits

SHOWN = 200
LOSS = next(each for each in CRITERIA if each.code == "loss_on_leak")


@dataclass(frozen=True)
class Loss:
    """An asset that would be out, and what that would cost in words; `score` is None where nobody has judged it."""

    asset: Asset
    score: int | None
    words: str


@dataclass(frozen=True)
class Source:
    """Where it might come out: the name to print, and which assets."""

    label: str
    assets: QuerySet[Any]


@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """Everybody may ask, of what they may know of; somebody who has nothing of it and nobody are answered alike."""
    who = sight(request)
    mine = Asset.objects.visible_to(request.user).kept().named_to(who)
    source = _source(request.GET, mine, who)
    found = list(_judged(source.assets)[: SHOWN + 1]) if source else []
    words = _words()
    losses = [_loss(asset, words) for asset in found[:SHOWN]]
    losses.sort(key=lambda each: (-(each.score or 0), -(each.asset.level or 0)))
    scores = Counter(each.score for each in losses)
    page = {
        "source": source if found else None,
        "asked": any(request.GET.get(name, "").strip() for name in ("person", "place")),
        "losses": losses,
        "more": len(found) > SHOWN,
        "sums": [(words[score], scores[score]) for score in (3, 2, 1, 0) if scores[score]],
        "unjudged": scores[None],
        "person": request.GET.get("person", "").strip()[:80],
        "place": request.GET.get("place", ""),
        "places": Place.objects.all(),
        "highest": max((each.asset.level for each in losses if each.asset.level is not None), default=Level.PUBLIC),
    }
    return render(request, "desk/what_if.html", page)


def _source(query: Any, mine: QuerySet[Asset], who: Sight) -> Source | None:
    """The first of person, firm and place that the address names."""
    name = query.get("person", "").strip()[:80]
    person = _called(Person.objects.all(), name)
    if person is not None:
        return Source(person.label, mine.filter(_reached(person, who)))
    party = _called(Party.objects.all(), name)
    if party is not None:
        return Source(party.label, mine.filter(_with(party, who)))
    place = Place.objects.filter(code=query.get("place", "")).first() if not name else None
    if place is not None:
        kept = Carrier.objects.current().filter(asset=OuterRef("pk"), place__path__startswith=place.path)
        return Source(place.label, mine.filter(Exists(kept)))
    return None


def _called(rows: QuerySet[Any], name: str) -> Any:
    """Whoever has this code or name; else the only one whose name begins so, written with or without spaces."""
    if not name:
        return None
    named = rows.filter(Q(code=name) | Q(name=name) | Q(name_en=name)).first()
    close = Replace(Replace("name", Value(" "), Value("")), Value("　"), Value(""))
    begins = Q(close__startswith="".join(name.split())) | Q(name_en__istartswith=name)
    alike = [] if named else list(rows.alias(close=close).filter(begins)[:2])
    return named or (alike[0] if len(alike) == 1 else None)


def _reached(person: Person, who: Sight) -> Q:
    """What somebody may know of, has in their head, or carries on a device of theirs."""
    known = Asset.objects.seen_by(person_sight(person, who.on)).order_by().values("pk")
    held = Holding.objects.filter(asset=OuterRef("pk"), person=person)
    carried = Carrier.objects.current().filter(asset=OuterRef("pk"), device__holder=person)
    return Q(pk__in=known) | Q(Exists(held)) | Q(Exists(carried))


def _with(party: Party, who: Sight) -> Q:
    """What people of a firm are listed for, and what is lent to it."""
    listed = Grant.objects.current(who.on).filter(asset=OuterRef("pk"), person__party=party)
    lent = Carrier.objects.current().filter(asset=OuterRef("pk"), lent_to__in={party.name, party.name_en} - {""})
    return Q(Exists(listed)) | Q(Exists(lent))


def _judged(assets: QuerySet[Asset]) -> QuerySet[Any]:
    latest = Prefetch("judgements", Judgement.objects.order_by("-on", "-id"))
    return assets.select_related("department", "owner").prefetch_related(latest).order_by("-level", "code")


def _loss(asset: Any, words: dict[int, str]) -> Loss:
    judged = next(iter(asset.judgements.all()), None)
    if judged is None:
        return Loss(asset, None, _("not judged yet"))
    score = judged.scores[LOSS.code]
    return Loss(asset, score, words[score])


def _words() -> dict[int, str]:
    """What each score means in the company's amounts."""
    return dict(enumerate(LOSS.spoken(limits().words)))
