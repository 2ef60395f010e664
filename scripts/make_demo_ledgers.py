"""Writes demo/ledger.xlsx, demo/ledger.csv and demo/ledger-wrong.xlsx: IPA's 情報資産管理台帳 as companies keep it.

Rows of assets that the demo company has are taken from desk/demo/company.json, so that they agree with it unless a
change is asked for here. The quirks (titles, two header rows, merged cells, 同上, full-width digits, 和暦,
sub-headings, notes, totals, a 記入例 and a リスト sheet) are those of handbook.md 4.2. The same sources give the same
bytes.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "demo"
COMPANY = json.loads((ROOT / "desk" / "demo" / "company.json").read_text(encoding="utf-8"))
MADE = datetime(2026, 4, 1, 9)

MEDIA = {
    ("PAP", ""): "書類", ("MED", ""): "可搬電子媒体", ("DIG", "OFFICE_PC"): "事務所PC",
    ("DIG", "MOBILE"): "モバイル機器", ("SYS", "IN_HOUSE"): "社内サーバー", ("SYS", "OUTSIDE"): "社外サーバー",
}  # fmt: skip
COLUMNS = (
    "business", "name", "notes", "users", "department", "medium", "personal", "sensitive", "my_number",
    "confidentiality", "integrity", "availability", "importance", "retention", "registered_on", "threat",
    "vulnerability", "likelihood", "risk",
)  # fmt: skip
GROUPS = {6: (8, "個人情報の種類"), 9: (11, "評価値"), 15: (18, "現状から想定されるリスク（入力不要・自動表示）")}
HEADERS = (
    "業務分類", "情報資産名称", "備考", "利用者範囲", "管理部署", "媒体・\n保存先", "個人情報", "要配慮\n個人情報",
    "特定個人情報\n（マイナンバー）", "機密性", "完全性", "可用性", "重要度", "保存期限", "登録日", "脅威の\n発生頻度",
    "脆弱性", "被害発生\n可能性", "リスク値",
)  # fmt: skip
WIDE = str.maketrans("0123456789./", "０１２３４５６７８９．／")
TITLES = ("情報資産管理台帳", "令和６年度版　　【社外秘】", "作成：総務部 小林", "最終更新 R8.4.1", "")
NOTES = (
    "※重要度は機密性・完全性・可用性のうち最も大きい値",
    "注）媒体が紙とデータの両方のときは２行に分けて書くこと",
    "凡例：○・有＝該当　×＝非該当　　　（以上）",
)
DATES = ("R{era}.{m}.{d}", "令和{era}年{m}月{d}日", "{y}/{m}/{d}", "wide", "date", "{y}.{m}.{d}")


@dataclass(frozen=True)
class Formula:
    """What the sheet works out itself, and what it came to last time."""

    text: str
    value: int | str


type Cell = str | int | date | Formula


@dataclass
class Grid:
    """A sheet: its cells row by row, and its merged ranges as (top, left, bottom, right), from 0."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        self.rows.append(list(cells))


def ours(no: int, carrier: int = 0, **other: Cell) -> dict[str, Cell]:
    """A row of an asset that the register has, as it holds it; `other` cells differ or are written differently."""
    asset = next(a for a in COMPANY["assets"] if a["id"] == no)
    medium = asset["carriers"][carrier]
    row: dict[str, Cell] = {name: medium.get(name, "") for name in ("notes", "retention", *COLUMNS[9:12])}
    row |= {name: "有" for name in ("personal", "sensitive", "my_number") if asset.get(name)}
    row |= {name: asset[name] for name in ("business", "name", "registered_on")}
    row |= {"department": _name("departments", asset["department"]), "users": _users(asset)}
    return row | {"medium": MEDIA[medium["kind"], medium.get("host", "")]} | other


def _name(kind: str, code: str) -> str:
    return next(str(row["name"]) for row in COMPANY[kind] if row["code"] == code)


def _users(asset: dict[str, Any]) -> str:
    """Whom a ledger would name: words already proposed, else departments on the access list."""
    words = [proposal["words"] for proposal in asset.get("proposals", ())]
    return "\n".join(words or [_name("departments", g["department"]) for g in asset["grants"] if "department" in g])


def new(business: str, name: str, department: str, medium: str, ratings: str, **other: Cell) -> dict[str, Cell]:
    """A row that the register does not have; three digits for confidentiality, integrity and availability."""
    row: dict[str, Cell] = {"business": business, "name": name, "department": department, "medium": medium}
    return row | dict(zip(COLUMNS[9:12], map(int, ratings), strict=True)) | other


def kept(retention: str, registered_on: str, users: str = "", notes: str = "") -> dict[str, Cell]:
    """How long a new asset is kept, since when it is listed, and for whom."""
    return {"retention": retention, "registered_on": registered_on, "users": users, "notes": notes}


def sections() -> list[tuple[str, list[dict[str, Cell]]]]:
    """The ledger, one list of rows per sub-heading. An empty line of work is merged with the row above."""
    return [
        ("■総務部", _general_affairs()),
        ("【営業部】", _sales()),
        ("■技術部", _engineering()),
        ("■製造部", _manufacturing()),
        ("■品質保証部", [ours(25), ours(26, business="", medium="紙"), ours(27, business="", department="営業部")]),
        ("■購買部", _purchasing()),
    ]


def _general_affairs() -> list[dict[str, Cell]]:
    invoices = new("経理", "請求書控え", "総務部", "書類", "221") | kept("7年", "2024-04-01", "経理担当")
    applicants = new("", "採用応募者の履歴書", "総務部", "書類", "321", personal="有")
    backup = new("共通", "ﾊﾞｯｸｱｯﾌﾟﾃﾞｰﾀ（週次）", "総務部", "可搬電子媒体", "333")
    return [
        ours(21, medium="事務所ＰＣ"),
        ours(21, 1, business="", name="同上", users="〃", personal="○"),
        ours(22, business="", personal="○", sensitive="○", my_number="×"),
        applicants | kept("1年", "2024-04-01", "人事担当", "不採用者の分は返却\n又は裁断"),
        ours(23, medium="ｸﾗｳﾄﾞ"),
        invoices,
        invoices | {"business": "同上", "medium": "事務所PC", "notes": "スキャンしたもの"},
        ours(30, retention="契約終了後10年"),
        ours(33, users="青木 誠\n石田　恵"),
        backup | kept("４週間", "2025-04-01", "久保翔", "外付けHDD 2台を交替で使う"),
    ]


def _sales() -> list[dict[str, Cell]]:
    visitors = new("", "展示会来場者名簿", "営業部", "ﾓﾊﾞｲﾙ機器", "221", personal="○")
    return [
        ours(16, registered_on="2025-04-01"),
        ours(17, business="", personal="○", sensitive="×", my_number="×"),
        ours(18, business="", medium="ファイルサーバー"),
        ours(13, business=""),
        ours(34, business="", name="製品ｶﾀﾛｸﾞ・ﾎｰﾑﾍﾟｰｼﾞ"),
        visitors | kept("3年", "2025-10-01", "営業部、技術部", "タブレットで入力"),
    ]


def _engineering() -> list[dict[str, Cell]]:
    received = new("設計", "新型アクチュエータ 要求仕様", "技術部", "社内サーバー", "322")
    return [
        ours(2, name="ＲＸ－２００　ハウジング部品構造"),
        ours(32, business="同上"),
        ours(10, department="技術部（設計課）"),
        ours(10, 1, business="", name="〃"),
        ours(12, business="", medium="社内ｻｰﾊﾞｰ"),
        ours(15, business="", name="歯車設計計算ﾌﾟﾛｸﾞﾗﾑ（ｿｰｽｺｰﾄﾞ）"),
        ours(15, 1, business="", medium="ノートPC"),
        ours(35, business="", registered_on="H24.4.2"),
        received | kept("契約終了後3年", "2026-02-02", "佐伯 大", "東都自動車部品より受領（秘密保持契約あり）"),
    ]


def _manufacturing() -> list[dict[str, Cell]]:
    """The last two leave the department to the sub-heading."""
    mold = new("", "自社金型 M-131（減速機カバー）", "", "その他（金型）", "223")
    know_how = new("", "砥石のドレス量の勘どころ", "", "その他（ノウハウ）", "323")
    return [
        ours(3),
        ours(3, 1, business="", name="同上"),
        ours(28, business="", users="製造部\n品質保証部"),
        mold | kept("製造終了後10年", "2025-07-01"),
        know_how | kept("", "2025-07-01", "曽根 真", "口伝のみ"),
    ]


def _purchasing() -> list[dict[str, Cell]]:
    routes = new("物流", "輸送ルート・納入時刻表", "物流課", "事務所PC", "222") | kept("１年", "2025-04-01")
    return [ours(20, confidentiality=2, users="西村里奈"), ours(38, business="同上"), routes]


def wrong() -> list[tuple[str, list[dict[str, Cell]]]]:
    """Twelve rows; the second, third, fifth, sixth, eighth and eleventh cannot be taken."""
    common = kept("5年", "2025-04-01")
    broken: dict[str, Cell] = {"confidentiality": Formula("=リスト!#REF!", "#REF!")}
    rows = [
        new("総務", "社用車の鍵管理簿", "総務部", "書類", "111"),
        new("総務", "株主名簿", "総務部", "書類", "321", registered_on="2026/2/30"),
        new("営業", "代理店契約書", "営業部", "倉庫の奥", "221"),
        ours(18),
        new("設計", "測定治具の図面", "技術部", "社内サーバー", "522"),
        new("設計", "", "技術部", "社内サーバー", "222", notes="名称を確認中"),
        new("製造", "設備点検表", "製造部", "書類", "122"),
        new("製造", "工程能力データ", "製造部", "社内サーバー", "222") | broken,
        ours(26),
        new("品質", "校正証明書", "品質保証部", "書類", "122"),
        new("人事", "面接評価シート", "総務部", "書類", "321", personal="△"),
        new("購買", "発注書控え", "購買部", "事務所PC", "211"),
    ]
    return [("", [common | row for row in rows])]


def grid_of(parts: Sequence[tuple[str, list[dict[str, Cell]]]]) -> Grid:
    """The main sheet: titles, two header rows, the rows under their sub-headings, a total, notes."""
    grid = Grid()
    for title in TITLES:
        grid.add(title)
    _add_headers(grid)
    for heading, rows in parts:
        if heading:
            grid.add(heading)
        _add_rows(grid, rows)
        grid.add()
    total = sum(len(rows) for _heading, rows in parts)
    grid.add("合計", f"{total}件".translate(WIDE))
    grid.add()
    for note in NOTES:
        grid.add(note)
    return grid


def _add_headers(grid: Grid) -> None:
    """Group headers merged across, the others merged over two rows."""
    top = len(grid.rows)
    grouped = {column for left, (right, _words) in GROUPS.items() for column in range(left, right + 1)}
    grid.add(*(GROUPS[i][1] if i in GROUPS else "" if i in grouped else words for i, words in enumerate(HEADERS)))
    grid.add(*(words if i in grouped else "" for i, words in enumerate(HEADERS)))
    grid.merges += [(top, left, top, right) for left, (right, _words) in GROUPS.items()]
    grid.merges += [(top, i, top + 1, i) for i in range(len(HEADERS)) if i not in grouped]


def _add_rows(grid: Grid, rows: list[dict[str, Cell]]) -> None:
    first = len(grid.rows)
    for row in rows:
        grid.rows.append(_cells(row, len(grid.rows)))
    starts = [i for i, row in enumerate(rows) if row["business"]]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if end - start > 1:
            grid.merges.append((first + start, 0, first + end - 1, 0))


def _cells(row: dict[str, Cell], index: int) -> list[Cell]:
    """A row as written on the sheet: every third rating in full-width digits, dates in one of six ways."""
    ratings = [row[name] for name in COLUMNS[9:12]]
    highest = max(int(r) for r in ratings if isinstance(r, int))
    written: dict[str, Cell] = {"importance": Formula(f"=MAX(J{index + 1}:L{index + 1})", highest)}
    if index % 3 == 0:
        written |= {n: str(row[n]).translate(WIDE) for n in COLUMNS[9:12] if isinstance(row[n], int)}
        written["importance"] = highest  # MAX() sees no full-width digits: somebody typed the result
    written |= {"registered_on": _written(row.get("registered_on", ""), DATES[index % len(DATES)])}
    written |= {"threat": 2, "vulnerability": 2, "likelihood": 1, "risk": f"{'小中'[highest > 2]} {highest}"}
    return [written.get(name, row.get(name, "")) for name in COLUMNS]


def _written(value: Cell, way: str) -> Cell:
    """A date in the way of writing that is this row's turn; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return value
    if way == "date":
        return day
    if way == "wide":
        return f"{day.year}/{day.month}/{day.day}".translate(WIDE)
    if "era" in way and day < date(2019, 5, 1):
        way = "{y}/{m}/{d}"
    return way.format(era=day.year - 2018, y=day.year, m=day.month, d=day.day)


def example() -> Grid:
    """The 記入例 sheet, which must not be imported."""
    grid = Grid()
    grid.add("記入例")
    _add_headers(grid)
    staff = new("人事", "社員名簿", "人事部", "事務所PC", "311", personal="有") | kept("5年", "2016-07-01", "人事部")
    customers = new("営業", "顧客リスト", "営業部", "モバイル機器", "333", personal="有") | kept(
        "5年", "2016-07-01", "営業部"
    )
    _add_rows(grid, [staff, customers])
    return grid


def choices() -> Grid:
    """The リスト sheet: what the drop-downs offer."""
    grid = Grid()
    grid.add("媒体・保存先", "個人情報", "評価値")
    for i, medium in enumerate(MEDIA.values()):
        grid.add(medium, "有" if i == 0 else "", 3 - i if i < 3 else "")
    return grid


def write_workbook(path: Path, sheets: dict[str, Grid]) -> None:
    """Write sheets as an Excel workbook."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "情報資産管理台帳", "company": COMPANY["company"]["name"], "created": MADE})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    day = book.add_format({"num_format": "yyyy/m/d", "valign": "top", "border": 1})
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(COLUMNS), 12)
        sheet.set_column(1, 2, 32)
        for top, left, bottom, right in grid.merges:
            sheet.merge_range(top, left, bottom, right, "", plain)
        for y, row in enumerate(grid.rows):
            for x, cell in enumerate(row):
                _put(sheet, (y, x), cell, day if isinstance(cell, date) else plain)
    book.close()


def _put(sheet: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    match cell:
        case Formula(text, value):
            sheet.write_formula(*at, text, look, value)
        case date():
            sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), look)
        case int():
            sheet.write_number(*at, cell, look)
        case str() if cell:
            sheet.write_string(*at, cell, look)


def write_csv(path: Path, grid: Grid) -> None:
    """Write a sheet as Excel for Windows saves CSV: CP932, CRLF, merged cells empty but for the first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in grid.rows:
        cells = [_shown(cell) for cell in row]
        writer.writerow(cells + [""] * (len(COLUMNS) - len(cells)))
    path.write_bytes(text.getvalue().encode("cp932"))


def _shown(cell: Cell) -> str | int:
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return cell.value if isinstance(cell, Formula) else cell


def main() -> None:
    """Write the three files."""
    FOLDER.mkdir(exist_ok=True)
    ledger = grid_of(sections())
    write_workbook(FOLDER / "ledger.xlsx", {"情報資産管理台帳": ledger, "記入例": example(), "リスト": choices()})
    write_csv(FOLDER / "ledger.csv", ledger)
    write_workbook(FOLDER / "ledger-wrong.xlsx", {"情報資産管理台帳": grid_of(wrong()), "リスト": choices()})


if __name__ == "__main__":
    main()
