"""From five scores to a level: by the highest, with the core criteria and the lifts."""

from itertools import product

import pytest
from django.utils.translation import override

from classification.criteria import CODES, CORE, CRITERIA, REASON_FROM, propose
from classification.levels import Level, level_of

PUBLIC, INTERNAL, SECRET, TOP_SECRET = Level
OTHER = tuple(code for code in CODES if code not in CORE)
LIFTS = ("received", "sensitive", "my_number")


def scores(**given: int) -> dict[str, int]:
    """All noughts but those given."""
    return dict.fromkeys(CODES, 0) | given


TABLE = [
    ("nothing", scores(), {}, PUBLIC),
    *((f"1 on {code}", scores(**{code: 1}), {}, INTERNAL) for code in CODES),
    *((f"2 on {code}", scores(**{code: 2}), {}, SECRET) for code in CODES),
    *((f"3 on {code}", scores(**{code: 3}), {}, TOP_SECRET) for code in CORE),
    *((f"3 on {code}", scores(**{code: 3}), {}, SECRET) for code in OTHER),
    ("1 on all: scores are not added up", dict.fromkeys(CODES, 1), {}, INTERNAL),
    ("2 on all", dict.fromkeys(CODES, 2), {}, SECRET),
    ("3 on what is not core, 2 on what is", dict.fromkeys(CORE, 2) | dict.fromkeys(OTHER, 3), {}, SECRET),
    ("3 on all", dict.fromkeys(CODES, 3), {}, TOP_SECRET),
    *((f"nothing, but {lift}", scores(), {lift: True}, SECRET) for lift in LIFTS),
    *((f"internal, but {lift}", scores(obligation=1), {lift: True}, SECRET) for lift in LIFTS),
    *((f"secret, and {lift}", scores(obligation=2), {lift: True}, SECRET) for lift in LIFTS),
    *((f"top secret, and {lift}", scores(economic_value=3), {lift: True}, TOP_SECRET) for lift in LIFTS),
    ("all three lifts", scores(), dict.fromkeys(LIFTS, True), SECRET),
]


@pytest.mark.parametrize(("given", "lifts", "level"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_level(given: dict[str, int], lifts: dict[str, bool], level: Level) -> None:
    found = propose(given, **lifts)
    assert found.level is level
    assert isinstance(found.level, Level)


def test_every_combination_follows_the_rule() -> None:
    for values in product(range(4), repeat=5):
        given = dict(zip(CODES, values, strict=True))
        core = max(given[code] for code in CORE)
        expected = TOP_SECRET if core == 3 else (PUBLIC, INTERNAL, SECRET, SECRET)[max(values)]
        assert propose(given).level == expected
        assert propose(given, received=True).level == max(expected, SECRET)


def test_a_higher_score_never_lowers_the_level() -> None:
    for values in product(range(3), repeat=5):
        given = dict(zip(CODES, values, strict=True))
        for code in CODES:
            assert propose(given | {code: given[code] + 1}).level >= propose(given).level


@pytest.mark.parametrize(
    ("given", "lifts", "said"),
    [
        (scores(), {}, ["No criterion scores above 0."]),
        (scores(obligation=2), {}, ["The highest score is 2: Duties by contract or law."]),
        (
            scores(loss_on_leak=1, obligation=1),
            {"my_number": True},
            [
                "The highest score is 1: Loss if it leaked, Duties by contract or law.",
                "It contains My Number: at least “Secret”.",
            ],
        ),
        (
            scores(rival_usefulness=3, third_party_impact=3),
            {"received": True},
            [
                "The highest score is 3: Usefulness to rivals, Harm to others and to trust.",
                "A 3 on “Usefulness to rivals” makes it “Top secret”.",
            ],
        ),
        (
            scores(),
            dict.fromkeys(LIFTS, True),
            ["No criterion scores above 0.", "It was entrusted by others: at least “Secret”."],
        ),
    ],
)
def test_the_reasons_lead_to_the_level(given: dict[str, int], lifts: dict[str, bool], said: list[str]) -> None:
    with override("en"):
        assert list(propose(given, **lifts).reasons) == said
    with override("ja"):
        assert len(propose(given, **lifts).reasons) == len(said)
        assert all(propose(given, **lifts).reasons)


@pytest.mark.parametrize(
    "given",
    [
        {},
        dict.fromkeys(CODES[1:], 1),
        scores(beauty=1),
        scores(obligation=4),
        scores(obligation=-1),
    ],
    ids=["none", "one missing", "one too many", "too high", "too low"],
)
def test_other_scores_are_refused(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="five scores"):
        propose(given)


def test_there_are_five_criteria_with_four_anchors_each() -> None:
    assert len(CRITERIA) == len(set(CODES)) == 5
    assert set(CORE) < set(CODES)
    assert REASON_FROM == 2
    for criterion in CRITERIA:
        assert len(criterion.anchors) == len({str(anchor) for anchor in criterion.anchors}) == 4


def test_levels_are_known_by_their_codes() -> None:
    assert [level_of(level.name) for level in Level] == list(Level)
    with pytest.raises(KeyError):
        level_of("Secret")
