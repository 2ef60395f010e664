"""The register's own order: rules that no measure asks, read as measures where pages tell of both alike."""

from classification.levels import Level
from measures.catalogue import Measure
from measures.catalogue.rulings import measure
from measures.rule_texts import RuleText, rule_texts
from measures.rules import RULES
from measures.words import Audience, Purpose, Scope, Standing, Yardstick


def measure_or_rule(code: str) -> Measure:
    """The measure with this code, or the computed rule. Raises: KeyError."""
    return as_measure(rule_texts()[code]) if code in RULES else measure(code)


def as_measure(text: RuleText) -> Measure:
    """A rule as a measure that asks it alone. It belongs to no category: it is counted in none."""
    return Measure(
        code=text.id,
        audience=Audience.EMPLOYEE,
        purpose=Purpose.VISIBILITY,
        ja=text.ja,
        en=text.en,
        guidance_ja="",
        guidance_en="",
        evidence_ja="",
        evidence_en="",
        scopes=frozenset({Scope.ASSET}),
        kinds=(),
        rules=(text.id,),
        priority=1 if text.severity == "fail" else 2,
        flyer="",
        required_from=Level.PUBLIC,
        yardstick=Yardstick.GOOD_PRACTICE,
        same_as=None,
        handbook_ref="",
        edition="",
        source=(),
        standing=Standing.PROPOSAL,
        proposed=(),
    )
