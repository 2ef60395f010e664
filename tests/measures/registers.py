"""Random registers: assets of all kinds, levels and states with everything that hangs on them, and people's words."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import LeaverCase, Person, Pledge, Posting
from assets.kinds import HOSTS_OF, AccessControl, Kind, Network, State
from assets.models import Asset, Carrier, Device, System
from classification.levels import Level
from measures.catalogue import measures
from measures.models import Attestation, Exemption
from tests import make
from tests.cast import Cast

ON = date(2026, 11, 24)
MEASURES = [measure.code for measure in measures()]
# (first day, last day) of words and exemptions, from ON: in force, on its last and first day, expired, still to come.
PERIODS = ((-30, 300), (-200, 0), (0, 0), (0, 90), (-60, -1), (1, 90))


class Register:
    """A company with trees of departments and places, and `size` assets; the same for the same seed."""

    def __init__(self, cast: Cast, seed: int, size: int) -> None:
        self.cast, self.dice = cast, Random(seed)
        team = make.department("ENG1", cast.design)
        self.departments = [cast.root, cast.design, team, cast.sales]
        self.places = [cast.site, cast.store, make.place("C1", cast.store), make.place("Z3", cast.site)]
        self.last_on = self.day(-400, 30)
        gone = make.person("gone", cast.design, left_on=self.last_on, employment="DISPATCHED")
        self.people = [cast.owner, cast.listed, gone]
        for person in self.people[:2]:
            Posting.objects.create(person=person, department=cast.root, from_on=self.day(-200, 20))
        for person in self.people:
            self.promise(person)
        self.devices = [self.device() for _ in range(4)]
        self.systems = [self.system() for _ in range(4)]
        self.assets = [self.asset(n) for n in range(size)]
        for asset in self.assets:
            self.hang(asset)
        self.leave(self.people[2])

    def day(self, first: int = -900, last: int = 40) -> date:
        return ON + timedelta(days=self.dice.randint(first, last))

    def maybe(self, value: Any) -> Any:
        """The value, or nothing."""
        return self.dice.choice((value, value, None))

    def promise(self, person: Person) -> None:
        """What somebody has signed, learnt, confirmed, and announced."""
        if self.dice.randrange(2):
            make.pledge(person, kind=self.dice.choice(Pledge.Kind.values), until_on=self.maybe(self.day(0, 90)))
        if self.dice.randrange(2):
            make.training(person, on=self.day(last=0))
        if self.dice.randrange(2):
            make.acknowledged(person, at=timezone.now() - timedelta(days=900))
        if not self.dice.randrange(3):
            facts = {"notice_on": self.day(-30, 9)} | ({} if person.left_on else {"entered_on": self.day(-90, -1)})
            Person.objects.filter(pk=person.pk).update(**facts)

    def leave(self, person: Person) -> None:
        """The leaver case of whoever leaves, closed or not."""
        done = {"items_returned_on": self.maybe(self.day(last=9)), "closed_on": self.maybe(self.day(last=9))}
        LeaverCase.objects.create(person=person, notice_on=self.last_on, last_on=self.last_on, **done)

    def asset(self, number: int) -> Asset:
        pick = self.dice.choice
        state, level = pick((State.ACTIVE, State.ACTIVE, State.ACTIVE, *State)), pick((*Level, Level.SECRET))
        facts: dict[str, Any] = {
            "kind": pick(list(Kind)),
            "level": None if state == State.CANDIDATE else level,
            "department": self.maybe(pick(self.departments)),
            "owner": self.maybe(pick(self.people)),
        }
        facts |= {f: self.maybe(self.day()) for f in ("owned_from", "registered_on", "approved_on", "levelled_on")}
        if state == State.IN_REVIEW:
            facts |= {"submitted_by": self.people[0], "judged_by": self.people[0], "proposed_level": level}
            facts["level"] = self.maybe(level)
        return make.asset(f"asset {number}", **facts | {"state": state})

    def hang(self, asset: Asset) -> None:
        """Carriers, grants, reviews and holders."""
        dice = self.dice
        for _ in range(dice.randrange(4)):
            self.carrier(asset)
        for _ in range(dice.randrange(4)):
            ends = dice.choice((None, None, ON, ON - timedelta(days=1), ON + timedelta(days=9)))
            whom = dice.choice([*self.people, self.cast.sales])
            approval = {
                "approved_by": self.maybe(dice.choice(self.people)),
                "purpose": dice.choice(("work", "work", "")),
            }
            make.grant(asset, whom, from_on=self.day(-300, -2), until_on=ends, **approval)
        for _ in range(dice.randrange(2)):
            make.review(asset, on=self.day(last=0))
        for person in dice.sample(self.people, dice.randrange(3)):
            make.holding(asset, person, acknowledged_on=self.maybe(ON))

    def carrier(self, asset: Asset) -> None:
        pick = self.dice.choice
        kind = pick((Kind(asset.kind), *Kind))
        make.carrier(
            asset,
            kind=kind,
            host=pick(("", *HOSTS_OF.get(kind, ()))),
            place=self.maybe(pick(self.places)),
            location=pick(("", "shelf")),
            locked=pick((True, True, False, None)),
            lock_checked_on=self.maybe(self.day(last=0)),
            access_control=pick(("", *AccessControl)),
            encrypted=pick((True, False, None)),
            label=pick((asset.level, asset.level, -1, None, Level.INTERNAL)),
            ended_on=pick((None, None, None, ON)),
            network=pick(("", *Network)),
            device=self.maybe(pick(self.devices)),
            system=self.maybe(pick(self.systems)),
        )

    def looked_after(self, *names: str) -> dict[str, Any]:
        """Days on which somebody looked, or nobody did, and what was seen."""
        days = {name: self.maybe(self.day(-200, 0)) for name in (*names, "antivirus_checked_on", "updated_on")}
        seen = {"support_ends_on": self.maybe(self.day()), "antivirus": self.maybe(True)}
        return days | seen | {"network": self.dice.choice(("", *Network))}

    def device(self) -> Device:
        pick = self.dice.choice
        whose = {"holder": self.maybe(pick(self.people)), "returned_on": self.maybe(self.day(-30, 0))}
        asked = {name: pick((True, False, None)) for name in ("private", "remote_wipe")}
        return make.device(kind=pick(Device.Kind.values), **self.looked_after() | whose | asked)

    def system(self) -> System:
        pick = self.dice.choice
        names = ("shared_ids", "mfa", "logs_kept", "terms_secret", "terms_no_reuse")
        asked = {name: pick((True, True, False, None)) for name in names}
        facts = {"kind": pick(System.Kind.values), "highest_level": pick((None, Level.INTERNAL, Level.TOP_SECRET))}
        days = self.looked_after("rights_reviewed_on", "logs_reviewed_on", "terms_checked_on")
        return make.system(logs_months=pick((None, 6, 12)), **facts | days | asked)

    def say(self, words: int, codes: list[str] | None = None) -> None:
        """People's words at all scopes, in place and partly, some expired, some to come."""
        carriers = list(Carrier.objects.select_related("asset"))
        for _ in range(words):
            parts: list[dict[str, Any]] = [
                {},
                {"department": self.dice.choice(self.departments)},
                {"place": self.dice.choice(self.places)},
                {"system": self.dice.choice(self.systems)},
                {"device": self.dice.choice(self.devices)},
                {"asset": self.dice.choice(self.assets)},
            ]
            if carriers:
                carrier = self.dice.choice(carriers)
                parts += 2 * [{"asset": carrier.asset, "carrier": carrier}]
            word(
                self.dice.choice(codes or MEASURES),
                state=self.dice.choice(Attestation.State.values),
                by=self.cast.chief,
                **self.dice.choice(parts),
                **self.period(),
            )

    def exempt(self, exemptions: int, codes: list[str] | None = None) -> None:
        for _ in range(exemptions):
            asset, code = self.dice.choice(self.assets), self.dice.choice(codes or MEASURES)
            exemption(code, asset, self.cast.chief, **self.period())

    def period(self) -> dict[str, date]:
        first, last = self.dice.choice(PERIODS)
        return {"from_on": ON + timedelta(days=first), "until_on": ON + timedelta(days=last)}


def word(code: str, **facts: Any) -> Attestation:
    """Someone's word, in force around ON, for the company unless a scope is given."""
    dates = {"from_on": ON - timedelta(days=30), "until_on": ON + timedelta(days=300)}
    return Attestation.objects.create(**{"measure": code, "evidence": "seen"} | dates | facts)


def exemption(code: str, asset: Asset, by: Any, **facts: Any) -> Exemption:
    """A gap accepted, in force around ON."""
    dates = {"from_on": ON - timedelta(days=30), "until_on": ON + timedelta(days=300)}
    return Exemption.objects.create(
        **{"measure": code, "asset": asset, "decided_by": by, "state": "AGREED", "reason": "old"} | dates | facts
    )
