"""What information is and what it lives on: the words that assets and carriers share."""

from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classification.levels import Level


class Kind(models.TextChoices):
    """Kinds of assets and of carriers (flyer A-1; codes of the handbook's data)."""

    PAP = "PAP", _("Paper and drawings")
    DIG = "DIG", _("Electronic data")
    SYS = "SYS", _("System or server")
    MED = "MED", _("Removable medium")
    TAC = "TAC", _("Know-how in memory")
    LIN = "LIN", _("Production line")
    MLD = "MLD", _("Mold or die")
    PRO = "PRO", _("Prototype or sample")


# "Physical" and "electronic" as the rules STO-02 and STO-03 mean them. A USB memory is both.
PHYSICAL = (Kind.PAP, Kind.MED, Kind.LIN, Kind.MLD, Kind.PRO)
ELECTRONIC = (Kind.DIG, Kind.SYS, Kind.MED)
TECHNICAL = (Kind.TAC, Kind.LIN, Kind.MLD, Kind.PRO)  # by their nature, unless somebody says otherwise


class Host(models.TextChoices):
    """Where electronic data sits: with the kind, IPA's six media (handbook.md 4.1)."""

    OFFICE_PC = "OFFICE_PC", _("Office PC")
    MOBILE = "MOBILE", _("Mobile device")
    IN_HOUSE = "IN_HOUSE", _("In-house server")
    OUTSIDE = "OUTSIDE", _("External server")


HOSTS_OF = {Kind.DIG: (Host.OFFICE_PC, Host.MOBILE), Kind.SYS: (Host.IN_HOUSE, Host.OUTSIDE)}


class Origin(models.TextChoices):
    OWN = "OWN", _("Our own")
    RECEIVED = "RECEIVED", _("Received from others")
    JOINT = "JOINT", _("Made jointly")


class Outcome(models.TextChoices):
    """How the information is put to use (flyer B-2, handbook.md 3.4)."""

    KEEP_SECRET = "KEEP_SECRET", _("Keep secret")
    PATENT = "PATENT", _("Patent")
    STANDARD = "STANDARD", _("Standard")
    PUBLISH = "PUBLISH", _("Publish")
    BY_LAW = "BY_LAW", _("Managed by law")


class Tier(models.TextChoices):
    """May it be disclosed outside? An axis of its own beside the level."""

    NEVER = "NEVER", _("Never disclosed")
    NDA = "NDA", _("Under an NDA only")
    ORDINARY = "ORDINARY", _("In ordinary business")


class State(models.TextChoices):
    CANDIDATE = "CANDIDATE", _("Candidate")
    IN_REVIEW = "IN_REVIEW", _("In review")
    ACTIVE = "ACTIVE", _("In force")
    RETIRED = "RETIRED", _("Retired")


class AccessControl(models.TextChoices):
    """Who can open the data on this carrier."""

    NONE = "NONE", _("Nothing")
    LOGIN = "LOGIN", _("Sign-in only")
    FOLDER = "FOLDER", _("Limited to named people (folder, password)")


class Network(models.TextChoices):
    OFFLINE = "OFFLINE", _("Not connected")
    ISOLATED = "ISOLATED", _("Isolated network")
    CONNECTED = "CONNECTED", _("Connected")


def _words_of_label(value: int) -> str:
    if value == Label.NONE:
        return gettext("No label")
    return gettext("“%(level)s” label") % {"level": Level(value).label}


_label_words: Any = lazy(_words_of_label, str)


class Label(models.IntegerChoices):
    """The secrecy label that a carrier bears; the numbers are the levels', below them: none."""

    NONE = -1
    PUBLIC = 0
    INTERNAL = 10
    SECRET = 20
    TOP_SECRET = 30

    @property
    def label(self) -> Any:
        """In the company's words for its levels."""
        return _label_words(self.value)


class Nature(models.TextChoices):
    """Is a know-how the company's, or a skill that anybody of the trade takes along? (handbook.md 3.5)"""

    COMPANY = "COMPANY", _("Know-how of this company")
    GENERAL = "GENERAL", _("General skill of the trade")


class Headcount(models.TextChoices):
    """How many people personal information is about: more than 1,000 changes what has to be reported."""

    FEW = "100", _("up to 100")
    MANY = "1000", _("up to 1,000")
    MORE = "MORE", _("more than 1,000")


class Method(models.TextChoices):
    """How a carrier is destroyed so that nobody restores it (handbook.md 7.4: Kura's proposal in line with E1-e)."""

    SHRED = "SHRED", _("Shredded crosswise")
    DISSOLVE = "DISSOLVE", _("Dissolved")
    BURN = "BURN", _("Burnt")
    ERASE = "ERASE", _("Erased so that it cannot be restored")
    DEGAUSS = "DEGAUSS", _("Demagnetised")
    DELETE = "DELETE", _("Deleted, in backups too, with the provider's certificate")
    DESTROY = "DESTROY", _("Physically destroyed")
    CUT = "CUT", _("Cut, crushed or melted")
    DISMANTLE = "DISMANTLE", _("Dismantled; settings and programs erased")
    GIVE_BACK = "GIVE_BACK", _("Given back to its owner")
    REMIND = "REMIND", _("Nothing to destroy: those who know are reminded in writing")


METHODS_OF = {
    Kind.PAP: (Method.SHRED, Method.DISSOLVE, Method.BURN, Method.GIVE_BACK),
    Kind.DIG: (Method.ERASE, Method.DESTROY, Method.GIVE_BACK),
    Kind.SYS: (Method.DELETE, Method.ERASE),
    Kind.MED: (Method.ERASE, Method.DEGAUSS, Method.DESTROY, Method.GIVE_BACK),
    Kind.TAC: (Method.REMIND,),
    Kind.LIN: (Method.DISMANTLE,),
    Kind.MLD: (Method.CUT, Method.GIVE_BACK),
    Kind.PRO: (Method.CUT, Method.DESTROY, Method.GIVE_BACK),
}
