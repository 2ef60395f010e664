"""A ledger of 10,000 rows (xlsx): read in the sandbox, understood, kept as a draft, compared and written in one act.

Floor: calamine reads the file, executemany writes the same assets and carriers; nothing is understood or compared.
Usual way: django-import-export's ModelResource, dry run and confirmation; it is measured on a tenth of the rows and
taken times ten (it takes the same time for each row).
"""

from benchmarks.common import figure, measured, scratch_database, seconds

# isort: split
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db import connection, transaction
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook
from tablib import Dataset

from accounts.models import Department
from accounts.sight import person_sight
from assets.codes import fresh_code
from assets.kinds import Kind
from assets.models import Asset, Carrier, SearchText
from assets.words import fold
from benchmarks.registers import ON, Firm, firm
from exchange.importing import apply, bring_in

ROWS, SHARE = 10_000, 10
HEADER = [
    "業務分類", "情報資産名称", "備考", "利用者範囲", "管理部署", "媒体・保存先", "個人情報", "要配慮個人情報",
    "特定個人情報（マイナンバー）", "機密性", "完全性", "可用性", "保存期限", "登録日",
]  # fmt: skip
PLAIN = [
    "business", "name", "notes", "users", "department", "medium", "personal", "sensitive", "my_number",
    "confidentiality", "integrity", "availability", "retention", "registered_on",
]  # fmt: skip


def main() -> None:
    with scratch_database():
        company = firm()
        usual = seconds(lambda: usually(book(PLAIN, ROWS // SHARE, "1"))) * SHARE
        assert empty() == ROWS // SHARE
        data = book(HEADER, ROWS, "有")
        floor = seconds(lambda: barely(data, company))
        assert empty() == ROWS
        ours = measured(lambda: bring(data, company))
        assert Asset.objects.filter(personal=True).count() == Carrier.objects.filter(confidentiality=2).count() == ROWS
        figure("import_xlsx", ROWS, ours, floor=floor, usual=usual)
        figure("import_again", ROWS, measured(lambda: bring(data, company)))
        assert Asset.objects.count() == ROWS


def book(header: list[str], rows: int, yes: str) -> bytes:
    """The ledger; all rows are new assets on paper, in fifty departments."""
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = workbook.add_worksheet("台帳")
    sheet.write_row(0, 0, header)
    for n in range(rows):
        department = f"D{n % 10}-{n // 10 % 5}"
        cells = [
            "人事",
            f"社員名簿 {n}",
            "基本情報",
            "人事部",
            department,
            "書類",
            yes,
            "",
            "",
            2,
            1,
            1,
            "5年",
            "2024-04-01",
        ]
        sheet.write_row(n + 1, 0, cells)
    workbook.close()
    return out.getvalue()


def bring(data: bytes, company: Firm) -> None:
    """Ours, from the bytes to the register."""
    who = person_sight(company.steward)
    apply(bring_in(data, "台帳.xlsx", by=who, scale="1-3"), by=who)


def empty() -> int:
    """How many assets there were; there are none now."""
    deleted = Asset.objects.count()
    with connection.cursor() as cursor:
        for model in (SearchText, Carrier, Asset):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    return deleted


def barely(data: bytes, company: Firm) -> None:
    """The floor."""
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    departments = {d.code: d for d in Department.objects.all()}
    found = [(asset_of(row, departments, company), row) for row in rows]
    codes = {fresh_code() for _each in range(2 * len(found))}  # among so many some are drawn twice
    for asset, _row in found:
        asset.code = codes.pop()
    with transaction.atomic():
        insert([asset for asset, _row in found])
        ids = dict(Asset.objects.order_by().values_list("code", "pk"))
        insert([carrier_of(row, ids[asset.code]) for asset, row in found])


def asset_of(row: list[Any], departments: dict[str, Department], company: Firm) -> Asset:
    asset = Asset(business=row[0], name=row[1], department=departments[row[4]], kind=Kind.PAP, personal=True)
    asset.entered_by, asset.registered_on, asset.updated_at = company.steward, ON, timezone.now()
    asset.rekey()
    return asset


def carrier_of(row: list[Any], asset: int) -> Carrier:
    ratings = {"confidentiality": row[9], "integrity": row[10], "availability": row[11]}
    return Carrier(asset_id=asset, kind=Kind.PAP, notes=row[2], retention=row[12], **ratings)


def insert(rows: list[Any]) -> None:
    """Rows of one table by executemany."""
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key and not field.generated]
    names, marks = ", ".join(f.column for f in fields), ", ".join("%s" for _ in fields)
    values = [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {rows[0]._meta.db_table} ({names}) VALUES ({marks})", values)


class AssetResource(ModelResource):
    """What one would write: the asset's columns, matched by line of work and name."""

    department = Field("department", "department", ForeignKeyWidget(Department, "code"))

    class Meta:
        model = Asset
        import_id_fields = ("business_key", "name_key")
        fields = (
            "business", "name", "business_key", "name_key", "department", "kind", "personal", "sensitive",
            "my_number", "registered_on",
        )  # fmt: skip

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """What rows are matched by has to stand in the headers."""
        for column in ("business", "name"):
            dataset.append_col([fold(each) for each in dataset[column]], header=f"{column}_key")

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        row["kind"] = Kind.PAP
        for flag in ("personal", "sensitive", "my_number"):
            row[flag] = "1" if row[flag] else "0"


def usually(data: bytes) -> None:
    """The usual way: the preview is a dry run, the confirmation does it all again."""
    for dry_run in (True, False):
        result = AssetResource().import_data(Dataset().load(data, format="xlsx"), dry_run=dry_run)
        assert not result.has_errors(), result.row_errors()
        assert not result.has_validation_errors()


if __name__ == "__main__":
    main()
