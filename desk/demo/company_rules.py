"""The demo company's own rules, by the real verbs: three regulations, one of them in its second edition."""

from datetime import time
from pathlib import Path
from typing import Final

from accounts.models import Person
from accounts.sight import person_sight
from classification import rulebook
from classification.clauses import split
from classification.models import Confirmation, Edition
from desk.demo.talking import Company

FOLDER: Final = Path(__file__).parent / "rules"
CHIEF, READ_AT = "P02", time(9, 30)
# name, name in English, and its editions: file, days since, by whom adopted, what changes
BOOKS: Final = (
    (
        "秘密情報管理規程",
        "Rules on managing secret information",
        (
            ("secrets-1.txt", -900, "取締役会", ""),
            ("secrets-2.txt", -200, "取締役会", "預かり情報、監査、見直しの条を加えた"),
        ),
    ),
    ("テレワーク規程", "Rules on telework", (("telework-1.txt", -400, "社長", ""),)),
    ("生成AI利用ルール", "Rules on generative AI", (("ai-1.txt", -150, "社長", ""),)),
)
FEW: Final = 4  # of the newest rules every fourth has not confirmed yet


def write(demo: Company) -> None:
    """Begin, write and adopt them; most people have confirmed them."""
    by = person_sight(Person.objects.get(pk=demo.id_of("people", CHIEF)))
    for name, name_en, editions in BOOKS:
        book = rulebook.begin(name, name_en, by=by)
        for file, days, where, note in editions:
            edition = rulebook.draft(book, by=by)
            clauses = split((FOLDER / file).read_text(encoding="utf-8"))
            rulebook.amend(edition, clauses, seen=edition.saves, by=by, note=note)
            day = demo.day(days)
            rulebook.adopt(edition, day, day, seen=edition.saves, by=by, adopted_at=where)
    _confirm(demo)


def _confirm(demo: Company) -> None:
    """Whoever has confirmed the handling rules has confirmed these; a few have not come to the newest."""
    readers = [(n, row["confirmed_on"]) for n, row in enumerate(demo.facts["people"], 1) if "confirmed_on" in row]
    for edition in Edition.objects.in_force():
        newest = edition.rulebook.name == BOOKS[-1][0]
        Confirmation.objects.bulk_create(
            Confirmation(edition=edition, person_id=number, at=demo.moment(max(day, -140), READ_AT))
            for number, day in readers
            if not newest or number % FEW
        )
