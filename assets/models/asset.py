"""What the company holds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from assets.codes import KeyOf, fresh_code
from assets.kinds import Kind, Origin, Outcome, State, Tier
from assets.models.people import a_person
from assets.querysets import AssetQuerySet
from assets.words import bare, fold
from classification.levels import Level

# Text of an asset that may give away what a sealed one is about; its name is shown as its code.
GIVES_AWAY = (
    "business",
    "summary",
    "giver",
    "permitted_use",
    "secrecy_duty",
    "return_shown_by",
    "department_words",
    "seal_reason",
    "former_names",
)

_KEYS = {"name": ("name_key", "like_key"), "business": ("business_key",)}  # what is written with what it is made of


class Asset(models.Model):
    """A piece of information that the company holds: the information itself, not what it is written on."""

    journal_under = "pk"  # in the journal, what hangs on an asset stands with the asset's own changes

    code = models.CharField(_("code"), max_length=12, unique=True, default=fresh_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=300, editable=False)
    like_key = models.CharField(max_length=300, editable=False, blank=True)
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
    # A question on it is open: it waits for whoever proposed it.
    asked_by = a_person(pgettext_lazy("a question", "asked by"), "+")
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    outcome = models.CharField(_("use"), max_length=12, choices=Outcome.choices, blank=True)
    tier = models.CharField(_("disclosure"), max_length=10, choices=Tier.choices, blank=True)

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("department"),
        db_index=False,  # there are three that begin with it
    )
    department_words = models.CharField(_("department as written"), max_length=120, blank=True)
    owner = a_person(_("person in charge"), "owned_assets", db_index=False)
    owned_from = models.DateField(_("in charge since"), null=True, blank=True)
    custodian = a_person(_("custodian"), "kept_assets", db_index=False)
    entered_by = a_person(_("entered by"), "entered_assets")
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    sent_as = models.UUIDField(null=True, unique=True, editable=False)  # the form by which it was entered, see `once`

    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.OWN)
    giver = models.CharField(_("received from"), max_length=120, blank=True)
    permitted_use = models.CharField(_("what we may use it for"), max_length=200, blank=True)
    secrecy_duty = models.CharField(_("NDA, or why there is none"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    return_due_on = models.DateField(_("to be returned by"), null=True, blank=True)
    returned_on = models.DateField(_("given back or destroyed on"), null=True, blank=True)
    return_shown_by = models.CharField(_("what shows that"), max_length=200, blank=True)
    kept_apart = models.BooleanField(_("kept apart from our own"), null=True, blank=True)
    technical = models.BooleanField(_("technical information"), null=True, blank=True)
    personal = models.BooleanField(_("personal information"), default=False)
    sensitive = models.BooleanField(_("sensitive personal information"), default=False)
    my_number = models.BooleanField(_("My Number"), default=False)
    sealed = models.BooleanField(_("name sealed"), default=False)
    sealed_by = a_person(_("sealed by"), "+")
    seal_reason = models.CharField(_("why sealed"), max_length=200, blank=True)
    reviewed_on = models.DateField(_("access list reviewed on"), null=True, blank=True, editable=False)
    review_from = models.GeneratedField(  # from when on the next review counts
        expression=Coalesce("reviewed_on", "registered_on", "approved_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    review_key = models.GeneratedField(  # to sort by: what was never reviewed comes before all that was
        expression=Coalesce("reviewed_on", Value(date(1, 1, 1), models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    updated_at = models.DateTimeField(auto_now=True)

    former_names = models.TextField(_("former names"), blank=True, editable=False)  # one a line, the latest first

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("information asset")
        verbose_name_plural = _("information assets")
        default_permissions = ()
        ordering = ("code",)
        indexes = [
            # The list, by what it is sorted and filtered by (docs/performance.md).
            models.Index(fields=["-updated_at", "-id"], name="asset_newest"),
            models.Index(fields=["name_key", "id"], name="asset_by_name"),
            models.Index(fields=["level", "id"], name="asset_by_level"),
            models.Index(fields=["kind", "id"], name="asset_by_kind"),
            models.Index(fields=["state", "id"], name="asset_by_state"),
            models.Index(fields=["origin", "id"], name="asset_by_origin"),
            models.Index(fields=["department", "id"], name="asset_by_department"),
            models.Index(fields=["owner", "id"], name="asset_by_owner"),
            models.Index(fields=["level", "review_from"], name="asset_by_review"),
            models.Index(fields=["review_key", "id"], name="asset_by_reviewed"),
            models.Index(fields=["business_key", "name_key"], name="asset_natural_key"),  # the importer's match
            models.Index(fields=["department", "state"], name="asset_department"),  # visibility, approvals
            models.Index(fields=["department", "like_key"], name="asset_like"),  # suspected duplicates
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
            kwargs["update_fields"] = {*fields, *(key for f in fields for key in _KEYS.get(f, ()))}
        super().save(*args, **kwargs)
        if fields is None or self.is_found_by(fields):
            remember([self])

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

    @property
    def former(self) -> list[str]:
        """Earlier names, the latest first; none for whoever may not read the name."""
        return self.former_names.splitlines()

    def rename(self, name: str) -> None:
        """Give it another name; the one it had is remembered and still found by."""
        earlier = {fold(each): each for each in reversed([self.name, *self.former])}
        earlier.pop(fold(name), None)
        self.former_names = "\n".join(reversed(earlier.values()))
        self.name = name

    @classmethod
    def is_found_by(cls, fields: Iterable[str]) -> bool:
        """Is an asset found by any of these columns of its own?"""
        return bool(set(SEARCHED).intersection(fields))

    @classmethod
    def remember(cls, assets: Iterable["Asset"]) -> None:
        """Write what these are found by; for whatever writes many, and after their carriers changed."""
        remember(assets)

    def rekey(self) -> None:
        """Make the keys by which names are matched."""
        self.name_key, self.business_key = fold(self.name)[:300], fold(self.business)[:120]
        self.like_key = bare(self.name)[:300]

    def natural_key(self) -> tuple[str, str]:
        """What a row of a ledger is matched by: line of work and name, width and case folded."""
        return self.business_key, self.name_key


SEARCHED = ("code", "name", "former_names", "summary")


class SearchText(models.Model):
    """What an asset is found by: code, names, summary and the serial numbers of its carriers, folded, one a line, so
    that no needle reaches from one into the next. The index over it is kept by the database (migration `finding`).
    """

    asset = KeyOf(Asset, models.CASCADE, primary_key=True, related_name="search_text")
    words = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.asset_id)


def remember(assets: Iterable[Asset]) -> None:
    """Write what these assets are found by."""
    rows = {asset.pk: asset for asset in assets}
    serials = serials_of(rows)
    texts = [SearchText(asset_id=pk, words=words_of(asset, serials[pk])) for pk, asset in rows.items()]
    SearchText._base_manager.bulk_create(
        texts, batch_size=500, update_conflicts=True, unique_fields=["asset"], update_fields=["words"]
    )


def serials_of(keys: Iterable[int]) -> dict[int, list[str]]:
    """The serial numbers of the current carriers of some assets."""
    found: dict[int, list[str]] = defaultdict(list)
    carriers = Asset._meta.get_field("carriers").related_model._base_manager
    for chunk in batched(keys, 500):
        rows = carriers.filter(asset__in=chunk, ended_on=None).exclude(serial="").order_by("pk")
        for asset, serial in rows.values_list("asset", "serial"):
            found[asset].append(serial)
    return found


def words_of(asset: Asset, serials: Iterable[str]) -> str:
    """The text by which an asset is found."""
    lines = [line for field in SEARCHED for line in getattr(asset, field).splitlines()]
    return "\n".join(dict.fromkeys(filter(None, map(fold, [*lines, *serials]))))
