"""The usual way, against which the queries are measured: one object after the other, the rules in Python."""

from collections import Counter
from typing import Any

from django.db.models import Prefetch

from assets.kinds import State
from assets.models import Carrier, Grant
from benchmarks import loop_assets, loop_carriers, loop_grounds, loop_people
from benchmarks.loop_world import ASK, GAP, NOT_NEEDED, UNKNOWN, World
from benchmarks.registers import ON
from measures.asking.attested import nearest
from measures.asking.needs import computed, needs_word
from measures.asking.readings import Question
from measures.catalogue import Measure
from measures.rules import RULES
from measures.verdicts import COUNTED, Verdict

TWINS = (loop_assets, loop_carriers, loop_grounds, loop_people)  # what they enter is asked below
READERS_ONLY = ("DAT-02", "GOV-09")  # compare assets with each other, for somebody: not asked for nobody in particular
HANGING = (
    "grant_reviews", "holdings", "judgements", "decisions", "disposals", "uses", "number_handlers", "exemptions",
    "attestations", "developments", "requirement_reviews", "owner__postings", "grants__person__postings",
)  # fmt: skip
CHUNK = 2_000
SAID = {"IN_PLACE": Verdict.MET, "PARTLY": GAP, "NOT_NEEDED": NOT_NEEDED}


class Usual:
    """The same questions to one object after the other."""

    def __init__(self, world: World | None = None) -> None:
        question = Question(ON)
        self.world, self.words, self.counted = world or World(ON), question.words, question.catalogue.counted
        self.rules = [id for id in RULES if id not in READERS_ONLY]
        words = {m.code: self.words.by_measure.get(m.code, []) for m in self.counted}
        self.company = {code: [w for w in said if w.of_all] for code, said in words.items()}
        self.departments = {c: nearest(said, self.words.departments, "department_id") for c, said in words.items()}
        self.places = {code: nearest(said, self.words.places, "place_id") for code, said in words.items()}
        self.found = {measure.code: Counter[Verdict]() for measure in self.counted}
        self.answered = {id: Counter[Verdict]() for id in self.rules}

    def tally(self, assets: Any) -> None:
        """Count every asset."""
        grants = Prefetch("grants", Grant.objects.select_related("department"))
        kept = Prefetch("carriers", Carrier.objects.select_related("device__holder", "system", "place__parent__parent"))
        rows = assets.select_related("owner", "department", "personal_data").prefetch_related(kept, grants, *HANGING)
        for asset in rows.iterator(chunk_size=CHUNK):
            self.ask(asset)

    def ask(self, asset: Any) -> None:
        """How one asset stands on every rule and every measure."""
        answers = {id: ASK[id](asset, self.world) for id in self.rules}
        for id, verdict in answers.items():
            self.answered[id][verdict] += 1
        if asset.state == State.RETIRED or asset.level is None:
            return
        carriers = loop_carriers.carriers(asset, self.world)
        kinds = {carrier.kind for carrier in carriers} or {asset.kind}
        own = self.own_words(asset)
        for measure in self.counted:
            if asset.level >= measure.required_from and (not measure.kinds or kinds & set(measure.kinds)):
                parts = [answers[rule.id] for rule in computed(measure)]
                if needs_word(measure):
                    parts.append(self.word(measure, asset, carriers, own))
                self.found[measure.code][self.exempting(measure, asset, max(parts))] += 1

    def exempting(self, measure: Measure, asset: Any, verdict: Verdict) -> Verdict:
        rows = asset.exemptions.all() if verdict is GAP else ()
        accepted = any(row.measure == measure.code and loop_assets.in_force(row, self.world) for row in rows)
        return Verdict.EXEMPT if accepted else verdict

    def own_words(self, asset: Any) -> dict[str, Any]:
        """The latest word on this very asset, for each measure of which one is in force."""
        rows = [row for row in asset.attestations.all() if row.carrier_id is None and row.from_on <= ON <= row.until_on]
        return {row.measure: row for row in sorted(rows, key=lambda row: (row.from_on, row.pk))}

    def word(self, measure: Measure, asset: Any, carriers: list[Any], own: dict[str, Any]) -> Verdict:
        """What the nearest word says: on the asset, its places, its department, the company."""
        if word := own.get(measure.code):
            return SAID[word.state]
        if (placed := self.of_places(measure, carriers)) is not None:
            return placed
        if word := self.departments[measure.code].get(asset.department_id):
            return SAID[word.state]
        said = self.company[measure.code]
        return SAID[said[-1].state] if said else UNKNOWN

    def of_places(self, measure: Measure, carriers: list[Any]) -> Verdict | None:
        """The worst word on the places of an asset whose carriers are all at places of which something was said."""
        places = self.places[measure.code]
        asked = (
            [row.place_id for row in carriers if row.kind in measure.covered or not measure.covered] if places else []
        )
        if not asked or not all(place in places for place in asked):
            return None
        return max(SAID[places[place].state] for place in asked)


def differences(usual: Usual, question: Question, assets: Any) -> list[str]:
    """Where the loop and the queries do not count the same; nothing, if all is well."""
    tallies = question.tally(assets)
    pairs = ((code, counts, tallies[code].counts) for code, counts in usual.found.items())
    return [f"{code}: loop {told(a)}, queries {told(b)}" for code, a, b in pairs if told(a) != told(b)]


def told(counts: Counter[Verdict]) -> dict[str, int]:
    return {verdict.name: counts[verdict] for verdict in COUNTED}
