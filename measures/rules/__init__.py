"""The rules that are computed, each one question in SQL (handbook.md 2.6; all of them are Kura's proposal).

Thresholds and names stand in rules.toml. Adding a rule: one entry there, one function in the module of its subject.
"""

from measures.asking.asked import Rule
from measures.asking.subjects import TheCompany
from measures.rule_texts import rule_texts
from measures.rules import (
    assets,
    carriers,
    company,
    decisions,
    departments,
    developed,
    grants,
    hosts,
    likeness,
    people,
    personal,
    places,
    received,
    shares,
    systems,
    weakest,
)
from measures.rules.entered import ENTERED, IN_FORCE, day

__all__ = (
    "IN_FORCE", "OF_THE_WHOLE", "RULES", "assets", "carriers", "company", "day", "decisions", "departments",
    "developed", "grants", "hosts", "likeness", "people", "personal", "places", "received", "shares", "systems",
    "weakest",
)  # fmt: skip

# In the order of rules.toml, whichever module enters them.
RULES: dict[str, Rule] = {id: ENTERED[id] for id in rule_texts() if id in ENTERED}
# What they find, they find of the register as a whole: for those who see all of it.
OF_THE_WHOLE = frozenset(id for id, rule in RULES.items() if rule.compares and isinstance(rule.subject, TheCompany))
