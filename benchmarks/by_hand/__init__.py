"""The same evaluation in SQL written by hand: one temporary table for each subject, then one statement that counts.

What the company could set differently (thresholds, the catalogue) is filled in; the rest is as one would type it. The
files beside this one are the statements, in the order of STEPS.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.by_hand.final import counting, place_words
from measures.asking.asked import months_before
from measures.asking.readings import Question
from measures.verdicts import COUNTED, Verdict

HERE = Path(__file__).parent
STEPS = ("people", "places", "company", "carriers", "grants", "words")
TABLES = (
    "h_team", "h_levels", "h_charge", "h_person", "h_department", "h_look", "h_zone", "h_place", "h_edition",
    "h_company", "h_inventory", "h_carrier", "h_grant", "h_many", "h_review", "h_word",
)  # fmt: skip


def by_hand(question: Question) -> dict[str, Counter[Verdict]]:
    """Counts of every measure, over all assets."""
    measures = question.catalogue.counted
    texts = {step: (HERE / f"{step}.sql").read_text() for step in STEPS}
    filled = {"placed_words": place_words(question), "own_words": own_words(question)} | constants(question.on)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for step in STEPS:
            for statement in texts[step].format(**filled).split(";\n"):
                if statement.strip():
                    cursor.execute(statement)
        cursor.execute(counting(question))
        row = list(cursor.fetchone())
    size = len(COUNTED)
    numbers = [row[n * size : (n + 1) * size] for n in range(len(measures))]
    return {m.code: Counter(dict(zip(COUNTED, found, strict=True))) for m, found in zip(measures, numbers, strict=True)}


def constants(on: date) -> dict[str, Any]:
    """Days and numbers, as Kura proposes them."""
    ago = {f"months{n}": f"'{months_before(on, n)}'" for n in (3, 6, 12, 24)}
    days = {f"days{n}": f"'{on - timedelta(days=n)}'" for n in (14, 30, 45, 90)}
    night = "'{} 15:00:00'" if connection.vendor == "sqlite" else "'{} 15:00:00+00'"
    return ago | days | {
        "on": f"'{on}'",
        "night": night.format(on),
        "physical": "('PAP','MED','LIN','MLD','PRO')",
        "electronic": "('DIG','SYS','MED')",
        "greatest": "MAX" if connection.vendor == "sqlite" else "GREATEST",
    }  # fmt: skip


def own_words(question: Question) -> str:
    """A column for each measure of which somebody has said something of an asset."""
    codes = [m.code for m in question.catalogue.counted if m.code in question.words.of_assets]
    return ",\n".join(f"  MAX(CASE WHEN measure = '{code}' THEN said END) AS w_{name(code)}" for code in codes)


def name(code: str) -> str:
    return code.replace("-", "_").lower()
