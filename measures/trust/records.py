"""Trust without watching anybody (C-5, and 「みんなで話し合って」 of C-4): a yearly talk per department, and reviews of
how a group works. Nothing here is about a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Person
from accounts.querysets import today
from measures.actions.records import Action


class Talk(models.Model):
    """A department talked about how it handles what it knows: on which points, and with whom."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="talks", verbose_name=_("department"))
    on = models.DateField(_("held on"), default=today)
    agenda = models.JSONField(_("agenda"), default=list)
    people = models.ManyToManyField(Person, related_name="talks", verbose_name=_("who took part"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    class Meta:
        verbose_name = _("talk of a department")
        verbose_name_plural = _("talks of departments")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.department_id} {self.on}"


class TalkOutcome(models.Model):
    """What came out of a talk; with somebody who does it and a day, an action of the department."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="outcomes", verbose_name=_("talk"))
    text = models.CharField(_("what came out"), max_length=200)
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")

    journal_under = "talk_id"

    class Meta:
        verbose_name = _("outcome of a talk")
        verbose_name_plural = _("outcomes of talks")
        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class GroupReview(models.Model):
    """How one side of working together was reviewed for a group: never for a person, and without names."""

    class Side(models.TextChoices):
        """What METI's flyer (C-5) names as grounds of trust."""

        WORKLOAD = "WORKLOAD", _("Workload and hours")
        COMMUNICATION = "COMMUNICATION", _("Talking with each other, asking for advice")
        EVALUATION = "EVALUATION", _("Evaluation: several sides, understood by those evaluated")
        SUGGESTIONS = "SUGGESTIONS", _("Suggestions: taken up and answered")

    class Way(models.TextChoices):
        """From what one knows. Only sums over the group."""

        MEETING = "MEETING", _("Talked about in a meeting")
        SUMS = "SUMS", _("Sums of the group (overtime, days off)")
        SURVEY = "SURVEY", _("Survey without names")
        RULES = "RULES", _("The rules and forms were gone through")

    class Result(models.TextChoices):
        FINE = "FINE", _("as it should be")
        BEING_CHANGED = "BEING_CHANGED", _("to be changed, and begun")
        TO_CHANGE = "TO_CHANGE", _("to be changed, not begun")

    side = models.CharField(_("what was reviewed"), max_length=13, choices=Side.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    way = models.CharField(_("how"), max_length=8, choices=Way.choices)
    result = models.CharField(_("how it stands"), max_length=13, choices=Result.choices)
    on = models.DateField(_("reviewed on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    class Meta:
        verbose_name = _("review of how a group works")
        verbose_name_plural = _("reviews of how groups work")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.side} {self.on}"
