"""What is to be done about a gap: by whom, until when, what it takes, and what came of it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.constraints import FieldCheck
from accounts.models import Department, Person, Place, Posting
from accounts.querysets import today
from accounts.sight import Sight, sight_of
from assets.codes import QuietAutoField
from assets.models import Asset
from assets.querysets import HangingQuerySet, readable
from measures.verdicts import Verdict


class ActionQuerySet(models.QuerySet[Any]):
    """Words on actions."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        """Those about nothing but assets that the user may know of, with their names; see `seen_by`."""
        return self.seen_by(sight_of(user, on))

    def seen_by(self, sight: Sight) -> Self:
        """An action speaks of all its assets at once: one that is hidden hides it. About the company, a department or
        a place it is everybody's to read, as words on measures are."""
        if sight.person is None:
            return self.none()
        known = readable(Asset.objects.order_by(), sight).values("pk")
        hidden = ActionAsset.objects.filter(action=OuterRef("pk")).exclude(asset__in=known)
        return self.filter(~Exists(hidden))

    def open(self) -> Self:
        """Those still to be done."""
        return self.filter(state__in=Action.OPEN)

    def of(self, person: Person | None) -> Self:
        """A person's own."""
        return self.filter(owner=person)

    def of_departments(self, sight: Sight) -> Self:
        """Those of the departments where a person works, and of those they lead: by the action or by its owner."""
        own = Posting.objects.current(sight.on).filter(person=sight.person).values("department")
        posted = Posting.objects.current(sight.on).filter(Q(department__in=own) | Q(department__in=sight.leads))
        about = Q(department__in=own) | Q(department__in=sight.leads)
        return self.filter(about | Q(owner__in=posted.values("person")))


class Action(models.Model):
    """A gap given to somebody with a date. About some assets, or about the company or a part of it."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("planned")
        BEGUN = "BEGUN", _("in hand")
        DONE = "DONE", _("done")
        DROPPED = "DROPPED", _("given up")

    class Effort(models.IntegerChoices):
        """How much work it is, in orders of magnitude."""

        HOURS = 1, _("some hours")
        DAYS = 2, _("some days")
        WEEKS = 3, _("some weeks")

    class Cost(models.IntegerChoices):
        """What is to be paid for it."""

        NONE = 0, _("nothing to buy")
        SMALL = 1, _("up to 100,000 yen")
        MIDDLE = 2, _("up to a million yen")
        LARGE = 3, _("more than a million yen")

    OPEN = (State.PLANNED, State.BEGUN)

    id = QuietAutoField(primary_key=True)
    measure = models.CharField(_("measure"), max_length=10, db_index=True)
    title = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions", verbose_name=_("who does it"))
    due_on = models.DateField(pgettext_lazy("a day", "Due"))
    effort = models.PositiveSmallIntegerField(_("work"), choices=Effort.choices, default=Effort.HOURS)
    cost = models.PositiveSmallIntegerField(_("cost"), choices=Cost.choices, default=Cost.NONE)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    on = models.DateField(_("planned on"), default=today)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    closed_on = models.DateField(_("closed on"), null=True)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        default_permissions = ()
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["owner", "state", "due_on"], name="action_of_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("PLANNED", "BEGUN"), closed_on=None)
                | Q(state__in=("DONE", "DROPPED"), closed_on__isnull=False, closed_by__isnull=False) & ~Q(evidence=""),
                name="action_is_closed_with_evidence",
            ),
            FieldCheck(
                condition=Q(department=None) | Q(place=None),
                name="action_has_one_scope",
                beside="place",
                violation_error_message=_("Choose a department or a place, not both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never the title: this may end in a log

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def late(self, on: date) -> int:
        """By how many days its last day has passed, while it is open."""
        return max((on - self.due_on).days, 0) if self.is_open else 0


class ActionAsset(models.Model):
    """An asset that an action is about, and how it stood on the measure once the action was done."""

    id = QuietAutoField(primary_key=True)
    action = models.ForeignKey(Action, models.CASCADE, related_name="lines")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="action_lines")
    after = models.PositiveSmallIntegerField(_("once it was done"), choices=Verdict.choices, null=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("asset of an action")
        verbose_name_plural = _("assets of actions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["action", "asset"], name="action_names_an_asset_once")]

    def __str__(self) -> str:
        return f"{self.action_id} {self.asset_id}"
