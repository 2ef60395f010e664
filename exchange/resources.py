"""The register as IPA's 情報資産管理台帳: one row is one asset on one carrier (handbook.md 4.1)."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from import_export import fields, resources
from import_export.widgets import DateWidget, Widget

from assets.kinds import Host, Kind
from assets.models import Asset, Carrier, Grant
from exchange.cells import formula_guard

MEDIA = {
    (Kind.PAP, ""): "書類",
    (Kind.MED, ""): "可搬電子媒体",
    (Kind.DIG, Host.OFFICE_PC): "事務所PC",
    (Kind.DIG, Host.MOBILE): "モバイル機器",
    (Kind.SYS, Host.IN_HOUSE): "社内サーバー",
    (Kind.SYS, Host.OUTSIDE): "社外サーバー",
    (Kind.DIG, ""): "電子データ",
    (Kind.SYS, ""): "社内システム",
    (Kind.TAC, ""): "その他（ノウハウ）",
    (Kind.LIN, ""): "その他（ライン）",
    (Kind.MLD, ""): "その他（金型）",
    (Kind.PRO, ""): "その他（試作品）",
}


class GuardedWidget(Widget):
    """Text that no spreadsheet program takes for a formula; the importer takes the guard off again."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return formula_guard("" if value is None else str(value))


class MarkWidget(Widget):
    """有 or nothing, as IPA's sheet has it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "有" if value else ""


class NumberWidget(Widget):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


def column(name: str, header: str, widget: Widget | None = None) -> fields.Field:
    return fields.Field(attribute=name, column_name=header, widget=widget or GuardedWidget())


class LedgerResource(resources.ModelResource):
    """Columns A to O of IPA's sheet, where it is kept, and what is said of received information."""

    business = column("asset__business", "業務分類")
    name = column("asset__name", "情報資産名称")
    notes = column("notes", "備考")
    users = column("users", "利用者範囲")
    department = column("department", "管理部署")
    medium = column("medium", "媒体・保存先")
    personal = column("asset__personal", "個人情報", MarkWidget())
    sensitive = column("asset__sensitive", "要配慮個人情報", MarkWidget())
    my_number = column("asset__my_number", "特定個人情報（マイナンバー）", MarkWidget())
    confidentiality = column("confidentiality", "機密性", NumberWidget())
    integrity = column("integrity", "完全性", NumberWidget())
    availability = column("availability", "可用性", NumberWidget())
    importance = column("importance", "重要度", NumberWidget())
    retention = column("retention", "保存期限")
    keep_until_on = column("keep_until_on", "保存期限日", DateWidget(format="%Y-%m-%d"))
    registered_on = column("asset__registered_on", "登録日", DateWidget(format="%Y-%m-%d"))
    location = column("location", "保管場所")
    technical = column("asset__technical", "技術情報", MarkWidget())
    giver = column("asset__giver", "受領元")
    secrecy_duty = column("asset__secrecy_duty", "秘密保持義務")
    received_on = column("asset__received_on", "受領日", DateWidget(format="%Y-%m-%d"))
    return_due_on = column("asset__return_due_on", "返却期限", DateWidget(format="%Y-%m-%d"))
    returned_on = column("asset__returned_on", "返却・廃棄日", DateWidget(format="%Y-%m-%d"))
    return_shown_by = column("asset__return_shown_by", "返却・廃棄の証明")

    class Meta:
        model = Carrier
        fields = (
            "business", "name", "notes", "users", "department", "medium", "personal", "sensitive", "my_number",
            "confidentiality", "integrity", "availability", "importance", "retention", "registered_on", "location",
            "technical", "giver", "secrecy_duty", "received_on", "return_due_on", "returned_on", "return_shown_by",
            "keep_until_on",
        )  # fmt: skip
        export_order = fields

    def dehydrate_medium(self, carrier: Carrier) -> str:
        return MEDIA[Kind(carrier.kind), carrier.host]

    def dehydrate_department(self, carrier: Carrier) -> str:
        asset = carrier.asset
        return formula_guard(asset.department.name if asset.department else asset.department_words)

    def dehydrate_users(self, carrier: Carrier) -> str:
        whom = [g.person.name if g.person else g.department.name for g in carrier.asset.grants.all()]
        return formula_guard("、".join([*whom, *(p.words for p in carrier.asset.grant_proposals.all())]))

    def dehydrate_importance(self, carrier: Carrier) -> str:
        rated = [r for r in (carrier.confidentiality, carrier.integrity, carrier.availability) if r]
        return str(max(rated)) if rated else ""


def ledger_rows(assets: QuerySet[Asset]) -> QuerySet[Carrier]:
    """The rows of a ledger of these assets; a fixed number of queries. Assets on no carrier have no row."""
    return (
        Carrier.objects.current()
        .filter(asset__in=assets.order_by().values("pk"))
        .select_related("asset__department")
        .prefetch_related(
            Prefetch("asset__grants", Grant.objects.current().select_related("person", "department")),
            "asset__grant_proposals",
        )
        .order_by("asset__business", "asset__code", "pk")
    )
