"""Whose word decides on assets at hand.

`Words.verdict` counts the same in SQL, over the whole register; that both agree is tested over random registers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from accounts.prepared import Among, Prepared
from measures.asking.attested import Words, nearest, verdict_of
from measures.asking.needs import Part, Situation
from measures.catalogue import Measure
from measures.models import Attestation

_own: Prepared[Attestation] = Prepared(
    lambda assets, on: (
        Attestation.objects.current(on)
        .filter(Among("asset", assets))
        .order_by("from_on", "pk")
        .only("asset_id", "carrier_id", "measure", "state")
    ),
    list,
    date,
)
_whole: Prepared[Attestation] = Prepared(lambda keys: Attestation.objects.with_part().filter(Among("pk", keys)), list)


@dataclass(frozen=True)
class Near:
    """Of one measure the word on each part of the company, the nearest first and of those the latest."""

    departments: dict[int, Attestation]
    places: dict[int, Attestation]
    devices: dict[int, Attestation]
    systems: dict[int, Attestation]
    company: Attestation | None

    @classmethod
    def of(cls, words: Words, measure: str) -> Self:
        said = words.by_measure.get(measure, [])
        return cls(
            nearest(said, words.departments, "department_id"),
            nearest(said, words.places, "place_id"),
            nearest(said, None, "device_id"),
            nearest(said, None, "system_id"),
            next((word for word in reversed(said) if word.of_all), None),
        )

    def at(self, part: Part) -> Attestation | None:
        """The word on what a carrier is on, in or at."""
        for words, key in ((self.devices, part.device), (self.systems, part.system), (self.places, part.place)):
            if key in words:
                return words[key]
        return None


def deciding(
    words: Words, assets: Mapping[int, Situation], measures: Iterable[Measure]
) -> dict[tuple[int, str], Attestation]:
    """Whose word decides, for each of these assets and measures of which anybody has said anything; one query.

    What they say is read, and nothing about it: `told` has the rest. `Words.verdict` counts the same in SQL.
    """
    own: dict[tuple[int | None, int | None, str], Attestation] = {}
    for said in _own(list(assets), words.on):
        own[said.asset_id if said.carrier_id is None else None, said.carrier_id, said.measure] = said
    found = {}
    for measure in measures:
        near = Near.of(words, measure.code)
        for pk, situation in assets.items():
            word = own.get((pk, None, measure.code)) or _of_parts(situation.covered_by(measure), measure, near, own)
            word = word or near.departments.get(situation.department or 0) or near.company
            if word is not None:
                found[pk, measure.code] = word
    return found


def told(sources: Mapping[tuple[int, str], Attestation]) -> dict[tuple[int, str], Attestation]:
    """The same words with who said them and of what; one query, for none as well."""
    whole = {word.pk: word for word in _whole(list({word.pk for word in sources.values()}))}
    return {key: whole[word.pk] for key, word in sources.items()}


def _of_parts(parts: tuple[Part, ...], measure: Measure, near: Near, own: Mapping[Any, Attestation]) -> Any:
    """The worst word on these carriers; None unless there is one on each."""
    words = [own.get((None, part.pk, measure.code)) or near.at(part) for part in parts]
    said = [word for word in words if word is not None]
    return max(said, key=verdict_of) if said and len(said) == len(words) else None
