"""Giving one's word for a measure. (Accepting a gap for a while is proposed and decided: `measures.exempting`.)"""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from accounts.models import Mandate
from accounts.sight import Sight
from assets.models import Asset, System
from assets.rights import carried_by
from files.storing import keep
from journal.acts import act
from measures.models import Attestation

Role = Mandate.Role


class NotYours(Exception):
    """This person may not speak for that part of the company."""


def may_attest(sight: Sight, word: Attestation) -> bool:
    """Who speaks for what: managers for their departments and what belongs to these, whoever answers for a system for
    it, those who carry an asset for it and its carriers; the chief, stewards and executives for the company, its
    departments, places, systems and devices."""
    if sight.person is None:
        return False
    if word.asset_id:
        return word.asset_id in carried(sight, [word])
    if speaks_for_all(sight):
        return True
    if word.system and word.system.responsible_id == sight.person.pk:
        return True
    host = word.system or word.device
    return (host.department_id if host else word.department_id) in sight.leads


def speaks_for_all(sight: Sight) -> bool:
    """The chief, stewards and executives: for the company, and for each part of it."""
    return sight.person is not None and sight.holds(Role.CHIEF, Role.STEWARD, Role.EXECUTIVE)


def hosts_of(sight: Sight, hosts: QuerySet[Any]) -> QuerySet[Any]:
    """Of some systems or devices those for which a person speaks."""
    if sight.person is None:
        return hosts.none()
    if speaks_for_all(sight):
        return hosts
    theirs = Q(department__in=sight.leads)
    return hosts.filter(theirs | Q(responsible=sight.person) if hosts.model is System else theirs)


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


def attest(word: Attestation, paper: UploadedFile | None = None, *, by: Sight) -> Attestation:
    """Record someone's word, with what shows it where that is filed.

    Raises:
        NotYours: it is not theirs to give.
        files.storing.Refused: the paper is of no kind that is stored.
    """
    if not may_attest(by, word):
        raise NotYours
    assert by.person is not None
    word.by = by.person
    with act(by.person, "measures.attest", word.asset) as deed:
        deed.facts["measure"] = word.measure
        if paper is not None:
            word.file = keep(paper)
            deed.facts["file"] = word.file.sha256
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
