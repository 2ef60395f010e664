"""The company's own rules (handbook 3-3): regulations with editions and clauses, and who has confirmed which."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Named, Person
from accounts.querysets import today
from files.models import Blob


class RuleTopic(models.TextChoices):
    """What a company's rules have to speak of (handbook 3-3; handbook.md 1.3)."""

    SCOPE = "scope", _("Purpose and scope")
    DEFINITION = "definition", _("What is secret")
    ROLES = "roles", _("Who is responsible")
    CLASSIFICATION = "classification", _("Levels and who decides them")
    LABEL = "label", _("Labels")
    ACCESS = "access", _("Who may know")
    STORAGE = "storage", _("Keeping")
    COPY = "copy", _("Copying")
    TRANSFER = "transfer", _("Taking out and sending")
    PERSONAL_MEDIA = "personal_media", _("Private devices and media")
    DISCLOSURE = "disclosure", _("Showing to outsiders")
    RECEIVED = "received", _("What others entrust to us")
    DISPOSAL = "disposal", _("Disposal")
    TELEWORK = "telework", _("Telework")
    CLOUD_AI = "cloud_ai", _("Cloud services and generative AI")
    VISITOR = "visitor", _("Visitors")
    PERSONNEL = "personnel", _("Joining, moving, leaving: pledges")
    TRAINING = "training", _("Training")
    AUDIT = "audit", _("Audit")
    INCIDENT = "incident", _("Reporting incidents")
    SANCTION = "sanction", _("Sanctions")
    REVIEW = "review", _("Review of the rules")


class Rulebook(Named):
    """One regulation, such as the rules on managing secret information; its words stand in its editions."""

    class Meta:
        verbose_name = _("company rules")
        verbose_name_plural = _("company rules")
        default_permissions = ()
        ordering = ("pk",)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Words on editions."""

    def adopted(self) -> "EditionQuerySet":
        """Those that were decided on, whether they are in force yet or not."""
        return self.filter(state=Edition.State.ADOPTED)

    def in_force(self, on: date | None = None) -> "EditionQuerySet":
        """Of each rulebook the newest adopted one that has begun by a day."""
        begun = self.adopted().filter(from_on__lte=on or today())
        newest = Edition.objects.adopted().filter(rulebook=models.OuterRef("rulebook"), from_on__lte=on or today())
        return begun.filter(version=models.Subquery(newest.order_by("-version").values("version")[:1]))


class Edition(models.Model):
    """One version of a rulebook: a draft, until somebody records that it was adopted."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ADOPTED = "ADOPTED", _("Adopted")

    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="editions", verbose_name=_("company rules"))
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_at = models.CharField(_("adopted by"), max_length=100, blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"))
    from_on = models.DateField(_("in force from"), null=True, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file"))
    saves = models.PositiveIntegerField(default=0, editable=False)  # tells whether somebody saved meanwhile

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        default_permissions = ()
        ordering = ("rulebook", "-version")
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "version"], name="edition_once"),
            models.UniqueConstraint(fields=["rulebook"], condition=Q(state="DRAFT"), name="one_draft_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="DRAFT") | Q(adopted_on__isnull=False, from_on__isnull=False), name="adopted_has_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rulebook_id} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Clause(models.Model):
    """One clause of an edition, in order; `topic` is empty where it speaks of none of the handbook's topics."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="clauses", verbose_name=_("edition"))
    position = models.PositiveIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=100, blank=True)
    text = models.TextField(_("text"), blank=True)
    topic = models.CharField(pgettext_lazy("a clause", "topic"), max_length=16, choices=RuleTopic.choices, blank=True)

    journal_under = "edition_id"

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        default_permissions = ()
        ordering = ("edition", "position")
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Confirmation(models.Model):
    """Somebody has read one edition and will follow it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="confirmations", verbose_name=_("edition"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("confirmation of company rules")
        verbose_name_plural = _("confirmations of company rules")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="edition_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.person_id}"
