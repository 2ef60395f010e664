"""Where measures are missing: two cuts of one count, of what the reader may know of."""

from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset
from classification.levels import Level
from measures.asking.readings import Question, by_purpose
from measures.catalogue.rulings import todays
from measures.models import Attestation, Exemption
from measures.spread import spread, together
from measures.where import seen
from measures.words import Audience, Purpose
from tests import make
from tests.cast import Cast


def test_both_cuts_count_what_is_counted_elsewhere(cast: Cast, client: Client) -> None:
    drawings = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner)
    make.carrier(drawings, locked=False, place=cast.store)
    prices = make.asset("見積", Level.TOP_SECRET, department=cast.sales, owner=cast.listed)
    make.grant(prices, cast.listed)
    make.asset("書類", Level.INTERNAL)  # of no department
    word = {"by": cast.chief, "from_on": today(), "until_on": today()}
    partly = next(each.code for each in todays().counted if not each.rules and not each.kinds)
    Attestation.objects.create(measure=partly, state="PARTLY", **word)
    Exemption.objects.create(
        measure=partly, asset=prices, reason="x", state="AGREED", decided_by=cast.chief, **dates(word)
    )
    question, assets = Question(today()), Asset.objects.all()

    found, tallies = spread(question, assets), question.tally(assets)
    assert {code: tally.as_dict() for code, tally in found.whole.items()} == {
        code: tally.as_dict() for code, tally in tallies.items()
    }
    alone = found.by_department[cast.sales.pk]
    own = question.tally(assets.filter(department=cast.sales))
    assert {code: tally.as_dict() for code, tally in alone.items()} == {c: t.as_dict() for c, t in own.items()}

    drawn, totals = seen(found), by_purpose(tallies)
    for row, purpose in zip(drawn.matrix, Purpose, strict=True):
        assert len(row.cells) == len(Audience)
        assert row.whole.tally.as_dict() == together(cell.tally for cell in row.cells).as_dict()
        assert row.whole.tally.as_dict() == totals[purpose].as_dict()
    root, design, sales, none = drawn.heat
    assert [row.depth for row in drawn.heat] == [0, 1, 1, 0]
    assert [row.key for row in drawn.heat] == [cast.root.pk, cast.design.pk, cast.sales.pk, None]
    both = together([design.whole.tally, sales.whole.tally])
    assert root.whole.tally.as_dict() == both.as_dict()
    everything = together(totals.values())
    assert together([root.whole.tally, none.whole.tally]).as_dict() == everything.as_dict()
    assert everything.exempt == 1
    assert {cell.shade for row in drawn.matrix for cell in row.cells if cell.tally.share == 100} <= {"0.00"}

    # A stranger of sales counts nothing of design's, and no field tells of it.
    theirs = Asset.objects.seen_by(person_sight(cast.listed))
    assert set(spread(question, theirs).by_department) == {cast.sales.pk}
    assert spread(question, Asset.objects.none()).whole["E1-a"].needed == 0
    page(cast, client, drawings)


def dates(word: dict[str, object]) -> dict[str, object]:
    return {name: word[name] for name in ("from_on", "until_on")}


def page(cast: Cast, client: Client, asset: Asset) -> None:
    """The page of a part leads on with the same part."""
    client.force_login(cast.sign_in("chief"))
    shown = client.get(f"/measures/where/?department={cast.design.pk}&level=20").content.decode()
    assert f"department={cast.design.pk}&amp;level=20" in shown
    assert 'id="access_control-employee"' in shown
    assert cast.sales.label not in shown.split("<table", 1)[1]
    assert client.get(f"/measures/where/?asset={asset.code}").status_code == 200
