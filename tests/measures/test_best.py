"""What to do next: what is promised is what the register says once it is done, and nobody is told of what is hidden."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset, Carrier
from classification.levels import Level
from measures.actions.patterns import gains, patterns, rows_behind
from measures.actions.remedies import remedies, remedy_of
from measures.asking.readings import Question, Tally
from measures.catalogue.rulings import todays
from measures.models import Attestation, Exemption
from measures.rule_texts import rule_texts
from tests import make
from tests.cast import Cast


def counts(tallies: dict[str, Tally]) -> dict[str, dict[str, int]]:
    return {code: tally.as_dict() for code, tally in tallies.items()}


def test_what_is_promised_comes_true(cast: Cast, client: Client) -> None:
    for number in range(3):
        asset = make.asset(f"図面{number}", Level.SECRET, department=cast.design, owner=cast.owner)
        make.carrier(asset, locked=False, place=cast.store)
        make.grant(asset, cast.listed)
    make.asset("見積", Level.TOP_SECRET, department=cast.sales, owner=cast.enterer)
    word = {"by": cast.chief, "from_on": today(), "until_on": today()}
    everywhere = (each for each in todays().counted if not each.rules and not each.kinds)
    partly = next(each.code for each in everywhere if each.required_from <= Level.SECRET)
    Attestation.objects.create(measure=partly, state="PARTLY", **word)
    accepted = {"from_on": today(), "until_on": today(), "state": "AGREED", "decided_by": cast.chief, "reason": "x"}
    Exemption.objects.create(measure=partly, asset=asset, **accepted)
    question, assets = Question(today()), Asset.objects.all()

    found = patterns(question, assets)
    assert counts(found.tallies()) == counts(question.tally(assets))
    gain = {each.key: each for each in gains(found)}
    assert gain[partly].gaps == 3  # one is accepted
    locks = gain["STO-02"]
    assert (locks.assets, rows_behind(question, "STO-02", assets)) == (3, 3)
    assert locks.gaps == sum(pair.assets for pair in found.closed_by(["STO-02"]))

    then = counts(found.tallies(["STO-02", partly]))
    Carrier.objects.update(locked=True)
    Attestation.objects.update(state="IN_PLACE")
    assert counts(Question(today()).tally(assets)) == then  # what was accepted is in place too

    # A stranger of design is told of nothing there.
    theirs = Asset.objects.seen_by(person_sight(cast.enterer))
    assert not {gain.key for gain in gains(patterns(question, theirs))} & {"STO-02"}
    assert not patterns(question, Asset.objects.none()).pairs

    Carrier.objects.update(locked=False)
    client.force_login(cast.sign_in("chief"))
    shown = client.get("/measures/best/?do=STO-02&do=nonsense").content.decode()
    planned = next(
        each for each in re.findall(r'href="(/measures/[^"]*/plan/[^"]*)"', shown) if "closes=STO-02" in each
    )
    about = client.get(unescape(planned)).content.decode()
    lacking = Asset.objects.filter(name__startswith="図面").values_list("code", flat=True)
    assert set(re.findall(r'name="asset" value="([^"]+)"', about)) == set(lacking)  # what lacks it, and nothing else
    assert "stroke-dasharray" in shown
    assert 'value="STO-02" checked' in shown


def test_every_remedy_belongs_to_a_rule() -> None:
    assert set(remedies()) <= set(rule_texts())


@pytest.mark.django_db
def test_what_has_no_remedy_of_its_own_stands_with_its_name() -> None:
    known = todays()
    code = known.counted[0].code
    assert known.measure(code).name in remedy_of(code, known).words(3)
    assert remedy_of("GOV-04", known).words(3) == rule_texts()["GOV-04"].name
