"""What the company holds, on what it lives, who may know of it, and what was decided."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Person, Place
from assets.codes import QuietAutoField, fresh_code
from assets.kinds import AccessControl, Host, Kind, Label, Network, Origin, Outcome, State, Tier
from assets.querysets import AssetQuerySet, CarrierQuerySet, GrantQuerySet, HangingQuerySet
from assets.words import fold
from classification.levels import Level


def a_person(verbose_name: Any, related_name: str, **kwargs: Any) -> Any:
    """A reference to a person, never the end of them."""
    return models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=verbose_name, **kwargs
    )


# Text of an asset that may give away what a sealed one is about; its name is shown as its code.
GIVES_AWAY = ("business", "summary", "giver", "department_words", "seal_reason")


class Asset(models.Model):
    """A piece of information that the company holds: the information itself, not what it is written on."""

    journal_under = "pk"  # in the journal, what hangs on an asset stands with the asset's own changes

    code = models.CharField(_("code"), max_length=12, unique=True, default=fresh_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    business = models.CharField(_("line of work"), max_length=80, blank=True)
    business_key = models.CharField(max_length=120, editable=False, blank=True)
    kind = models.CharField(_("kind"), max_length=3, choices=Kind.choices)
    summary = models.TextField(_("in a few words"), blank=True, max_length=1000)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CANDIDATE)
    level = models.SmallIntegerField(_("level"), choices=Level.choices, null=True, blank=True)
    levelled_on = models.DateField(_("at this level since"), null=True, blank=True)
    proposed_level = models.SmallIntegerField(_("proposed level"), choices=Level.choices, null=True, blank=True)
    submitted_by = a_person(_("submitted by"), "submitted_assets")
    judged_by = a_person(_("judged by"), "+")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    outcome = models.CharField(_("use"), max_length=12, choices=Outcome.choices, blank=True)
    tier = models.CharField(_("disclosure"), max_length=10, choices=Tier.choices, blank=True)

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("department")
    )
    department_words = models.CharField(_("department as written"), max_length=120, blank=True)
    owner = a_person(_("person in charge"), "owned_assets")
    owned_from = models.DateField(_("in charge since"), null=True, blank=True)
    custodian = a_person(_("custodian"), "kept_assets", db_index=False)
    entered_by = a_person(_("entered by"), "entered_assets")
    registered_on = models.DateField(_("registered on"), null=True, blank=True)

    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.OWN)
    giver = models.CharField(_("received from"), max_length=120, blank=True)
    personal = models.BooleanField(_("personal information"), default=False)
    sensitive = models.BooleanField(_("sensitive personal information"), default=False)
    my_number = models.BooleanField(_("My Number"), default=False)
    sealed = models.BooleanField(_("name sealed"), default=False)
    sealed_by = a_person(_("sealed by"), "+")
    seal_reason = models.CharField(_("why sealed"), max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("information asset")
        verbose_name_plural = _("information assets")
        default_permissions = ()
        ordering = ("code",)
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="asset_newest"),  # the list
            models.Index(fields=["business_key", "name_key"], name="asset_natural_key"),  # the importer's match
            models.Index(fields=["department", "state"], name="asset_department"),  # visibility, approvals
            # Most assets have no custodian, and most are approved: without these two, statistics make SQLite read all.
            models.Index(fields=["custodian"], condition=Q(custodian__isnull=False), name="asset_custodian"),
            models.Index(
                fields=["entered_by"],
                condition=Q(entered_by__isnull=False, approved_on=None),
                name="asset_candidate_of",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values) | Q(level=None), name="asset_level_known"),
            models.CheckConstraint(
                condition=Q(level__isnull=False) | ~Q(state=State.ACTIVE), name="asset_in_force_has_level"
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=False, judged_by__isnull=False, proposed_level__isnull=False)
                | ~Q(state=State.IN_REVIEW),
                name="asset_in_review_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(sealed=False) | (Q(sealed_by__isnull=False) & ~Q(seal_reason="")),
                name="asset_seal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code  # never the name: this may end in a log

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.named:
            raise ValueError("an asset without its name is not written back")
        self.rekey()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *(f"{f}_key" for f in fields if f in ("name", "business"))}
        super().save(*args, **kwargs)

    @property
    def named(self) -> bool:
        """May whoever asked read more than the code? True unless it came through the door to someone who may not."""
        return self._named

    @named.setter
    def named(self, named: bool) -> None:
        """Set by the door's annotation: what gives a sealed secret away is taken off the row at once."""
        self._named = bool(named)
        if not named:
            self.name = self.code
            for field in GIVES_AWAY:
                setattr(self, field, "")

    _named = True

    def rekey(self) -> None:
        """Make the keys by which names are matched and searched."""
        self.name_key, self.business_key = fold(self.name)[:300], fold(self.business)[:120]

    def natural_key(self) -> tuple[str, str]:
        """What a row of a ledger is matched by: line of work and name, width and case folded."""
        return self.business_key, self.name_key


class Carrier(models.Model):
    """One place where the information lives: a paper, a file, a mold, a head. The weakest decides."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="carriers")
    kind = models.CharField(_("medium"), max_length=3, choices=Kind.choices)
    host = models.CharField(_("on"), max_length=10, choices=Host.choices, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="carriers", verbose_name=_("place")
    )
    location = models.CharField(_("cabinet, folder, shelf"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    locked = models.BooleanField(_("locked up"), null=True, blank=True)
    lock_checked_on = models.DateField(_("lock checked on"), null=True, blank=True)
    access_control = models.CharField(
        _("who can open it is limited by"), max_length=8, choices=AccessControl.choices, blank=True
    )
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, blank=True)
    encrypted = models.BooleanField(_("encrypted"), null=True, blank=True)
    label = models.SmallIntegerField(_("secrecy label"), choices=Label.choices, null=True, blank=True)
    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), null=True, blank=True)
    integrity = models.PositiveSmallIntegerField(_("integrity"), null=True, blank=True)
    availability = models.PositiveSmallIntegerField(_("availability"), null=True, blank=True)
    retention = models.CharField(_("keep for"), max_length=60, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        default_permissions = ()
        ordering = ("asset", "id")
        indexes = [models.Index(fields=["place", "asset"], name="carrier_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(host="")
                | Q(kind=Kind.DIG, host__in=(Host.OFFICE_PC, Host.MOBILE))
                | Q(kind=Kind.SYS, host__in=(Host.IN_HOUSE, Host.OUTSIDE)),
                name="carrier_host_fits_kind",
                violation_error_message=_("Office PC and mobile go with data, servers with systems."),
            ),
            *(
                models.CheckConstraint(condition=Q(**{f"{f}__range": (1, 3)}) | Q(**{f: None}), name=f"carrier_{f}")
                for f in ("confidentiality", "integrity", "availability")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.kind}"

    @property
    def medium(self) -> str:
        """The medium in words: IPA's where it has one."""
        return str(self.get_host_display() if self.host else self.get_kind_display())

    @property
    def where(self) -> str:
        """The place and what is written about it."""
        return " ".join(part for part in (self.place.label if self.place else "", self.location) if part)

    def natural_key(self) -> tuple[str, str]:
        return self.kind, self.host


class Holding(models.Model):
    """Who holds a know-how in their head, and whether they were told that it is secret."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=_("person"))
    skill = models.CharField(_("skill"), max_length=80, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["asset", "person"], name="holding_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.person_id}"


class Grant(models.Model):
    """A line of an access list: a person or a department, why, and from when to when. Ended, never deleted."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grants")
    person = a_person(_("person"), "grants")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("department")
    )
    purpose = models.CharField(_("purpose"), max_length=120)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    approved_by = a_person(_("approved by"), "approved_grants")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        default_permissions = ()
        ordering = ("asset", "from_on", "id")
        indexes = [
            models.Index(fields=["person", "asset", "from_on", "until_on"], name="grant_person_cover"),
            models.Index(fields=["department", "asset", "from_on", "until_on"], name="grant_department_cover"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, department__isnull=False) | Q(person__isnull=False, department=None),
                name="grant_to_one",
                violation_error_message=_("Choose a person or a department, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="grant_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.person_id or self.department_id}"

    @property
    def whom(self) -> str:
        """The person's or department's name."""
        return str(self.person or self.department)


class GrantProposal(models.Model):
    """Whom a ledger or a colleague names as user: to be decided on, and until then no access at all."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grant_proposals")
    words = models.CharField(_("users as written"), max_length=120)
    person = a_person(_("person"), "grant_proposals")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    proposed_by = a_person(_("proposed by"), "+")
    proposed_on = models.DateField(_("proposed on"))

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed grant")
        verbose_name_plural = _("proposed grants")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["asset", "words"], name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} proposal"


class GrantReview(models.Model):
    """Somebody went through the access list and confirmed it."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grant_reviews")
    by = a_person(_("by"), "+")
    on = models.DateField(_("on"))

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of the access list")
        verbose_name_plural = _("reviews of the access list")
        default_permissions = ()
        indexes = [models.Index(fields=["asset", "on"], name="grant_review_latest")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.on}"


class Judgement(models.Model):
    """Five scores with reasons, the level that they suggest, and the level that a person chose."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="judgements")
    by = a_person(_("by"), "judgements")
    on = models.DateField(_("on"))
    scores = models.JSONField(_("scores"))
    reasons = models.JSONField(_("reasons"), default=dict)
    suggested = models.SmallIntegerField(_("suggested level"), choices=Level.choices)
    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    override_reason = models.TextField(_("why another level"), blank=True, max_length=500)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        default_permissions = ()
        get_latest_by = ("on", "id")
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(suggested=models.F("level")) | ~Q(override_reason=""), name="override_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.level}"


class Decision(models.Model):
    """One step taken in an asset's life, bound to a digest of what was shown."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="decisions")
    step = models.CharField(_("step"), max_length=12)
    by = a_person(_("by"), "decisions")
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True, max_length=1000)
    level = models.SmallIntegerField(_("level"), choices=Level.choices, null=True)
    digest = models.CharField(max_length=64)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.asset_id} {self.step}"
