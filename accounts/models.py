"""The company, its people, where they work, and the standing rights they hold."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.codes import in_an_address
from accounts.constraints import FieldCheck
from accounts.days.calendars import Calendar
from accounts.directory.leaver_cases import LeaverCase as LeaverCase
from accounts.directory.prefectures import Prefecture
from accounts.promising.records import Pledge as Pledge
from accounts.promising.records import Training as Training
from accounts.querysets import (
    DatedQuerySet,
    InvitationQuerySet,
    MandateQuerySet,
    PersonQuerySet,
    in_force,
    today,
)
from accounts.standing_in.records import Delegation as Delegation
from accounts.trees import PlaceQuerySet, TreeQuerySet


def called(name: str, name_en: str) -> str:
    """The name of these two that is in the reader's language."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


class Named(models.Model):
    """Something with a name in Japanese and, where there is one, in English."""

    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return called(self.name, self.name_en)


class SecondFactor(models.TextChoices):
    """Of whom the company asks a second factor at sign-in."""

    ROLES = "ROLES", _("those who lead a department, hold a mandate or look after sign-ins")
    EVERYBODY = "EVERYBODY", _("everybody")
    NOBODY = "NOBODY", _("nobody")


class Company(Named):
    """The one company that this register belongs to."""

    headcount = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture.choices, blank=True)
    fiscal_year_month = models.PositiveSmallIntegerField(
        _("fiscal year begins in"),
        default=4,
        choices=list(MONTHS.items()),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=[("ja", "日本語"), ("en", "English")],
    )
    calendar = models.CharField(_("dates"), max_length=7, choices=Calendar.choices, default=Calendar.WESTERN)
    logo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    mfa_required = models.CharField(
        _("second factor asked of"), max_length=10, choices=SecondFactor.choices, default=SecondFactor.ROLES
    )
    decide_within = models.PositiveSmallIntegerField(
        _("days to decide on what waits"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    escalate_after = models.PositiveSmallIntegerField(
        _("days after which it goes to the next above, too"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    # Whoever proposes may approve: in a small firm only, by the chief or an executive (`standing_in.small_firm`).
    self_approval_since = models.DateField(_("self-approval since"), null=True, editable=False)
    self_approval_reason = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    self_approval_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [
            models.CheckConstraint(condition=Q(fiscal_year_month__range=(1, 12)), name="fiscal_year_month_1_to_12"),
            models.CheckConstraint(
                condition=Q(decide_within__range=(1, 365), escalate_after__range=(1, 365)), name="days_to_decide"
            ),
            models.CheckConstraint(
                condition=Q(self_approval_since=None)
                | (~Q(self_approval_reason="") & Q(self_approval_by__isnull=False)),
                name="self_approval_has_a_reason",
            ),
        ]


class Logo(models.Model):
    """The company's logo, kept in the database so that it goes where the data goes; checked by directory.logos."""

    company = models.OneToOneField(Company, models.CASCADE, related_name="logo")
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.media_type


class Department(Named):
    """A unit of the company; the root is the company itself."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[in_an_address])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    manager = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="managed", verbose_name=_("manager")
    )
    deputy = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="deputised", verbose_name=_("deputy")
    )

    objects = TreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("path",)


class Place(Named):
    """A site, a zone in it, or a cabinet in a zone."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[in_an_address])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("inside")
    )
    path = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    zone = models.PositiveSmallIntegerField(
        _("zone"),
        null=True,
        blank=True,
        choices=[
            (0, _("0 open to visitors")),
            (1, _("1 staff only")),
            (2, _("2 restricted")),
            (3, _("3 most restricted")),
        ],
    )
    cabinet = models.BooleanField(
        _("a cabinet, safe or cage"),
        default=False,
        help_text=_("Looked after together with the room around it: no sign, log or camera of its own is asked."),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("path",)
        constraints = [models.CheckConstraint(condition=Q(zone=None) | Q(zone__lte=3), name="zone_0_to_3")]

    @property
    def label_now(self) -> str:
        """Its name as it stands beside what lives there: a closed place says so."""
        return gettext("%(place)s (closed)") % {"place": self.label} if self.closed_on else self.label


class Party(Named):
    """A firm outside: customer, supplier, agency. Identity only; what was agreed with it belongs to partners."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[in_an_address])

    class Meta:
        verbose_name = _("outside firm")
        verbose_name_plural = _("outside firms")
        ordering = ("code",)


class Employment(models.TextChoices):
    OFFICER = "OFFICER", _("officer")
    REGULAR = "REGULAR", _("regular employee")
    PART_TIME = "PART_TIME", _("part-time employee")
    DISPATCHED = "DISPATCHED", _("dispatched worker")
    OUTSIDE = "OUTSIDE", _("outside the company")


class Person(Named):
    """Somebody, with or without a sign-in."""

    journal_private = ("name", "name_en")

    code = models.CharField(_("number"), max_length=20, unique=True, validators=[in_an_address])
    employment = models.CharField(
        _("employment"), max_length=12, choices=Employment.choices, default=Employment.REGULAR
    )
    entered_on = models.DateField(_("joined on"), null=True, blank=True)
    notice_on = models.DateField(_("gave notice on"), null=True, blank=True)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("works for")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("somebody", "person")
        verbose_name_plural = _("people")
        ordering = ("code",)
        constraints = [
            FieldCheck(
                condition=Q(entered_on=None) | Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                name="person_leaves_after_joining",
                beside="left_on",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def is_employed(self, on: date | None = None) -> bool:
        return self.left_on is None or self.left_on >= (on or today())


class Posting(models.Model):
    """Where a person works, from one day to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="postings", verbose_name=_("person"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="postings", verbose_name=_("department"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ("from_on",)

    def __str__(self) -> str:
        return f"{self.person} {self.department}"


class User(AbstractUser):
    """A sign-in. What it may see follows from its person alone: a superuser without one sees nothing."""

    journal_private = ("username", "email")

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=5, blank=True, editable=False)  # as chosen; empty: not yet

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def may_sign_in(self) -> bool:
        """Neither switched off nor of somebody who has left."""
        return self.is_active and (self.person is None or self.person.is_employed())

    def get_full_name(self) -> str:  # Django's own name
        return self.person.label if self.person else self.username


class Mandate(models.Model):
    """A standing right over part of the register: a role, for the company, a department or a place, with dates.

    The emergency door is a mandate too (BREAK_GLASS): a reason, hours instead of days.
    """

    class Role(models.TextChoices):
        STEWARD = "STEWARD", _("steward of the register")
        AUDITOR = "AUDITOR", _("auditor")
        CHIEF = "CHIEF", _("chief information manager")
        EXECUTIVE = "EXECUTIVE", _("executive")
        BREAK_GLASS = "BREAK_GLASS", _("emergency access")

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("for the department")
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("for the place"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            FieldCheck(
                condition=Q(department=None) | Q(place=None),
                name="mandate_has_one_scope",
                beside="place",
                violation_error_message=_("Choose a department or a place, not both; neither means the company."),
            ),
            models.CheckConstraint(
                condition=~Q(role="BREAK_GLASS") | (Q(until_at__isnull=False) & ~Q(reason="")),
                name="break_glass_has_reason_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    def reaches(self, path: str) -> bool:
        """Does it hold for what stands in the place of this path?"""
        return self.department_id is None and (self.place is None or path.startswith(self.place.path))

    def outlasts(self, other: "Mandate", on: date) -> bool:
        """Does it hold, from a day on, on each day on which the other does?"""
        if self.until_at or self.from_on > max(other.from_on, on):
            return False
        return self.until_on is None or (other.until_on is not None and other.until_on <= self.until_on)


class Invitation(models.Model):
    """A one-time code; only its hash is kept.

    With a person: the link with which they choose a sign-in name and a password, or a new password, until a moment.
    Without one: the code on the console that lets the first visitor set Kura up.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(expires_at__isnull=False), name="invitation_of_a_person_expires"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at=None, withdrawn_at=None, person__isnull=False),
                name="one_invitation_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return "used" if self.used_at else "withdrawn" if self.withdrawn_at else "open"


def holders(role: str, on: date | None = None, **scope: Any) -> models.QuerySet[Person]:
    """People who hold a mandate on a day."""
    return Person.objects.filter(in_force(on, "mandates__"), mandates__role=role, **scope).distinct()
