"""Received information beside our own: in one folder, on one shelf, in one cabinet, of what the reader may know."""

from typing import Any

from accounts.sight import person_sight
from assets.kinds import Kind
from assets.models import Asset
from measures.asking.readings import Question
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.measures.registers import ON

MET, GAP, UNKNOWN = Verdict.MET, Verdict.GAP, Verdict.UNKNOWN
FOLDER = {"kind": Kind.SYS, "host": "IN_HOUSE", "place": None, "location": r"\\server\own"}
SHELF = {"kind": Kind.PAP, "location": "shelf 3"}

# What the received carrier is like, the other one, whose that is, and how it stands.
BESIDE: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], Verdict]] = [
    ("our own in the same folder", FOLDER, FOLDER, {}, GAP),
    ("written in other letters", FOLDER, FOLDER | {"location": r"\\Server\Own"}, {}, GAP),
    ("in another folder", FOLDER, FOLDER | {"location": r"\\server\toto"}, {}, MET),
    ("of the same name on another server", FOLDER | {"system": "a"}, FOLDER | {"system": "b"}, {}, MET),
    ("the same giver's", FOLDER, FOLDER, {"origin": "RECEIVED", "giver": "Toto"}, MET),
    ("another giver's", FOLDER, FOLDER, {"origin": "RECEIVED", "giver": "Hoku"}, GAP),
    ("made jointly with the giver", FOLDER, FOLDER, {"origin": "JOINT", "giver": "Toto"}, GAP),
    ("our own on the same shelf", SHELF, SHELF, {}, GAP),
    ("on a shelf so called in another room", SHELF, SHELF | {"place": "site"}, {}, MET),
    ("in the same room, nobody says where", SHELF | {"location": ""}, SHELF | {"location": ""}, {}, MET),
    ("in the same cabinet", SHELF | {"location": "", "place": "box"}, SHELF | {"location": "", "place": "box"}, {},
     GAP),
    ("a shelf in a room nobody knows", SHELF | {"place": None}, SHELF | {"place": None}, {}, MET),
    ("it was there once", FOLDER, FOLDER | {"ended_on": ON}, {}, MET),
    ("it is retired", FOLDER, FOLDER, {"state": "RETIRED"}, MET),
]  # fmt: skip


def test_received_information_is_kept_apart_from_our_own(cast: Cast) -> None:
    box = make.place("BOX", cast.store, cabinet=True)
    named = {"a": make.system(), "b": make.system(), "site": cast.site, "box": box}
    chief = person_sight(cast.chief)

    def carrier(asset: Asset, facts: dict[str, Any]) -> None:
        facts = {"place": cast.store} | facts
        make.carrier(asset, **{k: named.get(v, v) if isinstance(v, str) else v for k, v in facts.items()})

    for about, theirs, ours, whose, stands in BESIDE:
        Asset.objects.all().delete()
        asset = make.asset("drawings", origin="RECEIVED", giver="Toto", kept_apart=True)
        other = make.asset("beside", **whose)
        carrier(asset, theirs)
        carrier(other, ours)
        question = Question(ON, chief)
        (told,) = [f for f in question.explain(Asset.objects.filter(pk=asset.pk)) if f.rule == "STO-07"]
        assert told.verdict is stands, about
        assert (other.code in told.because) is (stands is GAP), about
        worst = question.worst(RULES["STO-07"])
        assert Asset.objects.annotate(worst=worst).get(pk=asset.pk).worst == stands, about


def test_what_the_reader_may_not_know_of_is_beside_nothing(cast: Cast) -> None:
    asset = make.asset("drawings", origin="RECEIVED", giver="Toto", owner=cast.owner)
    hidden = make.asset("hidden", department=cast.sales)
    for each in (asset, hidden):
        make.carrier(each, **FOLDER)
    alone = Asset.objects.filter(pk=asset.pk)
    for name, stands in (("owner", UNKNOWN), ("chief", GAP)):
        question = Question(ON, person_sight(getattr(cast, name)))
        (told,) = [f for f in question.explain(alone) if f.rule == "STO-07"]
        assert (told.verdict, hidden.code in told.because) == (stands, stands is GAP)
