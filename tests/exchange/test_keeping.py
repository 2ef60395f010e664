"""How long something is kept, in a ledger: a day where it is one, else words, and said so."""

from datetime import date
from typing import Any

from accounts.sight import person_sight
from assets.models import Asset, Carrier
from exchange.importing import write
from exchange.ledger import understand
from exchange.plan import plan
from exchange.reader import read
from exchange.resources import LedgerResource, ledger_rows
from journal.acts import act
from tests.cast import Cast

HEADER = "情報資産名称,管理部署,媒体・保存先,保存期限"
CASES = [  # as written, the words, the day
    ("2030/3/31", "", date(2030, 3, 31)),
    ("令和12年3月31日", "", date(2030, 3, 31)),
    ("２０３０．３．３１", "", date(2030, 3, 31)),
    ("10年", "10年", None),
    ("契約終了後5年", "契約終了後5年", None),
    ("永年", "永年", None),
    ("2030年3月", "2030年3月", None),  # which of its days?
    ("2030/2/30", "2030/2/30", None),
    ("30", "30", None),
]


def ledger(header: str, *rows: str) -> Any:
    return understand(read("\n".join([header, *rows]).encode(), "ledger.csv"))


def test_a_day_is_a_day_and_words_stay_words(cast: Cast) -> None:
    chief = person_sight(cast.chief)
    came = ledger(HEADER, *(f"資料{n},技術部,書類,{written}" for n, (written, _words, _day) in enumerate(CASES)))
    assert not came.problems
    (note,) = came.notes
    assert "“保存期限” holds words and no day in some rows (6): 10年, 契約終了後5年, 永年." in note
    with act(cast.chief, "exchange.import") as deed:
        write(deed, plan(came, chief).groups, chief)
    rows = dict(Carrier.objects.values_list("asset__name", "keep_until_on"))
    words = dict(Carrier.objects.values_list("asset__name", "retention"))
    for n, (written, said, day) in enumerate(CASES):
        assert (words[f"資料{n}"], rows[f"資料{n}"]) == (said, day), written

    Carrier.objects.filter(asset__name="資料3").update(keep_until_on=date(2031, 1, 1))  # words and a day
    out = LedgerResource().export(queryset=ledger_rows(Asset.objects.all())).csv
    assert plan(ledger(*out.splitlines()), chief).counts()["unchanged"] == len(CASES)
    later = plan(ledger(*out.replace("2031-01-01", "2033-01-01").splitlines()), chief)
    assert [(d.field, d.old, d.new) for line in later.lines for d in line.diffs] == [
        ("keep_until_on", date(2031, 1, 1), date(2033, 1, 1))
    ]


def test_words_and_a_day_may_stand_beside_each_other_and_not_two_of_one(cast: Cast) -> None:
    for words, day, wrong in (
        ("10年", "2030-03-31", False),
        ("", "2030-03-31", False),
        ("2030/3/31", "2030-03-31", False),
        ("10年", "", False),
        ("", "永年", False),
        ("10年", "永年", True),
        ("2030-03-31", "2031-03-31", True),
    ):
        came = ledger(f"{HEADER},保存期限日", f"資料,技術部,書類,{words},{day}")
        problems = plan(came, person_sight(cast.chief)).problems
        assert [problem.column for problem in problems] == ["保存期限日"] * wrong, (words, day)
