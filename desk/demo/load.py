"""Brings the demo company into an empty register: one act, the same ids and codes each time, dates around one day."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

from accounts.models import Company, Department, LeaverCase, Mandate, Person, Place, Pledge, Posting, Training, User
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.trees import path_of
from assets import leaving
from assets.choosing.uses import weigh
from assets.deciding.dossier import dossier_of, sha256_of
from assets.judging.judging import proposal_for
from assets.kinds import Label, State
from assets.models import (
    Asset,
    Carrier,
    Choice,
    Decision,
    Development,
    Device,
    Grant,
    GrantProposal,
    GrantReview,
    Holding,
    Judgement,
    KnowHow,
    NumberHandler,
    PersonalData,
    System,
)  # fmt: skip
from classification.handling import CONFIRMED_FROM, PROPOSAL
from classification.levels import Level, level_of
from classification.models import Acknowledgement
from desk.demo import company_rules, ground
from desk.demo.talking import comments, relations
from files.storing import keep
from journal.acts import Act, act
from journal.models import Entry
from measures.history.snapshots import take
from measures.models import Attestation

COMPANY = Path(__file__).parent / "company.json"
PAPERS = Path(__file__).parent / "papers"  # files that show what was said
MODELS = (
    Company, Department, Place, Person, Posting, User, Mandate, Device, System, Asset, Carrier, Holding, Grant,
    GrantProposal, GrantReview, KnowHow, NumberHandler, PersonalData, Judgement, Choice, Decision, Development,
    Attestation,
    Acknowledgement, Pledge, Training, LeaverCase, *ground.MODELS,
)  # fmt: skip
PEOPLE = (
    "person", "owner", "custodian", "entered_by", "proposed_by", "approved_by", "given_by", "by", "manager", "deputy",
    "recorded_by", "keeper", "asked_by", "agreed_by", "granted_by", "holder",
    "responsible",
)  # fmt: skip
NOT_ASSET = (
    "id", "level", "submitted_on", "approved_on", "approved_by", "comment", "judgement", "carriers", "holdings",
    "grants", "proposals", "reviews", "know_how", "personal_data", "number_handlers", "developments",
)  # fmt: skip
SUBMITTED, APPROVED = time(10), time(15)
LOOKED_AT = (62, 31, 0)  # so many days ago it was kept how the register stood: what changed in between is its dates


class NotEmpty(Exception):
    """The database holds something already."""


def is_empty() -> bool:
    """Nobody has set this register up, and nothing was ever done in it."""
    return not any(model._base_manager.exists() for model in (*MODELS, Entry))


@dataclass(frozen=True)
class Demo:
    """The company as its file has it, around a day. Ids are places in the file's lists."""

    facts: Mapping[str, Any]
    on: date

    @classmethod
    def read(cls, on: date | None = None) -> "Demo":
        return cls(json.loads(COMPANY.read_text(encoding="utf-8")), on or today())

    def day(self, value: int | str) -> date:
        """A day of the calendar, or so many days from the day of loading."""
        return date.fromisoformat(value) if isinstance(value, str) else self.on + timedelta(days=value)

    def moment(self, value: int | str, hour: time) -> datetime:
        """An hour of such a day, in the company's time zone."""
        return timezone.make_aware(datetime.combine(self.day(value), hour))

    def id_of(self, kind: str, code: str) -> int:
        """The id of a person, department or place.

        Raises:
            ValueError: the file has none with this code.
        """
        return [row["code"] for row in self.facts[kind]].index(code) + 1

    def columns(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the file as columns of its table."""
        return dict(self._column(name, value) for name, value in row.items())

    def _column(self, name: str, value: Any) -> tuple[str, Any]:
        if name in PEOPLE:
            return f"{name}_id", self.id_of("people", value)
        if name in ("department", "place", "device", "system"):
            return f"{name}_id", self.id_of(f"{name}s", value)
        if name == "on" or name.endswith("_on"):
            return name, self.day(value)
        if name == "label":
            return name, Label[value].value
        return name, value

    def rows[Row: models.Model](self, model: type[Row], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Rows of the file as rows of a table, numbered from one."""
        return [model(pk=number, **self.columns(row)) for number, row in enumerate(rows, 1)]

    def hanging[Row: models.Model](self, model: type[Row], name: str) -> list[Row]:
        """What hangs on the assets under this name."""
        hung = ({"asset_id": asset["id"], **row} for asset in self.facts["assets"] for row in asset.get(name, ()))
        return self.rows(model, hung)


def load(on: date | None, password: str) -> Demo:
    """Write the whole company, in one act, and note its password.

    Args:
        on: the day around which its dates lie; default: today.
        password: of every sign-in.

    Raises:
        NotEmpty: there is something in the database already.
    """
    demo = Demo.read(on)
    with act(None, "desk.load_demo") as deed:
        if not is_empty():
            raise NotEmpty
        deed.facts["day"] = demo.on.isoformat()
        _write_company(deed, demo, password)
        _write_register(deed, demo)
        deed.add_all(decisions(demo))
        deed.add_all(attestations(demo))
        deed.add_all(acknowledgements(demo))
        _reset_sequences()
        _give_notices(demo)
        company_rules.write(demo)
        ground.write(deed, demo)
        for ago in LOOKED_AT:
            take(demo.day(-ago))
        note_password(password)  # within the transaction: no demo without its password, and none but the demo's
    return demo


def _write_company(deed: Act, demo: Demo, password: str) -> None:
    """The company, its people and places, and who may sign in."""
    deed.add(Company(pk=1, demo=True, **demo.facts["company"]))
    deed.add_all(people(demo))
    deed.add_all(tree(demo, Department, "departments"))
    deed.add_all(tree(demo, Place, "places"))
    postings = ({"person": p["code"], **posting} for p in demo.facts["people"] for posting in p["postings"])
    deed.add_all(demo.rows(Posting, postings))
    deed.add_all(demo.rows(Mandate, demo.facts["mandates"]))
    for model, name in ((Pledge, "pledges"), (Training, "trainings")):
        rows = ({"person": p["code"], **row} for p in demo.facts["people"] for row in p.get(name, ()))
        deed.add_all(demo.rows(model, rows))
    User.objects.bulk_create(sign_ins(demo, password))  # not through the act: a hash has no place in the journal


def _write_register(deed: Act, demo: Demo) -> None:
    """The assets and what hangs on them, and the devices and systems on which they are."""
    deed.add_all(demo.rows(Device, demo.facts["devices"]))
    deed.add_all(demo.rows(System, demo.facts["systems"]))
    deed.add_all(assets(demo))
    for model, name in (
        (Carrier, "carriers"), (Holding, "holdings"), (Grant, "grants"), (GrantProposal, "proposals"),
        (GrantReview, "reviews"), (KnowHow, "know_how"), (PersonalData, "personal_data"),
        (NumberHandler, "number_handlers"), (Development, "developments"),
    ):  # fmt: skip
        deed.add_all(demo.hanging(model, name))
    deed.add_all(judgements(demo))
    deed.add_all(uses(demo))
    deed.add_all(comments(demo))
    deed.add_all(relations(demo))


def _give_notices(demo: Demo) -> None:
    """Who leaves, by the real verb: what they can reach ends with their last day; the case remembers what it was."""
    for row in demo.facts["notices"]:
        person, by = (Person.objects.get(pk=demo.id_of("people", row[who])) for who in ("person", "by"))
        leaving.give_notice(person, demo.day(row["notice_on"]), demo.day(row["last_on"]), by=person_sight(by))


def people(demo: Demo) -> list[Person]:
    rows = demo.facts["people"]
    other = ("sign_in", "is_staff", "postings", "confirmed_on", "pledges", "trainings")
    return demo.rows(Person, ({k: v for k, v in row.items() if k not in other} for row in rows))


def tree[Node: (Department, Place)](demo: Demo, model: type[Node], name: str) -> list[Node]:
    """Departments or places with their paths; in the file a parent stands before its children."""
    nodes: dict[str, Node] = {}
    for number, row in enumerate(demo.facts[name], 1):
        parent = nodes.get(row.get("parent", ""))
        columns = demo.columns({key: value for key, value in row.items() if key != "parent"})
        node = nodes[row["code"]] = model(pk=number, parent=parent, **columns)
        node.path = path_of(node)
    return list(nodes.values())


def sign_ins(demo: Demo, password: str) -> list[User]:
    """A sign-in for everyone, those who left included: leaving is what keeps them out. The hash is made once."""
    hashed = make_password(password)
    found = []
    for number, row in enumerate(demo.facts["people"], 1):
        user = User(pk=number, username=row["sign_in"], password=hashed, person_id=number)
        user.is_staff = user.is_superuser = row.get("is_staff", False)
        if "confirmed_on" in row:  # who confirmed the handling rules has been here
            user.last_login = demo.moment(row["confirmed_on"], SUBMITTED)
        found.append(user)
    return found


def assets(demo: Demo) -> list[Asset]:
    return [_asset(demo, row) for row in demo.facts["assets"]]


def _asset(demo: Demo, row: Mapping[str, Any]) -> Asset:
    columns = demo.columns({name: value for name, value in row.items() if name not in NOT_ASSET})
    asset = Asset(pk=row["id"], **columns)
    if asset.owner_id:
        asset.owned_from = asset.registered_on
    if "level" in row:
        asset.state = State.ACTIVE
        asset.level = asset.proposed_level = level_of(row["level"])
        asset.approved_on = asset.levelled_on = demo.day(row["approved_on"])
        asset.submitted_at = demo.moment(row["submitted_on"], SUBMITTED)
        asset.submitted_by_id = asset.judged_by_id = demo.id_of("people", row["judgement"]["by"])
    asset.rekey()
    return asset


def _judged(demo: Demo) -> Iterator[Mapping[str, Any]]:
    return (row for row in demo.facts["assets"] if "judgement" in row)


def judgements(demo: Demo) -> list[Judgement]:
    """The scores, with what they suggest by the real way from scores to a level."""
    rows = [
        {"asset_id": row["id"], "level": level_of(row["level"]), "suggested": _suggested(demo, row)} | row["judgement"]
        for row in _judged(demo)
    ]
    return demo.rows(Judgement, rows)


def _suggested(demo: Demo, row: Mapping[str, Any]) -> Level:
    return proposal_for(_asset(demo, row), row["judgement"]["scores"]).level


def uses(demo: Demo) -> list[Choice]:
    """To what use an asset is put, with what its answers speak for by the real count."""
    by_id = {row["id"]: row for row in demo.facts["assets"]}
    rows = []
    for use in demo.facts["uses"]:
        asset = by_id[use["asset"]]
        advised = weigh(use["answers"], personal=asset.get("personal", False)).outcome or ""
        facts = {name: value for name, value in use.items() if name != "asset"}
        rows.append({"asset_id": asset["id"], "advised": advised, "outcome": asset["outcome"]} | facts)
    return demo.rows(Choice, rows)


def decisions(demo: Demo) -> list[Decision]:
    """Each asset in force was submitted and approved; what was approved is what stands in the database by now."""
    rows: list[dict[str, Any]] = []
    for row in _judged(demo):
        asset = Asset(pk=row["id"])
        shown = dossier_of(asset, proposing=True)
        common = {"asset": asset, "level": level_of(row["level"]), "digest": sha256_of(shown), "shown": shown}
        submitted, approved = demo.moment(row["submitted_on"], SUBMITTED), demo.moment(row["approved_on"], APPROVED)
        rows.append(common | {"step": "submit", "by": row["judgement"]["by"], "at": submitted})
        rows.append(common | {"step": "approve", "by": row["approved_by"], "at": approved})
        rows[-1]["comment"] = row.get("comment", "")
    return demo.rows(Decision, rows)


def attestations(demo: Demo) -> list[Attestation]:
    """Of an asset's carrier: its place in the asset's list."""
    before, carriers = 0, {}
    for asset in demo.facts["assets"]:
        carriers[asset["id"]] = before
        before += len(asset.get("carriers", ()))
    rows = [dict(row) for row in demo.facts["attestations"]]
    for row in rows:
        if "asset" in row:
            row["asset_id"] = row.pop("asset")
        if "file" in row:
            row["file"] = keep(SimpleUploadedFile(row["file"], (PAPERS / row["file"]).read_bytes()))
        if "carrier" in row:
            row["carrier_id"] = carriers[row["asset_id"]] + row.pop("carrier")
    return demo.rows(Attestation, rows)


def acknowledgements(demo: Demo) -> list[Acknowledgement]:
    """Who has confirmed the handling rules of every level; whoever has not, is asked on opening the first asset."""
    confirmed = [
        (number, row["confirmed_on"]) for number, row in enumerate(demo.facts["people"], 1) if "confirmed_on" in row
    ]
    levels = [level for level in Level if level >= CONFIRMED_FROM]
    rows = [(person, day, level) for person, day in confirmed for level in levels]
    return [
        Acknowledgement(pk=pk, person_id=person, level=level, version=PROPOSAL, at=demo.moment(day, SUBMITTED))
        for pk, (person, day, level) in enumerate(rows, 1)
    ]


def _reset_sequences() -> None:
    """Where ids come from a sequence, the next row must get one that is free (PostgreSQL)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), MODELS):
            cursor.execute(statement)


def fresh_password() -> str:
    """A password that can be read out: sixteen letters in four groups, 46 bits."""
    syllables = [consonant + vowel for consonant in "bdghkmnprst" for vowel in "aiueo"]
    return "-".join(secrets.choice(syllables) + secrets.choice(syllables) for _ in range(4))


def password_file() -> Path:
    """Where the demo's password is kept."""
    return Path(settings.KURA_HOME) / "demo-password"


def note_password(password: str) -> None:
    """Write the password where only Kura's own account reads it."""
    password_file().touch(mode=0o600)
    password_file().chmod(0o600)
    password_file().write_text(f"{password}\n")
