"""Bringing a ledger in: read it, keep it as a draft, apply it in one act."""

import hashlib
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from accounts.sight import Sight
from assets.entering.amending import note
from assets.models import Asset
from exchange.ledger import understand
from exchange.lines import ColumnUse, Ledger, LedgerRow, Problem, Scale, Value
from exchange.models import Draft
from exchange.plan import Group, Plan, plan
from exchange.reader import Workbook, read
from journal.acts import Act, act


class NeedsConsent(Exception):
    """Some rows are wrong, and nobody has said to leave them out."""


class NotApplicable(Exception):
    """The file as a whole cannot be taken (see its problems), or the draft is not open any more."""


def bring_in(data: bytes, filename: str, *, by: Sight, scale: Scale | None = None) -> Draft:
    """Read and understand a file; nothing of the register changes.

    Raises:
        exchange.gate.Refused: with a sentence that says what is wrong, where and what to do.
    """
    workbook = read(data, filename)
    ledger = understand(workbook, scale)
    kept = packed(ledger) | {"said": _in_other_languages(ledger, workbook, scale)}
    with act(by.person, "exchange.bring_in") as deed:
        deed.facts |= {"sha256": hashlib.sha256(data).hexdigest(), "rows": len(ledger.rows)}
        draft = Draft(by=by.person, filename=filename[:200], sha256=deed.facts["sha256"], ledger=kept)
        draft.save()
    return draft


def apply(draft: Draft, *, by: Sight, skip_rejected: bool = False) -> Plan:
    """Write a draft into the register: one act, everything or nothing.

    Raises:
        NeedsConsent: rows are wrong and `skip_rejected` was not said.
        NotApplicable: the file as a whole has a problem, or the draft was applied or put away.
    """
    with act(by.person, "exchange.import") as deed:
        claimed = Draft.objects.open().filter(pk=draft.pk, by=by.person).update(state=Draft.State.APPLIED)
        if not claimed:
            raise NotApplicable  # and its ledger may be forgotten by now
        found = plan(unpacked(draft.ledger), by)
        if found.file_problems:
            raise NotApplicable
        if found.rejected and not skip_rejected:
            raise NeedsConsent
        write(deed, found.groups, by)
        deed.facts |= {"draft": draft.pk, "sha256": draft.sha256} | found.counts()
        Draft.objects.filter(pk=draft.pk).update(outcome=found.counts(), ledger={})
    return found


def discard(draft: Draft, *, by: Sight) -> None:
    """Put a draft away; what it said is forgotten."""
    with act(by.person, "exchange.discard") as deed:
        deed.facts["draft"] = draft.pk
        Draft.objects.open().filter(pk=draft.pk).update(state=Draft.State.DISCARDED, ledger={})


def write(deed: Act, groups: list[Group], by: Sight) -> None:
    """Insert and update in sets."""
    known = [group for group in groups if group.asset is not None]
    new = [group for group in groups if group.asset is None]
    for group, asset in zip(new, deed.add_all(_asset(group, by) for group in new), strict=True):
        group.asset = asset
    deed.change_all((group.asset, group.facts) for group in known if group.asset and group.facts)
    deed.add_all(_hung(group, carrier) for group in groups for carrier in group.new_carriers)
    deed.change_all(change for group in groups for change in group.changed_carriers)
    deed.add_all(_hung(group, proposal) for group in groups for proposal in group.new_proposals)
    note(deed)


def _asset(group: Group, by: Sight) -> Asset:
    asset = Asset(entered_by=by.person, **{"registered_on": by.on} | group.facts)
    asset.rekey()
    return asset


def _hung[Row: Any](group: Group, row: Row) -> Row:
    row.asset = group.asset
    return row


def packed(ledger: Ledger) -> dict[str, Any]:
    """A ledger as JSON values, dates marked."""
    return {
        "columns": [asdict(c) for c in ledger.columns],
        "rows": [
            {
                "sheet": r.sheet,
                "number": r.number,
                "problems": [asdict(p) for p in r.problems],
                "values": {name: [v.raw, _packed(v.value)] for name, v in r.values.items()},
            }
            for r in ledger.rows
        ],
        "problems": [asdict(p) for p in ledger.problems],
        "notes": list(ledger.notes),
        "scale": ledger.scale,
    }


def _in_other_languages(ledger: Ledger, workbook: Workbook, scale: Scale | None) -> dict[str, Any]:
    """What is said about it, in each language but this one: whoever changes language reads on in theirs."""
    if not (ledger.problems or ledger.notes):
        return {}
    found = {}
    for language, _name in settings.LANGUAGES:
        if language != get_language():
            with override(language):
                found[language] = _said(understand(workbook, scale))
    return found


def _said(ledger: Ledger) -> dict[str, Any]:
    rows = {str(n): [p.message for p in row.problems] for n, row in enumerate(ledger.rows) if row.problems}
    return {"notes": list(ledger.notes), "problems": [p.message for p in ledger.problems], "rows": rows}


def _told(problems: tuple[Problem, ...], messages: list[str]) -> tuple[Problem, ...]:
    return tuple(replace(each, message=words) for each, words in zip(problems, messages, strict=True))


def _retold(ledger: Ledger, said: dict[str, Any]) -> Ledger:
    """The same ledger with its sentences in another language."""
    rows = tuple(
        replace(row, problems=_told(row.problems, said["rows"][str(n)])) if row.problems else row
        for n, row in enumerate(ledger.rows)
    )
    return replace(ledger, rows=rows, problems=_told(ledger.problems, said["problems"]), notes=tuple(said["notes"]))


def unpacked(packed: dict[str, Any]) -> Ledger:
    """The ledger again, in the reader's language where it was kept in more than one."""
    rows = (
        LedgerRow(
            r["sheet"],
            r["number"],
            {name: Value(raw, _unpacked(v)) for name, (raw, v) in r["values"].items()},
            tuple(Problem(**p) for p in r["problems"]),
        )
        for r in packed["rows"]
    )
    ledger = Ledger(
        columns=tuple(ColumnUse(**c) for c in packed["columns"]),
        rows=tuple(rows),
        problems=tuple(Problem(**p) for p in packed["problems"]),
        notes=tuple(packed["notes"]),
        scale=packed["scale"],
    )
    said = packed.get("said", {}).get(get_language() or "")
    return _retold(ledger, said) if said else ledger


def _packed(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return tuple(value) if isinstance(value, list) else value
