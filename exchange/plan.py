"""What a ledger would do to the register: each row new, changed, the same, or wrong. Writes nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Department
from accounts.sight import Sight
from assets.kinds import ELECTRONIC, Kind, Origin
from assets.models import Asset, Carrier, GrantProposal
from assets.words import fold
from exchange.lines import KEPT_FIELDS, ColumnUse, Ledger, LedgerRow, Problem
from exchange.register import Known, Names

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
FLAGS = ("personal", "sensitive", "my_number", "technical")
RECEIVED = ("giver", "secrecy_duty", "received_on", "return_due_on", "returned_on", "return_shown_by")
RATINGS = ("confidentiality", "integrity", "availability")
SEPARATORS = "、，,/／・\n;；"
MOST_WORDS = 120  # of a proposal


@dataclass(frozen=True)
class Diff:
    """One field: what the register says and what the ledger says."""

    field: str
    old: Any
    new: Any


@dataclass
class Line:
    """A row of the ledger and what becomes of it."""

    row: LedgerRow
    fate: str = SAME
    diffs: list[Diff] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: Mapping[tuple[str, str], ColumnUse] = field(default_factory=dict)  # by sheet and field

    def reject(self, name: str, value: str, message: str) -> None:
        """Leave the row out, saying where and why."""
        self.fate = WRONG
        use = self.columns.get((self.row.sheet, name))
        header, letter = (use.header, use.letter) if use else (name, "")
        self.problems.append(Problem(self.row.number, self.row.sheet, header, letter, value, message))

    def text(self, name: str) -> str:
        found = self.row.values.get(name)
        return str(found.value or "") if found else ""

    def has(self, name: str) -> bool:
        """Does the row say anything in this column? (Blank keeps what the register has.)"""
        found = self.row.values.get(name)
        return found is not None and found.raw.strip() != "" and found.value is not None

    def value(self, name: str) -> Any:
        found = self.row.values.get(name)
        return found.value if found else None

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.text("business"))[:120], fold(self.text("name"))[:300]


@dataclass(eq=False)
class Group:
    """The good rows of one asset, and what they write."""

    lines: list[Line]
    asset: Asset | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    new_carriers: list[Carrier] = field(default_factory=list)
    changed_carriers: list[tuple[Carrier, dict[str, Any]]] = field(default_factory=list)
    new_proposals: list[GrantProposal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.new = self.asset is None  # stays so when the asset has been made

    @property
    def changes(self) -> bool:
        return bool(self.facts or self.new_carriers or self.changed_carriers or self.new_proposals)


@dataclass
class Plan:
    """The whole ledger's fate."""

    lines: list[Line]
    groups: list[Group]
    file_problems: tuple[Problem, ...]

    @property
    def created(self) -> list[Group]:
        return [g for g in self.groups if g.new]

    @property
    def updated(self) -> list[Group]:
        return [g for g in self.groups if not g.new and g.changes]

    @property
    def unchanged(self) -> list[Group]:
        return [g for g in self.groups if not g.new and not g.changes]

    @property
    def problems(self) -> list[Problem]:
        return [*self.file_problems, *chain.from_iterable(line.problems for line in self.lines)]

    @property
    def rejected(self) -> int:
        """Rows, not assets."""
        return len({(line.row.sheet, line.row.number) for line in self.lines if line.fate == WRONG})

    @property
    def rows(self) -> int:
        return len({(line.row.sheet, line.row.number) for line in self.lines})

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "rejected": self.rejected,
        }


def plan(ledger: Ledger, sight: Sight) -> Plan:
    """Compare a ledger with what this person may know of.

    An asset that is hidden from the person is as good as absent: its row is new, and nothing tells the difference.
    """
    columns = {(use.sheet, use.field): use for use in ledger.columns if use.field}
    lines = [
        Line(row, WRONG if row.rejected else SAME, problems=list(row.problems), columns=columns) for row in ledger.rows
    ]
    for line in lines:
        _check_lengths(line)
        _check_keeping(line)
    good: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.fate != WRONG:
            good[line.key].append(line)
    names, known = Names(), Known(sight, good)
    groups = [_group(key, some, names, known, sight) for key, some in good.items()]
    file_problems = tuple(p for p in ledger.problems if p.row is None)
    return Plan(lines, [g for g in groups if g.lines], file_problems)


def _check_lengths(line: Line) -> None:
    limits = {"name": 200, "business": 80, "notes": 500, "department": 120, "place": 200}
    limits |= {"retention": 60, "keep_until_on": 60, "giver": 120, "secrecy_duty": 200, "return_shown_by": 200}
    for name, limit in limits.items():
        if len(line.text(name)) > limit:
            message = _("%(n)s characters; at most %(limit)s fit.") % {"n": len(line.text(name)), "limit": limit}
            line.reject(name, line.text(name)[:40] + "…", message)


def _check_keeping(line: Line) -> None:
    """Of how long it is kept, words and a day can be said, and not two of one."""
    words, other = ((line.value(name) if line.has(name) else None) for name in KEPT_FIELDS)
    if words and other and words != other and isinstance(words, date) == isinstance(other, date):
        message = _("“%(one)s” and “%(other)s” say differently how long it is kept. Write one, or a day beside words.")
        line.reject("keep_until_on", line.text("keep_until_on"), message % {"one": words, "other": other})


def _kept(line: Line) -> dict[str, Any]:
    said = (line.value(name) for name in KEPT_FIELDS if line.has(name))
    return {"keep_until_on" if isinstance(value, date) else "retention": value for value in said}


def _group(key: tuple[str, str], lines: list[Line], names: Names, known: Known, sight: Sight) -> Group:
    candidates = known.assets.get(key, [])
    department = next((d for d in (names.department(line.text("department")) for line in lines) if d), None)
    if len(candidates) > 1:
        same = [a for a in candidates if department and a.department_id == department.pk]
        if len(same) != 1:
            for line in lines:
                codes = _(", ").join(a.code for a in candidates)
                line.reject(
                    "name", line.text("name"), _("The register has several of this name: %(codes)s.") % {"codes": codes}
                )
            return Group([])
        candidates = same
    group = Group(lines, candidates[0] if candidates else None)
    _asset_facts(group, department)
    _carriers(group, known)
    _proposals(group, names, known, sight)
    return _settled(group, known)


def _asset_facts(group: Group, department: Department | None) -> None:
    first, asset = group.lines[0], group.asset
    facts: dict[str, Any] = {}
    words = next((line.text("department") for line in group.lines if line.has("department")), "")
    if department is not None:
        facts["department"] = department
    elif words:
        first.notes.append(
            _("“%(words)s” is no department that Kura knows; the words are kept, the department stays empty.")
            % {"words": words}
        )
        facts["department_words"] = words
    for flag in FLAGS:
        said = [line.value(flag) for line in group.lines if line.has(flag)]
        if said:
            facts[flag] = any(said)
    days = [line.value("registered_on") for line in group.lines if line.has("registered_on")]
    if days:
        facts["registered_on"] = max(days)
    facts |= _received(group)
    if asset is None:
        facts |= {
            "name": first.text("name"),
            "business": first.text("business"),
            "kind": _kind(first),
            "origin": facts.get("origin", Origin.OWN),
        }
        group.facts = facts
        return
    if "department_words" in facts and asset.department_id:
        del facts["department_words"]  # a name that Kura does not know never empties a department that it has
    for name, new in facts.items():
        old = getattr(asset, name)
        if old != new:
            group.facts[name] = new
            first.diffs.append(Diff(name, _plain(name, old), _plain(name, new)))


def _received(group: Group) -> dict[str, Any]:
    """What is said of received information; a giver makes it received."""
    facts: dict[str, Any] = {}
    for name in RECEIVED:
        said = [line.value(name) for line in group.lines if line.has(name)]
        if said:
            facts[name] = said[0]
    if facts.get("giver") and (group.asset is None or group.asset.origin == Origin.OWN):
        facts["origin"] = Origin.RECEIVED.value
    return facts


def _kind(line: Line) -> str:
    """The asset's own kind: data is data, whatever machine it lies on."""
    medium = line.value("medium")
    return medium[0] if medium and medium[0] not in ELECTRONIC else Kind.DIG.value


def _plain(name: str, value: Any) -> Any:
    if name == "origin":
        return str(Origin(value).label)
    return value.label if isinstance(value, Department) else value


def _carrier_facts(line: Line) -> dict[str, Any]:
    texts = {"notes": "notes", "location": "place"}
    facts = {name: line.text(column) for name, column in texts.items() if line.has(column)}
    return facts | _kept(line) | {name: line.value(name) for name in RATINGS if line.has(name)}


def _carriers(group: Group, known: Known) -> None:
    """Each row's carrier: by medium, and where the ledger says where, by place too; each is matched once."""
    free = list(known.carriers.get(group.asset.pk, [])) if group.asset else []
    seen: dict[tuple[Any, ...], Line] = {}
    moved = []
    for line in list(group.lines):
        medium = line.value("medium")
        if not medium:
            continue
        key = (tuple(medium), fold(line.text("place")))
        if key in seen:
            other = seen[key].row.number
            line.reject(
                "medium",
                line.text("name"),
                _("Repeats row %(row)s: the same information on the same medium.") % {"row": other},
            )
            group.lines.remove(line)
            continue
        seen[key] = line
        there = next((c for c in free if (c.natural_key(), fold(c.location)) == key), None)
        if there is None:
            moved.append(line)
        else:
            _carrier(group, line, free, [there])
    for line in moved:  # those that stayed where they were are taken first
        _carrier(group, line, free, [c for c in free if c.natural_key() == line.value("medium")])


def _carrier(group: Group, line: Line, free: list[Carrier], alike: list[Carrier]) -> None:
    kind, host = line.value("medium")
    facts = _carrier_facts(line)
    if not alike:
        carrier = Carrier(asset=group.asset, kind=kind, host=host, **facts)
        group.new_carriers.append(carrier)
        if group.asset:
            line.diffs.append(Diff("medium", None, carrier.medium))
        return
    free.remove(alike[0])
    changed = {name: new for name, new in facts.items() if getattr(alike[0], name) != new}
    line.diffs += [Diff(name, getattr(alike[0], name), new) for name, new in changed.items()]
    if changed:
        group.changed_carriers.append((alike[0], changed))


def _proposals(group: Group, names: Names, known: Known, sight: Sight) -> None:
    """利用者範囲 is never more than a proposal, and only for whom there is neither grant nor proposal yet."""
    pk = group.asset.pk if group.asset else 0
    granted = {(g.person_id, g.department_id) for g in known.grants.get(pk, [])}
    proposed = {fold(p.words) for p in known.proposals.get(pk, [])}
    for line in group.lines:
        for words in (part[:MOST_WORDS] for part in _parts(line.text("users"), names)):
            person, department = names.person(words), names.department(words)
            person = None if department else person
            whom = (person.pk if person else None, department.pk if department else None)
            if fold(words) in proposed or (whom != (None, None) and whom in granted):
                continue
            proposed.add(fold(words))
            group.new_proposals.append(
                GrantProposal(
                    asset=group.asset,
                    words=words,
                    person=person,
                    department=department,
                    proposed_by=sight.person,
                    proposed_on=sight.on,
                )
            )
            if group.asset:
                line.diffs.append(Diff("users", None, words))


def _parts(words: str, names: Names) -> list[str]:
    if not words.strip() or names.department(words):
        return [words.strip()] if words.strip() else []
    for separator in SEPARATORS:
        words = words.replace(separator, "\n")
    return [part.strip() for part in words.split("\n") if part.strip()]


def _settled(group: Group, known: Known) -> Group:
    """Give each line its fate; what is not the importer's to change is refused with a reason."""
    if group.asset and group.changes and group.asset.pk not in known.mine:
        for line in group.lines:
            line.reject(
                "name",
                line.text("name"),
                _("It is in the register as %(code)s, but it is not yours to change.") % {"code": group.asset.code},
            )
        return Group([])
    for line in group.lines:
        line.fate = NEW if group.asset is None else CHANGED if line.diffs else SAME
    return group


def printable(value: Any) -> str:
    """A value as the preview prints it."""
    if value is None or value == "":
        return "―"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value.isoformat() if isinstance(value, date) else str(value)
