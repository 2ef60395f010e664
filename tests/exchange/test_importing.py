"""From the file to the register: what is new, changed, the same or wrong, and that nothing is half done."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from accounts.sight import person_sight
from assets.models import Asset, Carrier, Grant, GrantProposal
from exchange.importing import NeedsConsent, NotApplicable, apply, bring_in, packed, unpacked
from exchange.ledger import understand
from exchange.models import Draft
from exchange.plan import plan
from exchange.reader import read
from journal.models import Entry
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HEADER = "業務分類,情報資産名称,備考,利用者範囲,管理部署,媒体・保存先,個人情報,機密性,完全性,可用性,保存期限,登録日"


def book(*rows: str) -> bytes:
    return ("情報資産管理台帳\n" + HEADER + "\n" + "\n".join(rows)).encode("cp932")


ROW = "設計,ＲＸ設計図,,技術部,技術部,社内サーバー,,3,2,1,10年,R6.4.1"


def fates(cast: Cast, *rows: str, who: Any = None) -> list[str]:
    found = plan(understand(read(book(*rows), "ledger.csv")), person_sight(who or cast.steward))
    return [line.fate for line in found.lines]


def bring(cast: Cast, *rows: str, who: Any = None, skip: bool = False) -> Any:
    sight = person_sight(who or cast.steward)
    return apply(bring_in(book(*rows), "ledger.csv", by=sight), by=sight, skip_rejected=skip)


def test_a_row_becomes_a_candidate_with_a_carrier_and_a_proposal(cast: Cast) -> None:
    bring(cast, ROW)
    asset = Asset.objects.get()
    assert (asset.name, asset.business, asset.department, asset.state) == (
        "ＲＸ設計図",
        "設計",
        cast.design,
        "CANDIDATE",
    )
    assert (asset.entered_by, asset.owner, asset.level) == (cast.steward, None, None)
    assert str(asset.registered_on) == "2024-04-01"
    carrier = asset.carriers.get()
    assert (carrier.kind, carrier.host, carrier.confidentiality, carrier.retention) == ("SYS", "IN_HOUSE", 3, "10年")
    assert asset.grant_proposals.get().department == cast.design
    assert not Grant.objects.exists()


def test_the_same_file_again_changes_nothing(cast: Cast, client: Client) -> None:
    bring(cast, ROW)
    assert bring(cast, ROW).counts() == {"rows": 1, "created": 0, "updated": 0, "unchanged": 1, "rejected": 0}
    assert (Asset.objects.count(), Carrier.objects.count(), GrantProposal.objects.count()) == (1, 1, 1)
    client.force_login(cast.sign_in("steward"))
    told = [client.get(f"/import/{draft.pk}/").content.decode() for draft in Draft.objects.order_by("pk")]
    assert ["state=CANDIDATE" in page for page in told] == [
        True,
        False,
    ]  # where nothing is new, nothing is to be judged


def test_names_match_after_width_folding(cast: Cast) -> None:
    bring(cast, ROW)
    assert fates(cast, ROW.replace("ＲＸ設計図", "RX設計図")) == ["same"]


def test_rows_of_one_name_become_one_asset_with_several_carriers(cast: Cast) -> None:
    bring(cast, ROW, ROW.replace("社内サーバー", "書類"), ROW.replace("社内サーバー", "モバイル機器"))
    assert Asset.objects.get().carriers.count() == 3


def test_a_repeated_row_is_refused_alone(cast: Cast) -> None:
    assert fates(cast, ROW, ROW) == ["new", "wrong"]


def test_changed_fields_are_named_old_and_new(cast: Cast) -> None:
    bring(cast, ROW)
    found = plan(understand(read(book(ROW.replace("10年", "永年")), "x.csv")), person_sight(cast.steward))
    assert [(d.field, d.old, d.new) for d in found.lines[0].diffs] == [("retention", "10年", "永年")]


def test_blank_keeps_what_the_register_has(cast: Cast) -> None:
    bring(cast, ROW.replace(",,3", ",有,3"))
    bring(cast, "設計,ＲＸ設計図,,,,社内サーバー,,3,2,1,,")
    asset = Asset.objects.get()
    assert asset.personal
    assert asset.department == cast.design
    assert asset.carriers.get().retention == "10年"


def test_a_department_is_found_by_code_name_or_the_name_before_a_bracket(cast: Cast) -> None:
    for words in ("ENG", "技術部", "技術部（設計課・開発課）", "技術部(設計)", "Design"):
        Asset.objects.all().delete()
        bring(cast, ROW.replace("技術部,技術部", f",{words}"))
        assert Asset.objects.get().department == cast.design, words


def test_an_unknown_department_keeps_its_words_and_is_no_rejection(cast: Cast) -> None:
    found = plan(understand(read(book(ROW.replace("技術部,社内", "第三課,社内")), "x.csv")), person_sight(cast.steward))
    assert found.rejected == 0
    assert "第三課" in found.lines[0].notes[0]
    bring(cast, ROW.replace("技術部,社内", "第三課,社内"))
    assert (Asset.objects.get().department, Asset.objects.get().department_words) == (None, "第三課")


def test_wrong_rows_are_left_out_only_when_the_person_says_so(cast: Cast) -> None:
    wrong = ROW.replace("ＲＸ設計図", "別").replace("R6.4.1", "2026/2/30")
    with pytest.raises(NeedsConsent):
        bring(cast, ROW, wrong)
    assert not Asset.objects.exists()
    assert Draft.objects.get().state == Draft.State.OPEN
    assert bring(cast, ROW, wrong, skip=True).counts()["rejected"] == 1
    assert Asset.objects.get().name == "ＲＸ設計図"


def test_a_hidden_asset_of_the_same_name_is_as_good_as_absent(cast: Cast) -> None:
    hidden = make.asset("ＲＸ設計図", business="設計", department=cast.design, owner=cast.owner)
    assert fates(cast, ROW, who=cast.nobody) == ["new"]
    bring(cast, ROW, who=cast.nobody)
    hidden.refresh_from_db()
    assert not hidden.carriers.exists()
    assert Asset.objects.count() == 2


def test_what_one_may_know_but_not_change_is_refused(cast: Cast) -> None:
    asset = make.asset("ＲＸ設計図", business="設計", department=cast.design)
    make.grant(asset, cast.listed)
    found = plan(understand(read(book(ROW), "x.csv")), person_sight(cast.listed))
    assert "not yours" in found.lines[0].problems[0].message


def test_a_draft_is_applied_once_and_by_its_owner(cast: Cast) -> None:
    sight = person_sight(cast.steward)
    draft = bring_in(book(ROW), "x.csv", by=sight)
    with pytest.raises(NotApplicable):
        apply(draft, by=person_sight(cast.chief))
    apply(draft, by=sight)
    with pytest.raises(NotApplicable):
        apply(draft, by=sight)
    assert Asset.objects.count() == 1


def test_an_import_is_one_entry_in_the_journal(cast: Cast) -> None:
    bring(cast, *(ROW.replace("ＲＸ設計図", f"図{n}") for n in range(30)))
    entry = Entry.objects.get(verb="exchange.import")
    assert entry.facts["created"] == 30
    assert entry.changes == 90  # asset, carrier, proposal


def test_the_number_of_queries_does_not_grow_with_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    ledger = understand(read(book(*(ROW.replace("ＲＸ設計図", f"図{n}") for n in range(200))), "x.csv"))
    with django_assert_max_num_queries(12):
        plan(ledger, person_sight(cast.steward))


def test_a_ledger_survives_being_kept_as_a_draft(cast: Cast) -> None:
    ledger = understand(read(book(ROW, ROW.replace("R6.4.1", "2026/2/30")), "x.csv"))
    assert unpacked(json.loads(json.dumps(packed(ledger)))) == ledger


def run(*args: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command("import_ledger", *args, "--json", stdout=out, stderr=StringIO())
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_the_command_counts_assets_and_rows(cast: Cast, tmp_path: Path) -> None:
    cast.sign_in("steward")
    file = tmp_path / "ledger.csv"
    file.write_bytes(book(ROW, ROW.replace("ＲＸ設計図", "別").replace("R6.4.1", "2026/2/30")))
    expected = {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    for args, written in ((["--dry-run"], 0), ([], 0), (["--skip-rejected"], 1)):
        code, answer = run(str(file), "--as", "steward", *args)
        assert code == 1
        assert {name: answer[name] for name in expected} == expected
        assert answer["problems"][0]["row"] == 4
        assert answer["problems"][0]["column"] == "登録日"
        assert answer["problems"][0]["value"] == "2026/2/30"
        assert Asset.objects.count() == written
    assert not Draft.objects.filter(state=Draft.State.OPEN).exists()


def test_the_command_refuses_what_is_no_ledger(cast: Cast, tmp_path: Path) -> None:
    cast.sign_in("steward")
    for content in (b"", b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 broken", b"\x89PNG", b"a,b\n1,2\n"):
        file = tmp_path / "x.xlsx"
        file.write_bytes(content)
        code, answer = run(str(file), "--as", "steward")
        assert code == 2
        assert answer["problems"][0]["row"] is None
        assert answer["problems"][0]["message"]
    assert run(str(tmp_path / "missing.xlsx"), "--as", "steward")[0] == 2
    assert not Asset.objects.exists()


def test_ratings_of_one_and_two_only_need_to_be_told(cast: Cast, tmp_path: Path) -> None:
    cast.sign_in("steward")
    file = tmp_path / "ledger.csv"
    file.write_bytes(book(ROW.replace("3,2,1", "2,1,1")))
    code, answer = run(str(file), "--as", "steward")
    assert code == 2
    assert answer["problems"][0]["row"] is None
    assert run(str(file), "--as", "steward", "--scale", "0-2")[0] == 0
    assert Carrier.objects.get().confidentiality == 3


def test_a_draft_is_read_in_the_language_of_its_reader(cast: Cast) -> None:
    """Not in that of its upload: the sentences of its cells, of its columns, and of the file as a whole."""
    wrong = ROW.replace("R6.4.1", "2026/2/30")
    with override("en"):
        draft = bring_in(book(ROW, wrong, "合計,,,,,,,,,,,"), "ledger.csv", by=person_sight(cast.steward))
    told = {}
    for language in ("en", "ja"):
        with override(language):
            ledger = unpacked(draft.ledger)
            told[language] = [p.message for p in ledger.problems], list(ledger.notes)
            assert ledger == understand(read(book(ROW, wrong, "合計,,,,,,,,,,,"), "ledger.csv"))
    assert "Rows left out" in told["en"][1][-1]
    assert "合計や注記" in told["ja"][1][-1]
