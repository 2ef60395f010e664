"""Records of our own development as a sheet, out and in: a row each, known by its asset's code and its SHA-256.

The SHA-256 is worked out where the originals are; no file leaves its place. A sheet with one wrong row changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from tablib import Dataset

from accounts.days.written import day
from accounts.querysets import today
from accounts.sight import Sight, asked_again
from assets.models import Asset, Development
from assets.rights import carried_by
from exchange import cells
from exchange.gate import Refused
from exchange.reader import Broken, Cell
from exchange.sheets import Wrong, WrongRows, as_csv, heading, said_of, table
from journal.acts import Act, act

FIELDS: dict[str, Any] = {"code": Asset._meta.get_field("code")} | {
    name: Development._meta.get_field(name) for name in ("what", "made_on", "sha256", "kept_at")
}
NEEDED = FIELDS.keys() - {"kept_at"}

type Key = tuple[str, str]  # an asset's code, a SHA-256


@dataclass
class _Line:
    """A row: its number on the sheet, what it says by column, and what is wrong with it."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.facts.get("code", ""), self.facts.get("sha256", "")


def sheet_of(rows: Any) -> bytes:
    """Records as CSV that Excel reads and that can be brought in again."""
    sheet = Dataset(headers=[heading(each) for each in FIELDS.values()])
    for row in rows.select_related("asset"):
        kept = (cells.formula_guard(words) for words in (row.what, row.kept_at))
        sheet.append((row.asset.code, next(kept), row.made_on.isoformat(), row.sha256, next(kept)))
    return as_csv(sheet)


def bring_in(data: bytes, filename: str, *, by: Sight) -> dict[str, int]:
    """Record and amend what a sheet has, in one act.

    Returns:
        how many rows are new, changed and unchanged.

    Raises:
        Refused: the file cannot be read, or is no such sheet.
        WrongRows: with the reasons; an asset that one may not know of, or not carry, is as one that is not there.
    """
    lines = list(_lines(data, filename))
    try:
        with act(by.person, "exchange.import_developments") as deed:
            mine = _carried(lines, asked_again(by))
            _judge(lines, mine)
            if wrong := [Wrong(line.number, tuple(line.wrong)) for line in lines if line.wrong]:
                raise WrongRows(wrong)
            counts = _write(lines, mine, by, deed)
            deed.facts |= counts
    except IntegrityError:  # two brought the same in at one instant
        raise Refused(_("Something was changed meanwhile: look at the rows once more.")) from None
    return counts


def _carried(lines: list[_Line], by: Sight) -> Mapping[str, Asset]:
    """By their codes the assets that rows name and whose entries one may change."""
    named = Asset.objects.seen_by(by).named_to(by).filter(carried_by(by))
    return named.in_bulk({line.key[0] for line in lines}, field_name="code")


def _write(lines: list[_Line], mine: Mapping[str, Asset], by: Sight, deed: Act) -> dict[str, int]:
    new, changed = list[Development](), list[tuple[Development, dict[str, Any]]]()
    kept = {(row.asset.code, row.sha256): row for row in _recorded(mine)}
    for line in lines:
        facts = {name: value for name, value in line.facts.items() if name != "code"}
        if (row := kept.get(line.key)) is None:
            new.append(Development(asset=mine[line.key[0]], by=by.person, on=by.on, **facts))
        elif any(getattr(row, name) != value for name, value in facts.items()):
            changed.append((row, facts))
    deed.add_all(new)
    deed.change_all(changed)
    return {"new": len(new), "changed": len(changed), "same": len(lines) - len(new) - len(changed)}


def _recorded(mine: Mapping[str, Asset]) -> Any:
    return Development.objects.filter(asset__in=mine.values()).select_related("asset")


def _lines(data: bytes, filename: str) -> Iterator[_Line]:
    """The rows of the first sheet with our headings; empty ones are passed over."""
    names, rows = table(data, filename, FIELDS, NEEDED)
    for number, said in rows:
        if not all(cells.is_blank(cell) for cell in said):
            yield _read(number, dict(zip(names, said, strict=True)))


def _read(number: int, said: Mapping[str, Cell]) -> _Line:
    """One row, each cell that cannot be read with its column's heading."""
    line = _Line(number)
    for name, cell in said.items():
        try:
            line.facts[name] = _meaning(name, cell)
        except (ValueError, ValidationError) as error:
            words = error.messages if isinstance(error, ValidationError) else [str(error)]
            line.wrong.append(said_of(FIELDS[name], " ".join(words)))
    return line


def _meaning(name: str, cell: Cell) -> Any:
    if isinstance(cell, Broken):
        raise ValueError(_("The formula ended in an error."))
    if name == "made_on":
        found = day(cell)
        if found is not None and found > today():
            raise ValueError(_("This day is still to come."))
        return FIELDS[name].clean(found, None)
    words = cells.unguard(cells.clean(str(cell)))
    words = {"code": words.upper(), "sha256": words.lower()}.get(name, words)
    return words if name == "code" else FIELDS[name].clean(words, None)


def _judge(lines: list[_Line], mine: Mapping[str, Asset]) -> None:
    """What is wrong with a row beside others, and beside the register."""
    seen: set[Key] = set()
    for line in lines:
        code, digest = line.key
        if code not in mine:
            none = _("“%(value)s” is no asset whose entry you may change.") if code else _("This field is required.")
            words = none % {"value": code}
            line.wrong.append(said_of(FIELDS["code"], words))
        elif digest and line.key in seen:
            words = _("“%(value)s” stands on the sheet twice.") % {"value": digest}
            line.wrong.append(said_of(FIELDS["sha256"], words))
        seen.add(line.key)
