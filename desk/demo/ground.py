"""The demo company's ground: what was looked at in its places, its audit, its inventories, its talks (ground.json)."""

import json
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any, Final

from django.db.models import Model

from assets.models import Carrier, Disposal
from classification.books import Rulebook
from desk.demo.talking import Company
from journal.acts import Act
from measures.models import (
    Action,
    Audit,
    Exemption,
    GroupReview,
    Inspection,
    Inventory,
    QuickRound,
    Remark,
    ReportingContact,
    RequirementReview,
    RuleReview,
    Ruling,
    Talk,
    TalkOutcome,
)

FACTS: Final = Path(__file__).with_name("ground.json")
MODELS: Final = (
    Action,
    Audit,
    Disposal,
    Exemption,
    GroupReview,
    Inspection,
    Inventory,
    QuickRound,
    Remark,
    ReportingContact,
    RequirementReview,
    RuleReview,
    Ruling,
    Talk,
    TalkOutcome,
)
PROPOSED: Final = time(9, 40)
PEOPLE: Final = ("by", "auditor", "second", "owner", "closed_by")


def write(deed: Act, demo: Company) -> None:
    """All of it, within an act; the company's people, places and rules are there by then."""
    facts = _facts()
    for model, name in ((Inspection, "inspections"), (ReportingContact, "contacts"), (Inventory, "inventories")):
        deed.add_all(_rows(demo, model, facts[name]))
    deed.add_all(_rows(demo, GroupReview, facts["group_reviews"]))
    deed.add_all(_rows(demo, RuleReview, facts["rule_reviews"]))
    deed.add_all(_rows(demo, Ruling, facts["rulings"]))
    deed.add_all(_rows(demo, QuickRound, facts["quick_rounds"]))
    deed.add_all(_rows(demo, RequirementReview, facts["requirement_reviews"]))
    deed.add_all(_disposal(demo, pk, row) for pk, row in enumerate(facts["disposals"], 1))
    deed.add_all(_exemption(demo, pk, row) for pk, row in enumerate(facts["exemptions"], 1))
    for row in facts["audits"]:
        audit = deed.add(_row(demo, Audit, row))
        deed.add_all(_rows(demo, Remark, row["remarks"], audit=audit))
    for row in facts["talks"]:
        talk = deed.add(_row(demo, Talk, row))
        talk.people.set(demo.id_of("people", code) for code in row["people"])
        for outcome in row["outcomes"]:
            action = deed.add(_row(demo, Action, outcome["action"] | {"title": outcome["text"]}))
            deed.add(TalkOutcome(talk=talk, text=outcome["text"], action=action))


def _disposal(demo: Company, pk: int, row: Mapping[str, Any]) -> Disposal:
    """A proposal that waits for its decision: every carrier of the asset is destroyed in the same way."""
    carriers = Carrier.objects.filter(asset=row["asset"]).values_list("pk", flat=True)
    means = {str(carrier): row["method"] for carrier in carriers}
    made = Disposal(pk=pk, asset_id=row["asset"], reason=row["reason"], means=means)
    made.proposed_by_id, made.proposed_at = demo.id_of("people", row["by"]), demo.moment(row["on"], PROPOSED)
    return made


def _exemption(demo: Company, pk: int, row: Mapping[str, Any]) -> Exemption:
    """A gap that somebody proposes to accept for a while."""
    days = {"from_on": demo.day(row["on"]), "until_on": demo.day(row["until"])}
    made = Exemption(pk=pk, asset_id=row["asset"], measure=row["measure"], reason=row["reason"], **days)
    made.proposed_by_id, made.proposed_at = demo.id_of("people", row["by"]), demo.moment(row["on"], PROPOSED)
    return made


def _facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


def _rows[Row: Model](demo: Company, model: type[Row], rows: Any, **above: Model) -> Iterator[Row]:
    return (_row(demo, model, row, **above) for row in rows)


def _row[Row: Model](demo: Company, model: type[Row], row: Mapping[str, Any], **above: Model) -> Row:
    columns = {field.name for field in model._meta.concrete_fields}
    return model(**above, **dict(_column(demo, name, value) for name, value in row.items() if name in columns))


def _column(demo: Company, name: str, value: Any) -> tuple[str, Any]:
    if name == "asset":
        return "asset_id", value
    if name in PEOPLE:
        return f"{name}_id", demo.id_of("people", value)
    if name in ("department", "place"):
        return f"{name}_id", demo.id_of(f"{name}s", value)
    if name == "rulebook":
        return name, Rulebook.objects.get(name=value)
    if name == "on" or name.endswith("_on"):
        return name, demo.day(value)
    return name, value
