"""The last statement: every rule beside every asset, then every measure, then the counts."""

from typing import Any

from django.db import connection

from measures.asking.attested import nearest, verdict_of
from measures.asking.needs import computed, needs_word
from measures.asking.readings import Question
from measures.catalogue import Measure
from measures.verdicts import COUNTED

OF_CARRIERS = (
    "STO-02", "STO-03", "STO-04", "STO-05", "STO-08", "STO-09", "STO-10", "LAB-01", "LAB-02", "DEV-01", "DEV-02",
    "DEV-04", "DEV-05", "ACC-08", "ACC-10", "VIS-03", "VIS-01", "VIS-02", "VIS-06", "DEV-03", "MOV-01",
)  # fmt: skip
OF_GRANTS = ("ACC-03", "ACC-04", "ACC-06", "ACC-09", "PER-01", "PER-02", "PER-03", "PER-05")
OF_COMPANY = {"GOV-01": 10, "GOV-05": 10, "GOV-06": 10, "MOV-04": 10, "VIS-05": 20}
OF_ASSETS = {
    "ACC-01": """CASE WHEN a.level < 10 THEN 0 WHEN a.level >= 20 AND COALESCE(g.named, 0) > 0 THEN 1
      WHEN a.level < 20 AND COALESCE(g.lines, 0) > 0 THEN 1 ELSE 3 END""",
    "ACC-02": """CASE WHEN a.level < 10 THEN 0
      WHEN COALESCE(r.reviewed_on, a.registered_on, a.approved_on) IS NULL THEN 2
      WHEN a.level = 10 AND COALESCE(r.reviewed_on, a.registered_on, a.approved_on) >= {months24} THEN 1
      WHEN a.level = 20 AND COALESCE(r.reviewed_on, a.registered_on, a.approved_on) >= {months12} THEN 1
      WHEN a.level = 30 AND COALESCE(r.reviewed_on, a.registered_on, a.approved_on) >= {months6} THEN 1 ELSE 3 END""",
    "ACC-05": """CASE WHEN a.level < 20 OR (a.level = 20 AND y.headcount < 10) THEN 0
      WHEN y.headcount IS NULL THEN CASE WHEN a.level = 30 AND COALESCE(n.people, 0) > 10 THEN 3 ELSE 2 END
      WHEN a.level = 30 AND COALESCE(n.people, 0) <= 10
        AND (y.headcount < 10 OR COALESCE(n.people, 0) <= y.headcount * 10 / 100) THEN 1
      WHEN a.level = 20 AND COALESCE(n.people, 0) <= y.headcount * 30 / 100 THEN 1 ELSE 3 END""",
    "STO-01": """CASE WHEN a.kind = 'TAC' THEN
        CASE WHEN EXISTS (SELECT 1 FROM assets_holding h JOIN h_person p ON p.person_id = h.person_id
          WHERE h.asset_id = a.id AND p.here = 1) THEN 1 ELSE 3 END
      WHEN c.located = 1 THEN 1 ELSE 3 END""",
    "STO-06": """CASE WHEN a.level < 10 OR COALESCE(c.carriers, 0) < 2 THEN 0
      WHEN c.worst = 3 AND c.best < 3 THEN 3 WHEN c.worst = 2 THEN 2 ELSE 1 END""",
    "LAB-03": """CASE WHEN a.level < 20 OR a.kind <> 'TAC' THEN 0
      WHEN c.k_pap + c.k_dig + c.k_sys + c.k_med + c.k_lin + c.k_mld + c.k_pro > 0
        AND NOT EXISTS (SELECT 1 FROM assets_holding h JOIN h_person p ON p.person_id = h.person_id
          WHERE h.asset_id = a.id AND h.acknowledged_on IS NULL AND p.here = 1) THEN 1
      ELSE 3 END""",
    "GOV-02": """CASE WHEN o.person_id IS NULL OR o.left_on <= {on} THEN 3
      WHEN EXISTS (SELECT 1 FROM accounts_posting p WHERE p.person_id = a.owner_id AND p.from_on > a.owned_from
          AND p.from_on <= {on} AND (p.until_on IS NULL OR p.until_on >= {on}))
        AND NOT EXISTS (SELECT 1 FROM accounts_posting p WHERE p.person_id = a.owner_id
          AND p.department_id = a.department_id
          AND p.from_on <= {on} AND (p.until_on IS NULL OR p.until_on >= {on})) THEN 3
      ELSE 1 END""",
    "GOV-11": """CASE WHEN a.level < 10 THEN 0 ELSE COALESCE((
      SELECT CASE q.outcome WHEN 'YES' THEN 1 WHEN 'PARTLY' THEN 2 ELSE 3 END FROM measures_requirementreview q
      WHERE q.asset_id = a.id AND q.item = 'N1' AND q."on" <= {on} ORDER BY q."on" DESC, q.id DESC LIMIT 1), 0) END""",
    "DPT-02": """CASE WHEN a.origin <> 'RECEIVED' THEN 0
      WHEN a.giver <> '' AND a.secrecy_duty <> '' AND a.received_on IS NOT NULL AND a.return_due_on IS NOT NULL
        AND a.kept_apart IS NOT NULL AND COALESCE(g.lines, 0) > 0 THEN 1 ELSE 3 END""",
    "PAR-04": """CASE WHEN a.origin <> 'RECEIVED' OR a.return_due_on IS NULL THEN 0
      WHEN a.return_due_on >= {on} OR a.returned_on <= {on} THEN 1 ELSE 3 END""",
    "GOV-07": "CASE WHEN a.level < 10 THEN 0 ELSE COALESCE(i.gov07, 0) END",
}  # fmt: skip
KINDS = ("PAP", "DIG", "SYS", "MED", "TAC", "LIN", "MLD", "PRO")


def column(code: str) -> str:
    return code.replace("-", "").lower()


def rules() -> dict[str, str]:
    """Each rule as a column beside the asset."""
    found = {id: f"COALESCE(c.{column(id)}, 0)" for id in OF_CARRIERS}
    found |= {id: f"COALESCE(g.{column(id)}, 0)" for id in OF_GRANTS}
    found |= {id: f"CASE WHEN a.level < {lv} THEN 0 ELSE y.{column(id)} END" for id, lv in OF_COMPANY.items()}
    return found | OF_ASSETS


def place_words(question: Question) -> str:
    """For each measure of which something was said of places: are all carriers at such, and the worst word."""
    lines = []
    for measure in question.catalogue.counted:
        if places := nearest(question.words.by_measure.get(measure.code, []), question.words.places, "place_id"):
            asked = f"kind IN {listed(measure.covered)}" if measure.covered else "1 = 1"
            by = {v: [pk for pk, word in places.items() if verdict_of(word) == v] for v in (3, 1, 0)}
            arms = " ".join(f"WHEN place_id IN ({numbers(pks)}) THEN {v}" for v, pks in by.items() if pks)
            lines.append(
                f"MIN(CASE WHEN {asked} THEN CASE {arms} ELSE -1 END END) AS l_{column(measure.code)}, "
                f"MAX(CASE WHEN {asked} THEN CASE {arms} END END) AS p_{column(measure.code)},"
            )
    return "\n  ".join(lines)


def listed(values: Any) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def numbers(keys: Any) -> str:
    return ", ".join(map(str, keys))


def said(question: Question, measure: Measure) -> str:
    """The nearest word: the asset's own, its places', its department's, the company's."""
    words = question.words.by_measure.get(measure.code, [])
    parts = []
    if measure.code in question.words.of_assets:
        parts.append(f"w.w_{measure.code.replace('-', '_').lower()}")
    if nearest(words, question.words.places, "place_id"):
        code = column(measure.code)
        parts.append(f"CASE WHEN c.l_{code} >= 0 THEN c.p_{code} END")
    departments = nearest(words, question.words.departments, "department_id")
    by = {v: [pk for pk, word in departments.items() if verdict_of(word) == v] for v in (3, 1, 0)}
    arms = " ".join(f"WHEN a.department_id IN ({numbers(pks)}) THEN {v}" for v, pks in by.items() if pks)
    if arms:
        parts.append(f"CASE {arms} END")
    company = [word for word in words if word.of_all]
    parts.append(str(int(verdict_of(company[-1]))) if company else "2")
    return f"COALESCE({', '.join(parts)})" if len(parts) > 1 else parts[0]


def stands(question: Question, measure: Measure, greatest: str) -> str:
    """How an asset stands on a measure; null where it is not asked."""
    parts = [f"r_{column(rule.id)}" for rule in computed(measure)]
    if needs_word(measure):
        parts.append(f"s_{column(measure.code)}")
    answer = f"{greatest}({', '.join(parts)})" if len(parts) > 1 else parts[0]
    lives = " OR ".join(f"k_{kind.lower()} = 1" for kind in measure.kinds)
    asked = f" AND ({lives})" if measure.kinds and len(measure.kinds) < len(KINDS) else ""
    return f"CASE WHEN level >= {int(measure.required_from)}{asked} THEN {answer} END AS m_{column(measure.code)}"


def counting(question: Question) -> str:
    from benchmarks.by_hand import constants

    greatest = "MAX" if connection.vendor == "sqlite" else "GREATEST"
    measures, used = question.catalogue.counted, rules()
    asked = sorted({rule.id for measure in measures for rule in computed(measure)})
    columns = [f"{used[id]} AS r_{column(id)}" for id in asked]
    columns += [f"{said(question, m)} AS s_{column(m.code)}" for m in measures if needs_word(m)]
    lives = "CASE WHEN c.asset_id IS NULL THEN CASE a.kind WHEN '{0}' THEN 1 ELSE 0 END ELSE c.k_{1} END AS k_{1}"
    columns += [lives.format(kind, kind.lower()) for kind in KINDS]
    exempt = sorted(question.exempted & {measure.code for measure in measures})
    accepted = (
        "EXISTS (SELECT 1 FROM measures_exemption e WHERE e.asset_id = a.id AND e.measure = '{0}' "
        "AND e.state = 'AGREED' AND e.from_on <= {{on}} AND e.until_on >= {{on}}) AS e_{1}"
    )
    columns += [accepted.format(code, column(code)) for code in exempt]
    flags = [f"e_{column(code)}" for code in exempt]
    stand = ", ".join([*(stands(question, m, greatest) for m in measures), *flags])
    sql = f"""
WITH asked AS MATERIALIZED (
  SELECT a.level, {", ".join(columns)}
  FROM assets_asset a
  CROSS JOIN h_company y
  LEFT JOIN h_carrier c ON c.asset_id = a.id
  LEFT JOIN h_grant g ON g.asset_id = a.id
  LEFT JOIN h_many n ON n.asset_id = a.id
  LEFT JOIN h_review r ON r.asset_id = a.id
  LEFT JOIN h_word w ON w.asset_id = a.id
  LEFT JOIN h_person o ON o.person_id = a.owner_id
  LEFT JOIN h_inventory i ON i.department_id = a.department_id
  WHERE a.state <> 'RETIRED' AND a.level IS NOT NULL
), stand AS MATERIALIZED (SELECT {stand} FROM asked)
SELECT {", ".join(counts(measure, exempt) for measure in measures)} FROM stand"""
    return sql.format(**constants(question.on))


def counts(measure: Measure, exempt: list[str]) -> str:
    """Met, missing, not known, exempt."""
    m, e = f"m_{column(measure.code)}", f"e_{column(measure.code)}"
    tests = {int(verdict): f"{m} = {int(verdict)}" for verdict in COUNTED}
    tests[3], tests[4] = (
        (f"{m} = 3 AND NOT {e}", f"{m} = 3 AND {e}") if measure.code in exempt else (f"{m} = 3", "1 = 0")
    )
    return ", ".join(f"COUNT(CASE WHEN {test} THEN 1 END)" for test in tests.values())
