"""Whoever is told to lack something lacks it by the verdicts, however soon the asking ends."""

import pytest

from measures.asking.lacking import lacking
from measures.asking.readings import Question
from measures.catalogue import counted
from measures.verdicts import Verdict
from measures.words import Purpose
from tests.cast import Cast
from tests.measures.registers import ON, Register


@pytest.mark.parametrize("seed", range(3))
def test_what_lacks_something_is_what_the_verdicts_say(cast: Cast, seed: int) -> None:
    register = Register(cast, seed, size=25)
    register.say(160)
    register.exempt(200)
    question, keys = Question(ON), sorted(asset.pk for asset in register.assets)
    stands = question.stands(type(register.assets[0]).objects.filter(pk__in=keys))
    lots = [[each for each in counted() if each.purpose is purpose] for purpose in Purpose]
    lots += [[measure] for lot in lots for measure in lot[::4]]  # one measure alone: many lack nothing
    told = list[int]()
    for measures in lots:
        gaps = {pk for pk, each in stands.items() if any(each[m.code] is Verdict.GAP for m in measures)}
        assert lacking(question, measures, keys, len(keys)) == gaps
        for enough in (1, 4):
            wanted = [pk for pk in keys if pk in gaps][:enough]
            found = lacking(question, measures, keys, enough)
            assert [pk for pk in keys if pk in found][: len(wanted)] == wanted
            assert found <= gaps
        told.append(len(gaps))
    assert any(0 < n < len(keys) for n in told)  # else this register proved little
