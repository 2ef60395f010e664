"""Search answers exactly as LIKE over the folded words would, whatever the index does."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.sight import person_sight
from assets.entering import registration
from assets.finding import search
from assets.models import Asset, Carrier, SearchText
from tests import make
from tests.cast import Cast

ALPHABET = "金型図面設計ァアｱｧがガｶﾞーｰ-―～~①1１ａAaé％%_\\'\"* 　\n㈱(株)𠮷"
TEXTS = st.text(ALPHABET, min_size=1, max_size=12)


@settings(max_examples=150)
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), needle=st.text(ALPHABET, min_size=2, max_size=5)
)
@example(texts=[("金型の図面", "x")], needle="図面")
@example(texts=[("ガラス", "x")], needle="ｶﾞﾗ")
@example(texts=[("100%_済", "x")], needle="%_")
def test_search_answers_as_like_would(db: None, texts: list[tuple[str, str]], needle: str) -> None:
    with transaction.atomic():
        for name, summary in texts:
            make.asset(name, summary=summary)
        needle = search.needle_of(needle)
        if len(needle) >= search.SHORTEST:
            like = SearchText.objects.filter(words__contains=needle).order_by("pk").values_list("pk", flat=True)
            assert sorted(search.candidates(needle, 99) or []) == list(like)
            keys = list(SearchText.objects.values_list("pk", flat=True))
            assert sorted(search.holders(needle, keys)) == list(like)
            assert search.holders(needle, []) == []
            by_pairs = search.by_pairs(search.pairs_of(needle)).filter(words__contains=needle)
            assert sorted(by_pairs.values_list("pk", flat=True)) == list(like)
        transaction.set_rollback(True)


@pytest.mark.parametrize("needle", ["研磨", "ｹﾝﾏ", "KENMA", "ＫＥＮＭＡ", "けんま", "sn-0042", "旧称のまま", "要約"])
def test_an_asset_is_found_by_everything_it_is_called(cast: Cast, needle: str) -> None:
    asset = Asset(name="旧称のまま", kind="PAP", summary="要約の文")
    registration.enter(asset, [Carrier(kind="PAP", serial="SN-0042")], [], by=person_sight(cast.owner))
    asset.rename("研磨ケンマ Kenma けんま")
    asset.save()
    assert search.candidates(search.needle_of(needle), 9) == [asset.pk]


def test_what_is_written_in_sets_is_found_too(cast: Cast) -> None:
    Asset.objects.bulk_create([Asset(name=f"図面 {n}", name_key=f"図面 {n}", kind="PAP") for n in range(3)])
    assert len(search.candidates("図面", 9) or []) == 3
    Asset.objects.all().delete()
    assert search.candidates("図面", 9) == []


def test_a_carrier_that_is_gone_lends_no_serial(cast: Cast) -> None:
    asset = make.asset()
    carrier = make.carrier(asset, serial="SN-77")
    assert search.candidates("sn-77", 9) == [asset.pk]
    carrier.ended_on = date(2026, 1, 1)
    carrier.save(update_fields=["ended_on"])
    assert search.candidates("sn-77", 9) == []


def test_the_index_can_be_built_anew(cast: Cast, capsys: Any) -> None:
    asset = make.asset("金型の図面")
    SearchText.objects.all().delete()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM assets_searchtext")
    assert search.candidates("金型", 9) == []
    call_command("rebuild_search")
    assert search.candidates("金型", 9) == [asset.pk]
    assert "1" in capsys.readouterr().out


def test_a_common_word_is_left_to_the_walk(cast: Cast) -> None:
    for n in range(4):
        make.asset(f"設計図 {n}")
    assert search.candidates("設計", 3) is None
    assert len(search.candidates("設計", 4) or []) == 4


def test_a_former_name_is_remembered_once_and_not_for_a_change_of_width(cast: Cast) -> None:
    asset = make.asset("金型 A")
    for name in ("金型 Ａ", "金型 B", "金型 A", "金型 B"):
        asset.rename(name)
    assert asset.former == ["金型 A"]
    asset.rename("金型 C")
    assert asset.former == ["金型 B", "金型 A"]
