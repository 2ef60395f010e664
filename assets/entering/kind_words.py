"""What each kind of information is asked, in the words of those who work with it.

The quick form asks at most six things; the rest comes later, in sections that hold only what the kind has. Help and
examples stand here and nowhere else: for a kind where it has its own, else the general ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assets.kinds import Host, Kind

type Text = Promise | str
QUICK_AT_MOST = 6


@dataclass(frozen=True)
class Help:
    """What stands beside a field: a sentence, and an example."""

    text: Text = ""
    example: Text = ""


@dataclass(frozen=True)
class KindWords:
    """One kind: its card, what its quick form asks, what its carriers are asked, and its own words for fields."""

    kind: Kind
    sentence: Text
    example: Text
    quick: tuple[str, ...]
    received: tuple[str, ...]
    media: tuple[tuple[Kind, str], ...]  # what it usually lives on, the likeliest first
    labels: Mapping[str, Text] = field(default_factory=dict)
    helps: Mapping[str, Help] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.kind.label)

    @property
    def slug(self) -> str:
        """The kind in an address."""
        return SLUGS[self.kind]

    def help(self, name: str) -> Help:
        """What stands beside a field of this kind's forms."""
        return self.helps.get(name) or GENERAL.get(name) or Help()


SLUGS = {
    Kind.PAP: "paper",
    Kind.DIG: "data",
    Kind.SYS: "system",
    Kind.MED: "medium",
    Kind.TAC: "know-how",
    Kind.LIN: "line",
    Kind.MLD: "mold",
    Kind.PRO: "prototype",
}

# Beside every kind's field, unless the kind says it better.
GENERAL: Mapping[str, Help] = MappingProxyType(
    {
        "name": Help(_("A short name. What is managed alike goes in one line."), _("heat treatment curves")),
        "department": Help(_("The department that answers for it.")),
        "owner": Help(_("Who answers for it. If you do not know, leave it empty.")),
        "custodian": Help(_("Who looks after it from day to day, if it is somebody else.")),
        "business": Help(_("The work it is made or used in."), _("production, sales, personnel")),
        "summary": Help(_("What it is for, in a sentence. Never the secret itself: no figures, no formulas.")),
        "place": Help(_("The room or cabinet.")),
        "location": Help(_("Where exactly, in your own words."), _("cabinet 2, upper shelf")),
        "giver": Help(_("The firm or person who gave it to us."), _("Toto Auto Parts Co., Ltd.")),
        "permitted_use": Help(_("What they allow us to use it for."), _("for quoting the RX-300 order only")),
        "secrecy_duty": Help(
            _("The agreement and its day, or why we owe them no secrecy."), _("NDA of April 2024 with Toto Auto Parts")
        ),
        "received_on": Help(_("The day it came to us.")),
        "return_due_on": Help(
            _("The day it has to go back or be destroyed; if none was agreed, on which to ask again.")
        ),
        "returned_on": Help(_("The day it went back, or was destroyed as they asked.")),
        "return_shown_by": Help(_("What an auditor can look at."), _("receipt of 5 March, certificate of destruction")),
        "kept_apart": Help(_("In a folder, on a shelf of its own, so that it cannot get mixed up with our own.")),
        "kind": Help(_("Another kind is asked other things here, once it is saved.")),
        "technical": Help(
            _("Drawings, recipes, programs, ways of making things. Of our own, Kura asks for records that show it.")
        ),
        "personal": Help(_("Names, addresses, anything by which a living person can be told.")),
        "sensitive": Help(_("Health, criminal record, creed and the like.")),
        "my_number": Help(_("The twelve digits themselves, or papers that bear them.")),
        "used_in": Help(_("The process, machine or product."), _("quenching furnace no. 2, gears of the RX-200")),
        "holder": Help(_("Whoever has it in their head. More people can be added later.")),
        "nature": Help(_("What anybody of the trade can do is nobody's secret.")),
        "learnt_how": Help(_("How a beginner learns it."), _("two years beside the foreman, a notebook")),
        "filmed": Help(_("A video is a carrier too: say below where it is kept.")),
        "patents": Help(_("Numbers or titles, if there are any.")),
    }
)

_MOST = ("name", "place", "location", "owner", "department")
_GIVEN = ("name", "giver", "return_due_on", "place", "location", "owner")
_DIGITAL = ("name", "medium", "location", "owner", "department", "access_control")
_SHAPE = _("Does its shape give the secret away?")
_DIGITAL_GIVEN = ("name", "giver", "return_due_on", "medium", "location", "owner")

_ALL = (
    KindWords(
        Kind.PAP,
        _("Drawings, notebooks, contracts: whatever is on paper."),
        _("a binder of process sheets, a drawing signed by hand"),
        (*_MOST, "locked"),
        _GIVEN,
        ((Kind.PAP, ""), (Kind.DIG, Host.OFFICE_PC), (Kind.SYS, Host.IN_HOUSE)),
        {"location": _("Cabinet, shelf, binder"), "locked": _("Is it locked up?")},
        {
            "name": Help(_("What stands on the binder."), _("process conditions of the reducer (heat treatment)")),
            "place": Help(_("The room or cabinet in which the paper lies.")),
            "location": Help(_("Cabinet, shelf, binder."), _("fireproof cabinet, upper shelf, red binder")),
            "locked": Help(_("A cabinet or room with a key that only those concerned have.")),
        },
    ),
    KindWords(
        Kind.DIG,
        _("Files and folders: drawings, price lists, programs."),
        _("CAD data of the RX-300, the cost table"),
        _DIGITAL,
        _DIGITAL_GIVEN,
        (
            (Kind.SYS, Host.IN_HOUSE),
            (Kind.DIG, Host.OFFICE_PC),
            (Kind.DIG, Host.MOBILE),
            (Kind.SYS, Host.OUTSIDE),
            (Kind.MED, ""),
        ),
        {"medium": _("On which machine"), "location": _("Folder or file"), "access_control": _("Who can open it")},
        {
            "name": Help(_("What the files are about, not the name of one file."), _("drawings of the RX-300")),
            "medium": Help(_("Where the files lie. Copies elsewhere can be added later.")),
            "location": Help(_("The folder, as you would tell a colleague."), r"\\server\design\rx300"),
            "access_control": Help(_("A sign-in alone lets everybody in who has one.")),
        },
    ),
    KindWords(
        Kind.SYS,
        _("A system or cloud service that holds information."),
        _("customer management, payroll, production control"),
        _DIGITAL,
        _DIGITAL_GIVEN,
        ((Kind.SYS, Host.IN_HOUSE), (Kind.SYS, Host.OUTSIDE), (Kind.SYS, "")),
        {"medium": _("Where it runs"), "location": _("System or service"), "access_control": _("Who can open it")},
        {
            "name": Help(_("What the system holds."), _("customer list (contacts and terms)")),
            "medium": Help(_("Our own server, or a firm's outside: clouds are outside.")),
            "location": Help(_("The name by which people call it."), _("sales cloud (CRM)")),
            "access_control": Help(_("A sign-in alone lets everybody in who has one.")),
        },
    ),
    KindWords(
        Kind.MED,
        _("USB memories, discs, cards: what can be put in a pocket."),
        _("the USB memory for machine no. 3, a backup disc"),
        (*_MOST, "encrypted"),
        _GIVEN,
        ((Kind.MED, ""),),
        {"location": _("Drawer, box, label"), "encrypted": _("Is it encrypted?")},
        {
            "name": Help(_("What is on it."), _("machining programs, USB memory no. 4")),
            "place": Help(_("Where it lies when nobody uses it.")),
            "location": Help(_("And by what you tell it from others."), _("locked box, green label")),
            "encrypted": Help(_("Whoever finds it cannot read it without a password.")),
        },
    ),
    KindWords(
        Kind.TAC,
        _("What experienced people can do and nobody has written down."),
        _("the moment for quenching, judging a surface by touch"),
        ("name", "used_in", "holder", "nature", "owner", "department"),
        ("name", "giver", "return_due_on", "used_in", "holder", "owner"),
        ((Kind.TAC, ""), (Kind.PAP, ""), (Kind.SYS, Host.IN_HOUSE), (Kind.DIG, Host.OFFICE_PC)),
        {"holder": _("Who has it"), "return_due_on": _("May be used until")},
        {
            "name": Help(_("What is done well, without how."), _("timing of the quench in heat treatment")),
            "summary": Help(_("In outline: what it achieves. Leave out temperatures, times, ratios: the key numbers.")),
            "return_due_on": Help(_("The last day on which we may use it, if one was agreed.")),
        },
    ),
    KindWords(
        Kind.LIN,
        _("A line or machine whose arrangement tells how we make things."),
        _("the jigs of the gear grinding line"),
        (*_MOST, "shape_visible"),
        _GIVEN,
        ((Kind.LIN, ""), (Kind.PAP, ""), (Kind.SYS, Host.IN_HOUSE)),
        {"location": _("Line, machine"), "shape_visible": _("Can visitors see how it works?")},
        {
            "name": Help(_("The line, and what of it is secret."), _("gear grinding line: placing of the jigs")),
            "place": Help(_("The hall or room in which it stands.")),
            "location": Help(_("Line and number of the machine."), _("gear grinding line, machines 1 and 2")),
            "shape_visible": Help(_("From an aisle, a window, on a tour of the plant.")),
        },
    ),
    KindWords(
        Kind.MLD,
        _("Molds, dies and jigs, our own and a customer's."),
        _("mold M-112 of the housing"),
        ("name", "serial", "place", "location", "owner", "department"),
        ("name", "giver", "serial", "place", "location", "owner"),
        ((Kind.MLD, ""), (Kind.SYS, Host.IN_HOUSE), (Kind.PAP, "")),
        {"serial": _("Number on the mold"), "location": _("Shelf"), "shape_visible": _SHAPE},
        {
            "name": Help(_("As it is called on the shop floor."), _("mold M-112 (housing)")),
            "serial": Help(_("As it is stamped on it."), "M-112-01"),
            "place": Help(_("The store in which it is kept when it is not on a machine.")),
            "location": Help(_("Row and shelf."), _("mold store, B-3, lower shelf")),
            "giver": Help(_("The customer whose mold it is."), _("Toto Auto Parts Co., Ltd.")),
            "shape_visible": Help(_("Whoever sees the cavity sees the product.")),
        },
    ),
    KindWords(
        Kind.PRO,
        _("Prototypes, samples and half-finished pieces."),
        _("the first RX-300, samples of surface treatment"),
        (*_MOST, "shape_visible"),
        _GIVEN,
        ((Kind.PRO, ""), (Kind.SYS, Host.IN_HOUSE), (Kind.PAP, "")),
        {"location": _("Cage, shelf, box"), "shape_visible": _SHAPE},
        {
            "name": Help(_("Product and number of the piece."), _("prototype RX-300 no. 1")),
            "place": Help(_("The room in which it is kept.")),
            "location": Help(_("Cage, shelf, box."), _("prototype room, locked cage")),
            "shape_visible": Help(_("If so it is covered on the way and nobody takes pictures.")),
        },
    ),
)  # fmt: skip
KINDS: Mapping[Kind, KindWords] = MappingProxyType({each.kind: each for each in _ALL})
BY_SLUG: Mapping[str, KindWords] = MappingProxyType({each.slug: each for each in _ALL})

# What a carrier of each medium is asked when everything is asked.
_THING = ("place", "location", "quantity", "locked", "lock_checked_on", "label")
_FILES = ("place", "location", "access_control", "network", "encrypted", "label")
_END = ("retention", "keep_until_on", "notes")
_LENT = ("lent_to", "lent_on", "due_back_on")
_PIECE = ("serial", *_THING, "shape_visible", "belongs_to", *_LENT, *_END)
CARRIER_FIELDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.PAP: (*_THING, *_LENT, *_END),
        Kind.DIG: ("device", *_FILES, *_END),
        Kind.SYS: ("system", *_FILES, *_END),
        Kind.MED: ("serial", "device", *_THING, "access_control", "encrypted", *_LENT, *_END),
        Kind.TAC: ("location", "notes"),
        Kind.LIN: ("serial", *_THING, "shape_visible", "belongs_to", *_END),
        Kind.MLD: _PIECE,
        Kind.PRO: _PIECE,
    }
)  # fmt: skip
