"""What the company says of the contacts that Kura ships, and those it adds; how people like to see the list."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.directory.prefectures import Prefecture
from accounts.models import Department, Named, Person
from assets.codes import QuietAutoField
from desk.querysets import SavedViewQuerySet


class Group(models.TextChoices):
    """What a contact is for, in the order in which they are shown."""

    OWN = "OWN", _("Our own advisers")
    FIRST = "FIRST", _("Something may have leaked")
    CYBER = "CYBER", _("Virus, intrusion, lost device")
    CRIME = "CRIME", _("Thinking of the police")
    PERSONAL = "PERSONAL", _("Personal information is among it")
    LAW = "LAW", _("The law, lawyers")
    DEALINGS = "DEALINGS", _("Pressed by a business partner")
    ABROAD = "ABROAD", _("Abroad, at the border, other states")


class Contact(Named):
    """A contact of the company's own, or its word on one that Kura ships (`key` of contacts.toml).

    A row without a name only confirms or hides the shipped entry; with a name, its text wins over the shipped one.
    """

    key = models.SlugField(max_length=40, unique=True, editable=False)
    group = models.CharField(_("for what"), max_length=10, choices=Group.choices, default=Group.OWN)
    prefecture = models.CharField(max_length=2, choices=Prefecture.choices, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    use = models.CharField(_("when to ask them"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    mail = models.EmailField(_("mail"), blank=True)
    web = models.URLField(_("web page"), max_length=300, blank=True)
    hidden = models.BooleanField(default=False, editable=False)
    verified_on = models.DateField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("contact for leaks")
        default_permissions = ()
        ordering = ("group", "name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="contact_verified_by_someone",
            ),
        ]


class SavedView(models.Model):
    """Filters, order and columns of the list under a name: for oneself, or shared with a department and all below it.

    It holds the question, never the answer: whoever opens it sees what they may know of.
    """

    id = QuietAutoField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views", verbose_name=_("kept by"))
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shared with")
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ()
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that somebody likes to see in the list."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="chosen_columns")
    names = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.names
