"""What somebody has to do about gaps."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from desk.addressee import Addressee
from desk.waiting.kinds import Line
from measures.models import Action
from measures.ordering import measure_or_rule


def mine(who: Addressee) -> QuerySet[Any]:
    """Their own open actions, the next due first."""
    return Action.objects.seen_by(who.sight).open().of(who.sight.person).order_by("due_on", "pk")


def line(action: Action, who: Addressee) -> Line:
    url = reverse("measures:action", args=[action.pk])
    return Line(
        action.title, url, measure_or_rule(action.measure).name, action.due_on, due=True, late=action.late(who.on)
    )
