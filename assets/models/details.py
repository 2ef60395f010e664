"""What only some assets have: a know-how's card, what the law asks about personal information, and photos."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from assets.codes import QuietAutoField
from assets.kinds import Headcount, Nature
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import HangingQuerySet
from files.models import Blob


class KnowHow(models.Model):
    """The card of a know-how (handbook.md 3.5): what makes it the company's, without the key numbers themselves.

    Who holds it stands in Holding, where it is written in Carrier; who is the only one, and who will soon be gone,
    follows from these (see `assets.succession`).
    """

    id = QuietAutoField(primary_key=True)
    asset = models.OneToOneField(Asset, models.CASCADE, related_name="know_how")
    used_in = models.CharField(_("where it is used"), max_length=200, blank=True)
    learnt_how = models.CharField(_("how it is learnt and passed on"), max_length=300, blank=True)
    nature = models.CharField(_("whose skill it is"), max_length=8, choices=Nature.choices, blank=True)
    filmed = models.BooleanField(_("there is a video"), null=True, blank=True)
    patents = models.CharField(_("related patents"), max_length=200, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("know-how card")
        verbose_name_plural = _("know-how cards")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.asset_id} know-how"


class PersonalData(models.Model):
    """What a company has to say about personal information that it holds (handbook.md 3.6)."""

    id = QuietAutoField(primary_key=True)
    asset = models.OneToOneField(Asset, models.CASCADE, related_name="personal_data")
    purpose = models.CharField(_("purpose of use"), max_length=300, blank=True)
    subjects = models.CharField(_("whose information"), max_length=120, blank=True)
    items = models.CharField(_("which items"), max_length=300, blank=True)
    headcount = models.CharField(_("how many people"), max_length=6, choices=Headcount.choices, blank=True)
    source = models.CharField(_("got from"), max_length=120, blank=True)
    basis = models.CharField(_("how they were told, or by which law"), max_length=300, blank=True)
    entrusted = models.BooleanField(_("handling is entrusted to a firm"), null=True, blank=True)
    entrusted_to = models.CharField(_("entrusted to"), max_length=120, blank=True)
    provided_to = models.CharField(_("handed to others, also abroad"), max_length=200, blank=True)
    keeper = a_person(_("responsible for its safety"), "+")
    keep_for = models.CharField(_("kept for"), max_length=60, blank=True)
    until_on = models.DateField(_("kept until"), null=True, blank=True)
    destroyed_on = models.DateField(_("destroyed on"), null=True, blank=True)
    erase_method = models.CharField(_("how it is destroyed"), max_length=120, blank=True)
    contact = models.CharField(_("whom people ask about their data"), max_length=120, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("particulars of personal information")
        verbose_name_plural = _("particulars of personal information")
        default_permissions = ()
        constraints = [
            FieldCheck(
                condition=Q(entrusted=True) | Q(entrusted_to=""),
                name="personal_data_entrusted_to_a_firm",
                beside="entrusted",
                violation_error_message=_("You name a firm: then its handling is entrusted."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} personal data"


class NumberHandler(models.Model):
    """Somebody who is named to handle My Number information: the list that the law's guideline asks for."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="number_handlers")
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="number_handlings", verbose_name=_("person")
    )
    task = models.CharField(_("for which task"), max_length=120, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("My Number handler")
        verbose_name_plural = _("My Number handlers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["asset", "person"], name="number_handler_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.person_id}"


class AssetFile(models.Model):
    """A photo of what the information lives on, so that the thing is found on the shelf. Never of the secret itself."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    by = a_person(_("by"), "+")

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        default_permissions = ()
        ordering = ("asset", "id")

    def __str__(self) -> str:
        return f"{self.asset_id} photo"
