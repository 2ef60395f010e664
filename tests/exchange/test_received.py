"""What a ledger says of received information: brought in, shown as differences, taken out and in again."""

from datetime import date

from accounts.sight import person_sight
from assets.kinds import Origin
from assets.models import Asset
from exchange.importing import write
from exchange.ledger import understand
from exchange.plan import plan
from exchange.reader import read
from exchange.resources import LedgerResource, ledger_rows
from journal.acts import act
from tests.cast import Cast

HEADER = "情報資産名称,管理部署,媒体・保存先,受領元,NDA,受領日,返却期限,返却・廃棄日,返却・廃棄の証明"
GIVEN = "支給図面,技術部,書類,東都自動車部品,2024年4月のNDA,2025/4/1,2027/3/31,,"
BACK = "支給図面,技術部,書類,東都自動車部品,2024年4月のNDA,2025/4/1,2027/3/31,2026/3/5,受領書"


def test_received_information_comes_in_goes_back_and_goes_round(cast: Cast) -> None:
    chief = person_sight(cast.chief)

    def brought(*rows: str) -> list[tuple[str, object, object]]:
        found = plan(understand(read("\n".join([HEADER, *rows]).encode(), "ledger.csv")), chief)
        with act(cast.chief, "exchange.import") as deed:
            write(deed, found.groups, chief)
        return [(d.field, d.old, d.new) for line in found.lines for d in line.diffs]

    brought(GIVEN)
    asset: Asset = Asset.objects.get()
    assert (asset.origin, asset.giver, asset.secrecy_duty) == (Origin.RECEIVED, "東都自動車部品", "2024年4月のNDA")
    assert (asset.received_on, asset.return_due_on, asset.returned_on) == (date(2025, 4, 1), date(2027, 3, 31), None)

    assert brought(BACK) == [("returned_on", None, date(2026, 3, 5)), ("return_shown_by", "", "受領書")]
    out = LedgerResource().export(queryset=ledger_rows(Asset.objects.all())).csv
    assert plan(understand(read(out.encode(), "ledger.csv")), chief).counts()["unchanged"] == 1

    Asset.objects.update(origin=Origin.JOINT)  # what was made together stays so
    assert brought(BACK) == []
    (wrong,) = understand(read(f"{HEADER}\n{BACK.replace('2026/3/5', '2098/3/5')}".encode(), "ledger.csv")).problems
    assert (wrong.row, wrong.column) == (2, "返却・廃棄日")
