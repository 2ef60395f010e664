"""What others said that concerns somebody: on what they answer for, where they wrote before, and of their own ideas."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assets.models import Comment
from desk.addressee import Addressee
from desk.waiting.kinds import LATELY, Line

WORDS = 80  # so much of what was said stands on the first page


def said(who: Addressee) -> QuerySet[Any]:
    """What others wrote lately and they have not answered: on assets of theirs, and where they wrote before; an idea
    of theirs that was taken up."""
    me = who.sight.person
    own = Comment.objects.standing().filter(asset=OuterRef("asset"), by=me)
    answered = Exists(own.filter(at__gt=OuterRef("at")))
    concerned: Any = Q(asset__owner=me) | Q(Exists(own.filter(at__lt=OuterRef("at"))))
    open_still = ~Q(by=me) & ~Q(answered) & Q(at__date__gte=who.on - LATELY, taken_up_at=None)
    taken = Q(by=me, taken_up_at__date__gte=who.on - LATELY) & ~Q(taken_up_by=me)
    rows = (
        Comment.objects.standing()
        .filter(asset__in=who.assets.order_by().values("pk"))
        .filter(concerned & open_still | taken)
    )
    return rows.annotate(latest=Coalesce("taken_up_at", "at")).select_related("asset", "by").order_by("-latest", "-pk")


def said_line(comment: Any, who: Addressee) -> Line:
    about = comment.asset
    url = reverse("desk:detail", args=[about.code]) + "#discussion"
    if comment.by_id == who.sight.person.pk:  # type: ignore[union-attr]
        text = _("Your idea on %(asset)s is taken up") % {"asset": about.name}
        return Line(text, url, comment.taken_up_words, localdate(comment.latest), level=about.level)
    text = f"{about.name}: {comment.get_kind_display()}"
    note = f"{comment.by.label}: {Truncator(comment.text).chars(WORDS)}"
    return Line(text, url, note, localdate(comment.latest), level=about.level)
