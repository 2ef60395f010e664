"""Giving one's word for a measure. (Accepting a gap for a while is proposed and decided: `measures.exempting`.)"""

from collections.abc import Iterable

from accounts.models import Mandate
from accounts.sight import Sight
from assets.models import Asset
from assets.rights import carried_by
from journal.acts import act
from measures.models import Attestation

Role = Mandate.Role


class NotYours(Exception):
    """This person may not speak for that part of the company."""


def may_attest(sight: Sight, word: Attestation) -> bool:
    """Who speaks for what: managers for their departments, those who carry an asset for it; the chief, stewards and
    executives for the company, its departments and its places."""
    if sight.person is None:
        return False
    if word.asset_id:
        return word.asset_id in carried(sight, [word])
    if sight.holds(Role.CHIEF, Role.STEWARD, Role.EXECUTIVE):
        return True
    return word.department_id is not None and word.department_id in sight.leads


def carried(sight: Sight, words: Iterable[Attestation]) -> set[int]:
    """Those of the words' assets that this person carries; one query for all of them."""
    assets = [word.asset_id for word in words if word.asset_id]
    mine = Asset.objects.seen_by(sight).filter(carried_by(sight), pk__in=assets)
    return set(mine.order_by().values_list("pk", flat=True))


def theirs(sight: Sight, words: Iterable[Attestation]) -> list[tuple[Attestation, bool]]:
    """Each word, and whether this person may take it back."""
    words = list(words)
    assets = carried(sight, words)
    return [(w, w.asset_id in assets if w.asset_id else may_attest(sight, w)) for w in words]


def attest(word: Attestation, *, by: Sight) -> Attestation:
    """Record someone's word.

    Raises:
        NotYours: it is not theirs to give.
    """
    if not may_attest(by, word):
        raise NotYours
    assert by.person is not None
    word.by = by.person
    with act(by.person, "measures.attest", word.asset) as deed:
        deed.facts["measure"] = word.measure
        return deed.add(word)


def withdraw(word: Attestation, *, by: Sight) -> None:
    """Take a word back.

    Raises:
        NotYours: it is not theirs to take back.
    """
    if not may_attest(by, word):
        raise NotYours
    with act(by.person, "measures.withdraw", word.asset) as deed:
        deed.remove(word)
