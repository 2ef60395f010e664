"""The catalogue of measures and the rules in words: complete, sound, and clear about what is wrong when it is not."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.translation import override

from classification.levels import Level
from measures import catalogue, checks, rule_texts
from measures.catalogue import FIELDS, CatalogueError, Measure, by_purpose, counted, measure, measures
from measures.catalogue.views import SOURCES
from measures.checks import the_catalogue_is_sound
from measures.words import Audience, Purpose, Scope, Standing, Yardstick

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef々〇「」、。]")
KANA = re.compile(r"[\u3040-\u30ff]")
COMPUTED = {
    "GOV-03", "GOV-04", "GOV-08", "GOV-09", "GOV-10", "GOV-11", "GOV-13", "LAB-02", "STO-06",
    "ACC-01", "ACC-02", "ACC-03", "ACC-04", "ACC-05", "ACC-06", "ACC-09", "STO-01", "STO-02", "STO-03", "STO-05",
    "LAB-01", "LAB-03", "PER-01", "PER-02", "PER-03", "PER-05", "GOV-02", "DAT-01", "DAT-02",
    "STO-07", "DPT-01", "DPT-02", "PAR-04", "MOV-01", "STO-08", "PII-01", "PII-02", "PII-03",
    "DEV-01", "DEV-02", "DEV-04", "DEV-05", "STO-04", "STO-09", "STO-10", "ACC-08", "ACC-10", "VIS-03",
    "VIS-01", "VIS-02", "VIS-05", "VIS-06", "DEV-03", "GOV-01", "GOV-05", "GOV-06", "GOV-07", "MOV-04",
    "DSP-02",
}  # fmt: skip
ALWAYS_PROPOSED = {"required_from", "yardstick", "priority", "rules", "scopes", "kinds"}


# What is there


def of_the_handbook(some: Iterable[Measure]) -> list[Measure]:
    return [each for each in some if each.standing == Standing.HANDBOOK]


def test_there_are_79_measures_of_the_handbook_and_12_extensions() -> None:
    """Of the handbook just these; whoever adds a measure of their own need not touch the tests."""
    editions = Counter(each.edition for each in measures())
    assert editions["2016-02 list, from memory"] == len(of_the_handbook(measures())) == 79
    assert editions["extension"] >= 12


def test_each_purpose_has_its_number_of_measures() -> None:
    assert {purpose: len(of_the_handbook(group)) for purpose, group in by_purpose().items()} == {
        Purpose.ACCESS_CONTROL: 15,
        Purpose.REMOVAL_PREVENTION: 18,
        Purpose.VISIBILITY: 23,
        Purpose.AWARENESS: 14,
        Purpose.TRUST: 9,
    }


def test_each_audience_has_its_number_of_measures_under_each_purpose() -> None:
    found = {
        audience: [sum(each.audience == audience for each in of_the_handbook(group)) for group in by_purpose().values()]
        for audience in Audience
    }
    assert found == {
        Audience.EMPLOYEE: [5, 11, 16, 4, 5],
        Audience.LEAVER: [1, 1, 2, 3, 2],
        Audience.PARTNER: [2, 2, 2, 5, 2],
        Audience.OUTSIDER: [7, 4, 3, 2, 0],
    }


def test_measures_come_by_purpose_then_audience_with_extensions_last() -> None:
    codes = [each.code for each in measures()]
    assert codes[:7] == ["E1-a", "E1-b", "E1-c", "E1-d", "E1-e", "R1-a", "P1-a"]
    assert [each.code for each in by_purpose()[Purpose.ACCESS_CONTROL]][-5:] == ["Z1-a", "Z1-c", "Z1-e", "Z2-d", "Z3-b"]
    assert codes[-1] == "P5-b"


def test_measures_listed_a_second_time_are_not_counted() -> None:
    repeats = {each.code: each.same_as for each in measures() if each.same_as}
    assert repeats == {
        "E2-f": "E2-c", "E2-g": "E2-d", "P2-b": "E2-d", "X1-c": "E1-d",
        "X1-d": "E1-e", "X2-c": "E2-c", "X2-d": "E2-d", "X3-a": "E3-c",
    }  # fmt: skip
    assert len(counted()) == len(measures()) - len(repeats)
    assert not repeats.keys() & {each.code for each in counted()}


def test_a_repeat_shares_purpose_and_yardstick_and_is_not_asked_from_a_lower_level() -> None:
    for each in measures():
        if each.same_as:
            first = measure(each.same_as)
            assert (first.purpose, first.yardstick) == (each.purpose, each.yardstick), each.code
            assert first.required_from <= each.required_from, each.code


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure("E9-z")


# What each says


@pytest.mark.parametrize("each", measures(), ids=lambda each: each.code)
def test_a_measure_speaks_both_languages(each: Measure) -> None:
    for japanese in (each.ja, each.guidance_ja, each.evidence_ja):
        assert JAPANESE.search(japanese), japanese
        assert japanese == japanese.strip()
    for english in (each.en, each.guidance_en, each.evidence_en):
        assert re.search(r"[A-Za-z]{2}", english), english
        assert not JAPANESE.search(english), english
        assert english == english.strip()


@pytest.mark.parametrize("each", measures(), ids=lambda each: each.code)
def test_guidance_is_a_sentence_and_names_and_evidence_are_not(each: Measure) -> None:
    assert each.guidance_ja.endswith("。")
    assert KANA.search(each.guidance_ja)
    assert each.guidance_en.endswith(".")
    assert not any(text.endswith(("。", ".")) for text in (each.ja, each.en, each.evidence_ja, each.evidence_en))


def test_names_are_not_given_twice_in_a_language() -> None:
    for names in ([each.ja for each in measures()], [each.en for each in measures()]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_texts_follow_the_active_language() -> None:
    each = measure("E4-c")
    with override("ja"):
        assert (each.name, each.guidance, each.evidence) == (each.ja, each.guidance_ja, each.evidence_ja)
        assert str(each) == "E4-c 秘密情報であることの表示"
    with override("en"):
        assert (each.name, each.guidance, each.evidence) == (each.en, each.guidance_en, each.evidence_en)
    with override(None):
        assert each.name == each.en


# What each is asked of


def test_measures_are_asked_from_a_secret_level_and_the_owner_label_and_encryption_early() -> None:
    assert {each.required_from for each in measures()} == {Level.INTERNAL, Level.SECRET, Level.TOP_SECRET}
    for code in ("E1-a", "E1-c", "E2-c", "E3-b", "E4-c"):
        assert measure(code).required_from == Level.INTERNAL
    assert measure("E4-b").required_from == Level.SECRET
    assert measure("X1-e").required_from == Level.TOP_SECRET


def test_the_legal_minimum_is_what_makes_a_secret_recognisable_or_limits_access() -> None:
    assert {each.code for each in measures() if each.yardstick == Yardstick.LEGAL_MINIMUM} == {
        "E1-a", "E1-b", "E1-c", "R1-a", "P1-b", "X1-a",
        "E3-c", "X3-a",
        "E4-a", "E4-b", "E4-c", "E4-d", "R4-a", "P4-a", "P4-b", "X4-a", "X4-b", "Z2-b", "Z3-c",
    }  # fmt: skip


def test_measures_without_kinds_are_those_of_pay_and_contract() -> None:
    assert {each.code for each in measures() if not each.kinds} == {"R5-a", "R5-b", "P5-a", "P5-b"}


def test_someones_word_counts_at_a_place_only_for_what_stands_there() -> None:
    assert measure("E3-f").attestable == (Scope.COMPANY, Scope.DEPARTMENT, Scope.PLACE, Scope.ASSET)
    assert Scope.PLACE in measure("E1-d").attestable  # of carriers
    assert Scope.CARRIER in measure("E1-d").attestable
    assert Scope.SYSTEM not in measure("E1-d").attestable  # of paper
    assert {Scope.SYSTEM, Scope.DEVICE, Scope.CARRIER} <= {*measure("E2-g").attestable}  # of data, each
    assert Scope.SYSTEM in measure("E3-l").attestable
    assert measure("E4-b").attestable == (Scope.COMPANY, Scope.DEPARTMENT, Scope.ASSET)


# Where each comes from


@pytest.mark.parametrize("each", measures(), ids=lambda each: each.code)
def test_a_measure_says_what_is_proposed_and_on_whose_word_it_stands(each: Measure) -> None:
    assert set(each.proposed) >= ALWAYS_PROPOSED
    assert set(each.proposed) <= set(FIELDS)
    assert each.source
    if each.code.startswith("Z"):
        assert {"ja", "en", "guidance_ja", "guidance_en"} <= set(each.proposed)
        assert each.standing == (Standing.CITED if each.handbook_ref else Standing.PROPOSAL)
    else:
        assert each.standing == Standing.HANDBOOK
        assert each.handbook_ref == {"E": "3-4(1)", "R": "3-4(2)", "P": "3-4(3)", "X": "3-4(4)"}[each.code[0]]


def test_extensions_on_memory_alone_stand_as_kuras_proposal() -> None:
    assert {each.code for each in measures() if each.standing == Standing.PROPOSAL} == {"Z1-a", "Z1-e", "Z2-c"}


# The rules


def test_there_are_78_rules_and_one_of_kuras_own_and_every_rule_of_a_measure_is_one_of_them() -> None:
    rules = rule_texts.rule_texts()
    assert len(rules.keys() - {"GOV-13"}) >= 78
    assert {rule for each in measures() for rule in each.rules} <= rules.keys()
    assert sum(bool(each.rules) for each in measures()) >= 68


def test_some_rules_are_computed_and_the_others_say_what_they_wait_for() -> None:
    assert {rule.id for rule in rule_texts.rule_texts().values() if rule.partly or not rule.waits_for} >= COMPUTED


def test_rules_speak_both_languages() -> None:
    for rule in rule_texts.rule_texts().values():
        assert JAPANESE.search(rule.ja), rule.id
        assert not JAPANESE.search(rule.en + rule.waits_for_en + rule.subject), rule.id
        assert rule.severity in ("warn", "fail")
        assert rule.standing == Standing.PROPOSAL
        with override("ja"):
            assert rule.name == rule.ja
            assert rule.waits_for == "" or JAPANESE.search(rule.waits_for), rule.id
        with override("en"):
            assert rule.name == rule.en


def test_thresholds_are_read_by_level_or_as_numbers() -> None:
    rules = rule_texts.rule_texts()
    by_level = {"months": {Level.INTERNAL: 24, Level.SECRET: 12, Level.TOP_SECRET: 6}}
    of_a_round = {"round_days": 30, "manager_days": 14, "chief_days": 21, "lapse": 0}
    assert rules["ACC-02"].thresholds == by_level | of_a_round
    assert rules["STO-02"].thresholds == {"lock_check_months": 12}
    assert rules["LAB-01"].thresholds == {"grace_days": 30}
    assert {rule.id for rule in rules.values() if rule.thresholds} == {
        "ACC-02", "ACC-04", "ACC-05", "STO-02", "STO-08", "LAB-01", "PER-02", "PER-05", "GOV-03", "GOV-04",
        "GOV-09", "DEV-01", "DEV-02", "ACC-10", "STO-09", "VIS-03",
        "VIS-02", "VIS-05", "VIS-06", "DEV-03", "GOV-05", "GOV-06", "GOV-07", "DPT-01",
    }  # fmt: skip


# What is malformed

SOUND = """
[[measure]]
code = "E5-a"
audience = "EMPLOYEE"
purpose = "TRUST"
ja = "管理の実践例の周知"
en = "Sharing good practice"
guidance_ja = "よく管理している部署を紹介する。"
guidance_en = "Introduce departments that handle secrets well."
evidence_ja = "周知の記録"
evidence_en = "Record that it was made known"
scopes = ["COMPANY"]
kinds = ["PAP"]
rules = []
priority = 3
flyer = "C5"
required_from = "TOP_SECRET"
yardstick = "good_practice"
handbook_ref = "3-4(1)"
edition = "2016-02 list, from memory"
source = ["mem-H"]
standing = "handbook"
proposed = ["kinds"]
"""

Reader = Callable[[str], tuple[Measure, ...]]


@pytest.fixture
def reading(tmp_path: Path) -> Reader:
    """Reads a catalogue that consists of one file, trust.toml, with this text."""

    def read(text: str) -> tuple[Measure, ...]:
        (tmp_path / "trust.toml").write_text(text, encoding="utf-8")
        return catalogue.read(tmp_path)

    return read


def test_a_sound_entry_is_read(reading: Reader) -> None:
    (only,) = reading(SOUND)
    assert (only.code, only.required_from, only.same_as) == ("E5-a", Level.TOP_SECRET, None)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('ja = "管理の実践例の周知"\n', "", "ja"),
        ('evidence_ja = "周知の記録"', 'evidence_ja = " "', "evidence_ja"),
        ('"EMPLOYEE"', '"STAFF"', "audience"),
        ('purpose = "TRUST"', 'purpose = "VISIBILITY"', "purpose"),
        ('["COMPANY"]', '["ORG"]', "scopes"),
        ('["COMPANY"]', "[]", "scopes"),
        ('["PAP"]', '"PAP"', "kinds"),
        ('["PAP"]', '["PAP", "PAP"]', "kinds"),
        ('["PAP"]', '["XYZ"]', "kinds"),
        ("rules = []", "rules = [1]", "rules"),
        ("priority = 3", "priority = 4", "priority"),
        ("priority = 3", "priority = true", "priority"),
        ('"TOP_SECRET"', '"UTMOST"', "required_from"),
        ('"good_practice"', '"best_practice"', "yardstick"),
        ('"handbook"', '"hearsay"', "standing"),
        ('proposed = ["kinds"]', 'proposed = ["kind"]', "proposed"),
        ('flyer = "C5"', 'flyer = "C5"\nsame_as = "E5-z"', "same_as"),
        ('flyer = "C5"', 'flyer = "C5"\nsame_as = "E5-a"', "same_as"),
        ('flyer = "C5"', 'flyer = "C5"\nremark = "?"', "remark"),
    ],
)
def test_a_malformed_entry_is_refused_by_file_code_and_field(
    reading: Reader, before: str, after: str, field: str
) -> None:
    assert before in SOUND
    with pytest.raises(CatalogueError, match=rf"^trust\.toml: E5-a: {field}: "):
        reading(SOUND.replace(before, after))


def test_an_entry_without_a_code_is_named_by_its_number(reading: Reader) -> None:
    with pytest.raises(CatalogueError, match=r"^trust\.toml: measure 2: code: is missing"):
        reading(SOUND + SOUND.replace('code = "E5-a"\n', ""))


def test_a_code_stands_in_the_catalogue_once(reading: Reader) -> None:
    with pytest.raises(CatalogueError, match=r"^trust\.toml: E5-a: code: .*twice"):
        reading(SOUND + SOUND)


@pytest.mark.parametrize("text", ["[[measure]", 'title = "x"\n' + SOUND, "[measure]\n"])
def test_a_file_that_holds_no_list_of_measures_is_refused_by_name(reading: Reader, text: str) -> None:
    with pytest.raises(CatalogueError, match=r"^trust\.toml: "):
        reading(text)


RULE = """
[[rule]]
id = "ACC-02"
ja = "アクセス権の見直し期限切れ"
en = "Access review overdue"
severity = "fail"
subject = "asset"
standing = "proposal"
waits_for = ""
waits_for_ja = ""
[rule.thresholds]
months = { SECRET = 12 }
"""


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('severity = "fail"', 'severity = "grave"', "severity"),
        ('subject = "asset"\n', "", "subject"),
        ('waits_for = ""', 'waits_for = "device records"', "waits_for_ja"),
        ("{ SECRET = 12 }", "{ SECRT = 12 }", "SECRT"),
        ("{ SECRET = 12 }", '"12"', r"thresholds\.months"),
    ],
)
def test_a_malformed_rule_is_refused_by_file_rule_and_field(
    tmp_path: Path, before: str, after: str, field: str
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULE.replace(before, after), encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"^rules\.toml: ACC-02: {field}: "):
        rule_texts.read(path)


def test_every_source_has_a_name() -> None:
    assert {key for each in measures() for key in each.source} <= set(SOURCES)


def test_the_system_check_tells_of_a_slip_by_file_entry_and_field(monkeypatch: pytest.MonkeyPatch) -> None:
    assert the_catalogue_is_sound() == []
    texts = dict(rule_texts.rule_texts())
    waiting = next(id for id, text in texts.items() if text.waits_for_en)
    texts[waiting] = replace(texts[waiting], waits_for_en="", waits_for_ja="")
    del texts["STO-01"]
    monkeypatch.setattr(checks, "rule_texts", lambda: texts)
    assert [error.msg for error in the_catalogue_is_sound()] == [
        "E1-c: rules: STO-01 is no rule of rules.toml",
        "measures/rules: STO-01 has no entry in rules.toml",
        f"rules.toml: {waiting}: waits_for: no function answers it",
    ]


def test_the_system_check_tells_of_a_malformed_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise CatalogueError("visibility.toml: Z9-a: edition: is empty")

    monkeypatch.setattr(checks, "measures", refused)
    assert [error.msg for error in the_catalogue_is_sound()] == ["visibility.toml: Z9-a: edition: is empty"]
