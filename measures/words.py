"""The words in which measures are sorted: what for, against whom, how firmly, at which part of the company."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """The five purposes of measures (handbook.md 1.1), in the handbook's order."""

    ACCESS_CONTROL = "ACCESS_CONTROL", _("Access control")
    REMOVAL_PREVENTION = "REMOVAL_PREVENTION", _("Hindering removal")
    VISIBILITY = "VISIBILITY", _("Visibility")
    AWARENESS = "AWARENESS", _("Awareness of secrets")
    TRUST = "TRUST", _("Trust")


class Audience(models.TextChoices):
    """Whom a measure is directed at: the four routes by which secrets leak (handbook.md 1.1)."""

    EMPLOYEE = "EMPLOYEE", _("Employees")
    LEAVER = "LEAVER", _("Leavers")
    PARTNER = "PARTNER", _("Partners")
    OUTSIDER = "OUTSIDER", _("Outsiders")


class Yardstick(models.TextChoices):
    """What a measure is needed for: to be protected by law as a trade secret, or to be well kept (handbook.md 5.2)."""

    LEGAL_MINIMUM = "legal_minimum", _("Legal minimum")
    GOOD_PRACTICE = "good_practice", _("Good practice")


class Scope(models.TextChoices):
    """The part of the company at which a measure is taken."""

    COMPANY = "COMPANY", _("Company")
    DEPARTMENT = "DEPARTMENT", _("Department")
    PLACE = "PLACE", _("Place")
    ASSET = "ASSET", _("Asset")
    CARRIER = "CARRIER", _("Carrier")
    PERSON = "PERSON", _("Person")
    PARTNER = "PARTNER", _("Partner")
    DEVICE = "DEVICE", _("Device")
    SYSTEM = "SYSTEM", _("System")


class Standing(models.TextChoices):
    """On whose word a measure stands: METI's handbook, another public source named beside it, Kura, the company."""

    HANDBOOK = "handbook", _("Handbook")
    CITED = "cited", _("Other public source")
    PROPOSAL = "proposal", _("Kura's proposal")
    COMPANY = "company", _("Our own")
