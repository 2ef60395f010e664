"""What a ledger is made of, once understood. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

TEXT_FIELDS: Final = (
    "business", "name", "notes", "users", "department", "place", "owner", "level_words", "giver",
    "secrecy_duty", "return_shown_by",
)  # fmt: skip
FLAG_FIELDS: Final = ("personal", "sensitive", "my_number", "technical")
RATING_FIELDS: Final = ("confidentiality", "integrity", "availability")
UNUSED_FIELDS: Final = (
    "owner",
    "level_words",
)  # understood, but nobody becomes owner and nothing gets a level by import
PAST_FIELDS: Final = ("registered_on", "received_on", "returned_on")  # days that cannot lie ahead
DAY_FIELDS: Final = (*PAST_FIELDS, "return_due_on")
KEPT_FIELDS: Final = ("retention", "keep_until_on")  # how long, or until when: days where they are days, else words
FIELDS: Final = (*TEXT_FIELDS, "medium", *FLAG_FIELDS, *RATING_FIELDS, *DAY_FIELDS, *KEPT_FIELDS)

type Scale = Literal["0-2", "1-3"]
type Medium = tuple[str, str]
"""Kind of carrier (PAP DIG SYS MED TAC LIN MLD PRO) and host (OFFICE_PC MOBILE IN_HOUSE OUTSIDE or "")."""
type Meaning = str | bool | int | date | Medium | None


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of a sheet and what it is read as; `field` None: it will not be read.

    `computed` marks columns that the sheet works out itself (重要度, リスク値, No.), left out on purpose.
    """

    sheet: str
    letter: str
    header: str
    field: str | None
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A cell: the words on the sheet and what they mean (str, bool, int, date, a Medium, or None)."""

    raw: str
    value: Meaning


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell, a row, or (row None) the whole file cannot be taken as it is; `message` is a sentence."""

    row: int | None
    sheet: str
    column: str
    letter: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One asset on one medium. `number` is the sheet's row; several media of one cell share it.

    `values` has every field that the sheet has a column for; blank text is "", blank dates and
    ratings are None, and so is what a problem is about.
    """

    sheet: str
    number: int
    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether the row cannot be taken."""
        return bool(self.problems)


@dataclass(frozen=True)
class Ledger:
    """A whole file understood. `problems` holds those of the rows and, with row None, those of the file.

    `scale` is the scale of the file's ratings; values are on 1 to 3 whichever it is. None: it has no ratings, or
    the scale cannot be told (then a problem of the file says so and rating values are None).
    """

    columns: tuple[ColumnUse, ...]
    rows: tuple[LedgerRow, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    scale: Scale | None = None

    @property
    def blocked(self) -> bool:
        """Whether something must be settled before any row can be taken."""
        return any(problem.row is None for problem in self.problems)
