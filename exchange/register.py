"""What a ledger's words mean in this register: departments, people, and the assets that the importer may know of.

Sets are fetched once per plan; nothing here asks the database per row.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import batched
from typing import Any

from accounts.models import Department, Person
from accounts.sight import Sight
from assets.models import Asset, Carrier, Grant, GrantProposal
from assets.rights import carried_by
from assets.words import fold

CHUNK = 500
EVERYONE = tuple(
    map(fold, ("全員", "全社", "全社員", "全従業員", "社員全員", "従業員全員", "全部署", "everyone", "all staff"))
)
BRACKET = re.compile(r"[（(【\[].*$", re.DOTALL)


def before_bracket(words: str) -> str:
    """The name before a bracket: 総務部（人事・経理） is 総務部."""
    return BRACKET.sub("", words).strip()


class Names:
    """Departments by code, name, or the name before a bracket; people by their whole name."""

    def __init__(self) -> None:
        self.departments: dict[str, Department] = {}
        self.people: dict[str, Person | None] = {}
        for department in Department.objects.all():
            for words in (department.code, department.name, department.name_en, before_bracket(department.name)):
                if words:
                    self.departments.setdefault(fold(words), department)
            if department.parent_id is None:
                self.departments |= dict.fromkeys(EVERYONE, department)
        for person in Person.objects.employed():
            for words in {person.name, person.name_en} - {""}:
                key = _tight(words)
                self.people[key] = None if key in self.people else person  # two of one name: nobody is meant

    def department(self, words: str) -> Department | None:
        """The department that these words name, or None."""
        return self.departments.get(fold(words)) or self.departments.get(fold(before_bracket(words)))

    def person(self, words: str) -> Person | None:
        """The person whose whole name this is, or None."""
        return self.people.get(_tight(words))


def _tight(words: str) -> str:
    return fold(words).replace(" ", "")


class Known:
    """The assets that the importer may know of and that the ledger names, with what hangs on them."""

    def __init__(self, sight: Sight, keys: Iterable[tuple[str, str]]) -> None:
        wanted = set(keys)
        visible = Asset.objects.seen_by(sight).named_to(sight).kept()
        rows = visible.order_by("code").values_list("pk", "business_key", "name_key")
        ids: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, business, name in rows.iterator(chunk_size=5_000):
            if (business, name) in wanted:
                ids[business, name].append(pk)
        found = [pk for some in ids.values() for pk in some]
        assets: dict[int, Asset] = {}
        for chunk in batched(found, CHUNK):
            assets |= Asset.objects.select_related("department").in_bulk(chunk)
        self.assets = {key: [assets[pk] for pk in some] for key, some in ids.items()}
        self.carriers = _hanging(Carrier.objects.current().select_related("place"), found)
        self.grants = _hanging(Grant.objects.current(sight.on), found)
        self.proposals = _hanging(GrantProposal.objects.all(), found)
        self.mine = {
            pk
            for chunk in batched(found, CHUNK)
            for pk in Asset.objects.filter(carried_by(sight), pk__in=chunk).values_list("pk", flat=True)
        }


def _hanging(rows: Any, found: list[int]) -> dict[int, list[Any]]:
    by_asset: dict[int, list[Any]] = defaultdict(list)
    for chunk in batched(found, CHUNK):
        for row in rows.filter(asset__in=chunk).order_by("pk"):
            by_asset[row.asset_id].append(row)
    return by_asset
