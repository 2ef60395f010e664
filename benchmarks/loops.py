"""The usual way, against which the queries are measured: one object after the other, the rules in Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Prefetch

from accounts.models import Company, Person, Pledge, Posting, Training
from assets.kinds import ELECTRONIC, PHYSICAL, Host, Kind, State
from assets.models import Asset, Grant
from benchmarks.registers import ON
from classification.levels import Level
from classification.models import Acknowledgement
from measures.asking import months_before
from measures.attested import nearest
from measures.catalogue import Measure, counted
from measures.readings import Question, needs_word
from measures.rules import RULES
from measures.verdicts import Verdict

MET, UNKNOWN, GAP, NOT_NEEDED = Verdict.MET, Verdict.UNKNOWN, Verdict.GAP, Verdict.NOT_NEEDED
MONTHS = {Level.INTERNAL: 24, Level.SECRET: 12, Level.TOP_SECRET: 6}


class Staff:
    """Who works where, read once."""

    def __init__(self) -> None:
        self.headcount = Company.objects.get().headcount or 0
        employed = Person.objects.employed(ON)
        rows = Posting.objects.current(ON).filter(person__in=employed).values_list("department__path", "person")
        self.people = list(rows)
        self.pledged = set(Pledge.objects.valid(ON).values_list("person", flat=True))
        self.trained = set(Training.objects.filter(on__gte=months_before(ON, 12)).values_list("person", flat=True))
        self.read = set(Acknowledgement.objects.filter(version=1).values_list("person", "level"))
        self.levels: dict[int, set[int]] = defaultdict(set)
        in_use = Asset.objects.in_force()
        for grant in Grant.objects.current(ON).filter(asset__in=in_use).select_related("asset", "department"):
            for person in self.with_access([grant]):
                self.levels[person].add(grant.asset.level)

    def with_access(self, grants: Iterable[Any]) -> set[int]:
        """Everybody whom these lines let in."""
        found: set[int] = set()
        for grant in grants:
            found |= {grant.person_id} if grant.person_id else self.below(grant.department.path)
        return found

    def below(self, path: str) -> set[int]:
        return {person for where, person in self.people if where.startswith(path)}


@cache
def staff() -> Staff:
    return Staff()


class Usual:
    """The same questions to one object after the other."""

    def __init__(self) -> None:
        self.words = Question(ON).words
        self.near = {
            m.code: nearest(self.words.by_measure.get(m.code, []), self.words.departments, "department_id")
            for m in counted()
        }
        self.found: dict[str, Counter[Verdict]] = {}

    def tally(self, assets: Any) -> None:
        postings = Prefetch("owner__postings", Posting.objects.current(ON), to_attr="now")
        grants = Grant.objects.select_related("person", "department").prefetch_related("person__postings")
        hanging = ("carriers", "holdings", "grant_reviews", Prefetch("grants", grants))
        self.found = {measure.code: Counter() for measure in counted()}
        for asset in assets.select_related("owner").prefetch_related(*hanging, postings):
            if asset.state == State.RETIRED or asset.level is None:
                continue
            carriers = [c for c in asset.carriers.all() if c.ended_on is None]
            answers = {id: ASK[id](asset, carriers) for id in ASK}
            for measure in counted():
                if verdict := self.verdict(measure, asset, carriers, answers):
                    self.found[measure.code][verdict] += 1

    def verdict(self, measure: Measure, asset: Any, carriers: list[Any], answers: dict[str, Verdict]) -> Verdict:
        kinds = {c.kind for c in carriers} or {asset.kind}
        if asset.level < measure.required_from or (measure.kinds and not kinds & set(measure.kinds)):
            return NOT_NEEDED
        parts = [answers[id] for id in measure.rules if id in RULES]
        return max([*parts, self.word(measure, asset)] if needs_word(measure) else parts)

    def word(self, measure: Measure, asset: Any) -> Verdict:
        near = self.near[measure.code].get(asset.department_id)
        said = [near] if near else [w for w in self.words.by_measure.get(measure.code, []) if not w.department_id]
        return UNKNOWN if not said else MET if said[-1].state == "IN_PLACE" else GAP


def worst(verdicts: list[Verdict]) -> Verdict:
    return max(verdicts, default=NOT_NEEDED)


def answer(known: bool, met: bool) -> Verdict:
    return UNKNOWN if not known else MET if met else GAP


def holds(row: Any) -> bool:
    return row.from_on <= ON and (row.until_on is None or row.until_on >= ON)


def access_list(asset: Any, carriers: list[Any]) -> Verdict:
    grants = [g for g in asset.grants.all() if holds(g)]
    if asset.level < Level.INTERNAL:
        return NOT_NEEDED
    return answer(True, any(g.person_id for g in grants) if asset.level >= Level.SECRET else bool(grants))


def reviewed(asset: Any, carriers: list[Any]) -> Verdict:
    if asset.level < Level.INTERNAL:
        return NOT_NEEDED
    since = max((r.on for r in asset.grant_reviews.all()), default=asset.registered_on or asset.approved_on)
    return answer(since is not None, since >= months_before(ON, MONTHS[asset.level]))


def leavers(asset: Any, carriers: list[Any]) -> Verdict:
    people = [g.person for g in asset.grants.all() if g.person_id and holds(g)]
    return worst([answer(True, p.left_on is None or p.left_on > ON) for p in people])


def approved_again(asset: Any, carriers: list[Any]) -> Verdict:
    people = [(g, list(g.person.postings.all())) for g in asset.grants.all() if g.person_id and holds(g)]
    late = ON - timedelta(days=14)
    moves = [[p.from_on for p in now if holds(p) and g.from_on < p.from_on < late] for g, now in people]
    return worst([answer(True, not m or len(now) < 2) for m, (_g, now) in zip(moves, people, strict=True)])


def few(asset: Any, carriers: list[Any]) -> Verdict:
    if asset.level < Level.SECRET:
        return NOT_NEEDED
    people = staff().with_access(g for g in asset.grants.all() if holds(g))
    share = staff().headcount * (10 if asset.level == Level.TOP_SECRET else 30) // 100
    return answer(True, len(people) <= (min(share, 10) if asset.level == Level.TOP_SECRET else share))


def reasoned(asset: Any, carriers: list[Any]) -> Verdict:
    return worst([answer(True, g.purpose and g.approved_by_id) for g in asset.grants.all() if holds(g)])


def own(asset: Any, carriers: list[Any]) -> Verdict:
    asked = [g for g in asset.grants.all() if g.person_id and g.approved_by_id and holds(g)]
    return worst([answer(True, g.approved_by_id != g.person_id) for g in asked])


def pledged(asset: Any, carriers: list[Any]) -> Verdict:
    asked = [p for p in readers(asset) if max(staff().levels[p], default=0) >= Level.SECRET]
    return worst([answer(True, p in staff().pledged) for p in asked])


def trained(asset: Any, carriers: list[Any]) -> Verdict:
    asked = [p for p in readers(asset) if max(staff().levels[p], default=0) >= Level.INTERNAL]
    return worst([answer(True, p in staff().trained) for p in asked])


def leaving(asset: Any, carriers: list[Any]) -> Verdict:
    return NOT_NEEDED  # nobody has given notice


def confirmed(asset: Any, carriers: list[Any]) -> Verdict:
    asked = {p: [(p, level) for level in staff().levels[p] if level >= Level.INTERNAL] for p in readers(asset)}
    return worst([answer(True, set(pairs) <= staff().read) for pairs in asked.values() if pairs])


def readers(asset: Any) -> set[int]:
    return staff().with_access(g for g in asset.grants.all() if holds(g))


def located(asset: Any, carriers: list[Any]) -> Verdict:
    if asset.kind == Kind.TAC:
        return answer(True, bool(asset.holdings.all()))
    return answer(True, any(c.place_id or c.location for c in carriers))


def locked(asset: Any, carriers: list[Any]) -> Verdict:
    since = months_before(ON, 12)
    asked = [c for c in carriers if c.kind in PHYSICAL and asset.level >= Level.SECRET]
    fresh = [c.lock_checked_on is None or c.lock_checked_on >= since for c in asked]
    return worst([answer(c.locked is not None, c.locked and ok) for c, ok in zip(asked, fresh, strict=True)])


def restricted(asset: Any, carriers: list[Any]) -> Verdict:
    asked = [c for c in carriers if c.kind in ELECTRONIC and asset.level >= Level.SECRET]
    return worst([answer(c.access_control != "", c.access_control == "FOLDER") for c in asked])


def encrypted(asset: Any, carriers: list[Any]) -> Verdict:
    portable = [c for c in carriers if c.kind == Kind.MED or c.host == Host.MOBILE]
    asked = portable if asset.level >= Level.INTERNAL else []
    return worst([answer(c.encrypted is not None, bool(c.encrypted)) for c in asked])


def labelled(asset: Any, carriers: list[Any]) -> Verdict:
    asked = [c for c in carriers if c.kind != Kind.TAC and asset.level >= Level.INTERNAL]
    return worst([answer(c.label is not None, c.label == asset.level) for c in asked])


def described(asset: Any, carriers: list[Any]) -> Verdict:
    if asset.kind != Kind.TAC or asset.level < Level.SECRET:
        return NOT_NEEDED
    told = all(h.acknowledged_on for h in asset.holdings.all())
    return answer(True, told and any(c.kind != Kind.TAC for c in carriers))


def owned(asset: Any, carriers: list[Any]) -> Verdict:
    if asset.owner is None or (asset.owner.left_on and asset.owner.left_on <= ON):
        return GAP
    moved = any(p.from_on > (asset.owned_from or ON + timedelta(days=1)) for p in asset.owner.now)
    return answer(True, not moved or any(p.department_id == asset.department_id for p in asset.owner.now))


ASK = {
    "ACC-01": access_list,
    "ACC-02": reviewed,
    "ACC-03": leavers,
    "ACC-04": approved_again,
    "ACC-05": few,
    "ACC-06": reasoned,
    "ACC-09": own,
    "PER-01": pledged,
    "PER-02": trained,
    "PER-03": leaving,
    "PER-05": confirmed,
    "STO-01": located,
    "STO-02": locked,
    "STO-03": restricted,
    "STO-05": encrypted,
    "LAB-01": labelled,
    "LAB-03": described,
    "GOV-02": owned,
}
