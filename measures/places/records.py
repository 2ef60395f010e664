"""What was looked at in a place: its sign, its entry log, its camera; each a small record with a date."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place
from accounts.querysets import today


class Point(models.TextChoices):
    """What can be looked at in front of the door (handbook.md 2.6; the network once per site)."""

    SIGN = "SIGN", _("Sign: no entry, no photographs")
    ENTRY_LOG = "ENTRY_LOG", _("Entry log, or somebody who sees who comes in")
    LAYOUT = "LAYOUT", _("Seats and ways: people see each other, visitors stay out")
    CAMERA = "CAMERA", _("Camera")
    DEVICES = "DEVICES", _("Rule on bringing in devices: posted and kept")
    PATROL = "PATROL", _("Patrol: tidy, nothing left lying about")
    FIREWALL = "FIREWALL", _("Firewall of the site's network")


class Found(models.TextChoices):
    """What was found. Only of some points one can say that there is nothing to look at."""

    IN_ORDER = "IN_ORDER", _("in order")
    NOT_IN_ORDER = "NOT_IN_ORDER", _("not in order")
    NONE = "NONE", _("there is none here")


CAN_BE_NONE = (Point.CAMERA, Point.FIREWALL)  # no camera here; no connection to the internet


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Words on inspections. They tell of places and of no asset: whoever may look at a place may read them."""

    def until(self, on: date) -> "InspectionQuerySet":
        """Those made by a day, the latest first."""
        return self.filter(on__lte=on).order_by("-on", "-pk")


class Inspection(models.Model):
    """Somebody looked at one point of a place on a day. The latest one counts; earlier ones stay."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="inspections", verbose_name=_("place"))
    point = models.CharField(_("what was looked at"), max_length=10, choices=Point.choices)
    found = models.CharField(_("found"), max_length=12, choices=Found.choices)
    kept_days = models.PositiveSmallIntegerField(_("recordings are kept for (days)"), null=True, blank=True)
    announced = models.BooleanField(_("people are told that there is a camera"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    on = models.DateField(_("looked at on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = InspectionQuerySet.as_manager()
    journal_under = "place_id"

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        default_permissions = ()
        ordering = ("-on", "-pk")
        indexes = [models.Index(fields=["place", "point", "-on"], name="inspection_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(found=Found.NONE) | Q(point__in=CAN_BE_NONE), name="inspection_none_where_it_can_be"
            ),
            models.CheckConstraint(
                condition=Q(point=Point.CAMERA) | Q(kept_days=None, announced=None), name="inspection_camera_facts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.point} {self.on}"


def latest(point: Point, fact: str, on: date) -> Subquery:
    """An expression on places: a fact of the latest inspection of a point, or null."""
    rows = Inspection.objects.until(on).filter(place=OuterRef("pk"), point=point)
    return Subquery(rows.values(fact)[:1])
