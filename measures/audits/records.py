"""Audits (監査): what was looked at, by whom, and what has to be put right by when."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.constraints import FieldCheck
from accounts.models import Department, Person, Place
from accounts.querysets import today


class AuditQuerySet(models.QuerySet["Audit"]):
    """Words on audits."""

    def finished(self, since: date, until: date) -> "AuditQuerySet":
        """Those that were finished between two days, both included."""
        return self.filter(finished_on__range=(since, until))


class Audit(models.Model):
    """One audit. Without parts it is of the whole company. Nobody audits their own department (handbook.md 7.1)."""

    name = models.CharField(_("name"), max_length=120)
    auditor = models.ForeignKey(Person, models.PROTECT, related_name="audits", verbose_name=_("auditor"))
    second = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the auditor's department")
    )
    on = models.DateField(_("held on"), default=today)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    found = models.CharField(_("what it found in short"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        default_permissions = ()
        ordering = ("-on", "-pk")
        constraints = [
            FieldCheck(
                condition=Q(finished_on=None) | Q(finished_on__gte=F("on")),
                name="audit_finishes_after_it_began",
                beside="finished_on",
                violation_error_message=_("It was held later than that: choose that day or a later one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AuditPart(models.Model):
    """A department or a place that an audit looked at, with what lies below it."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="parts")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    journal_under = "audit_id"

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(department=None, place__isnull=False) | Q(department__isnull=False, place=None),
                name="audit_part_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.department or self.place)


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Words on remarks."""

    def open(self) -> "RemarkQuerySet":
        return self.filter(closed_on=None)


class Remark(models.Model):
    """What an audit found wanting (指摘): who puts it right, by when, and what was done."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="remarks", verbose_name=_("audit"))
    text = models.CharField(_("remark"), max_length=500)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="remarks", verbose_name=_("who puts it right"))
    due_on = models.DateField(pgettext_lazy("a day", "Due"))
    done = models.CharField(_("what was done"), max_length=500, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )

    objects = RemarkQuerySet.as_manager()
    journal_under = "audit_id"

    class Meta:
        verbose_name = _("remark of an audit")
        verbose_name_plural = _("remarks of audits")
        default_permissions = ()
        ordering = ("closed_on", "due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(done="") & Q(closed_by__isnull=False)),
                name="remark_closed_with_what_was_done",
            )
        ]

    def __str__(self) -> str:
        return self.text
