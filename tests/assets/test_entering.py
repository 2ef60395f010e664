"""Entering: a kind is picked, at most six things are asked, and what is told there is there afterwards."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.sight import person_sight
from assets import seals
from assets.deciding.dossier import digest_of
from assets.entering import registration
from assets.entering.alike import alike
from assets.entering.fields import MEDIA
from assets.entering.forms import EditForms
from assets.entering.kind_words import BY_SLUG, CARRIER_FIELDS, KINDS, QUICK_AT_MOST
from assets.kinds import Kind, Origin, State
from assets.models import Asset, Carrier, Holding, KnowHow, PersonalData
from assets.words import bare
from classification.levels import Level
from journal.models import Entry
from tests import make
from tests.cast import Cast
from tests.pages import page_of


def sign_in(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.sign_in(name))


def enter(client: Client, kind: str, **typed: Any) -> Any:
    return client.post(reverse("assets:enter", args=[kind]), typed)


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == set(Kind) == set(CARRIER_FIELDS)
    for words in KINDS.values():
        assert words.media[0][0] == words.kind or words.kind == Kind.DIG
        for fields in (words.quick, words.received):
            assert len(fields) <= QUICK_AT_MOST
            assert all(words.help(name).text for name in fields), words.kind


def test_the_cards_lead_to_the_form_of_their_kind(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    page = client.get(reverse("assets:new"))
    assert all(f'value="{slug}"' in page.content.decode() for slug in BY_SLUG)
    assert client.get(reverse("assets:new"), {"kind": "mold"}).headers["Location"] == "/assets/new/mold/"
    onward = client.get(reverse("assets:new"), {"kind": "mold", "received": "1"}).headers["Location"]
    assert onward == "/assets/new/mold/?received=1"
    assert client.get("/assets/new/shadow/").status_code == 404


@pytest.mark.parametrize("slug", BY_SLUG)
@pytest.mark.parametrize("received", ["", "?received=1"])
def test_each_form_asks_what_its_kind_has_and_an_example_stands_beside(
    client: Client, cast: Cast, slug: str, received: str
) -> None:
    sign_in(client, cast, "colleague")
    answer = client.get(reverse("assets:enter", args=[slug]) + received)
    words = BY_SLUG[slug]
    [form] = [f for f in page_of(answer, "/").forms if "name" in f.fields]
    asked = set(form.fields) - {"csrfmiddlewaretoken", "then"}
    assert asked == set(words.received if received else words.quick)
    assert "Example: " in answer.content.decode()
    if not received:
        assert form.fields["department"].values == [str(cast.design.pk)]


def test_a_medium_without_a_host_is_named_in_the_readers_language() -> None:
    for language, name in (("en", "System or server, elsewhere"), ("ja", "システム・サーバー（その他）")):
        with translation.override(language):
            assert dict(MEDIA)["SYS"] == name


def test_a_mold_is_entered_with_its_number_and_its_shelf(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    told = {"name": "金型 M-113", "serial": "M-113-01", "place": cast.store.pk, "location": "B-3"}
    answer = enter(client, "mold", **told, owner=cast.owner.pk, department=cast.design.pk)
    asset = Asset.objects.get()
    assert answer.headers["Location"] == reverse("desk:detail", args=[asset.code])
    assert (asset.kind, asset.owner, asset.department, asset.entered_by) == (
        "MLD",
        cast.owner,
        cast.design,
        cast.nobody,
    )
    carrier = asset.carriers.get()
    assert (carrier.kind, carrier.serial, carrier.place, carrier.location) == ("MLD", "M-113-01", cast.store, "B-3")
    assert asset.state == State.CANDIDATE


def test_data_lie_on_the_machine_that_was_chosen(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    enter(client, "data", name="図面", medium="DIG/MOBILE", location="N-04", access_control="FOLDER")
    carrier = Carrier.objects.get()
    assert (carrier.kind, carrier.host, carrier.access_control) == ("DIG", "MOBILE", "FOLDER")


def test_know_how_has_a_card_and_a_holder_and_no_carrier(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    enter(client, "know-how", name="焼入れの頃合い", used_in="焼入炉 2号", holder=cast.owner.pk, nature="COMPANY")
    card = KnowHow.objects.get()
    assert (card.used_in, card.nature, card.asset.kind) == ("焼入炉 2号", "COMPANY", "TAC")
    assert list(Holding.objects.values_list("person", flat=True)) == [cast.owner.pk]
    assert not Carrier.objects.exists()


def test_what_was_received_says_from_whom_and_is_of_ones_own_department(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    address = reverse("assets:enter", args=["mold"]) + "?received=1"
    refused = client.post(address, {"name": "預かり金型"})
    assert (refused.status_code, Asset.objects.count()) == (422, 0)
    assert "預かり金型" in refused.content.decode()
    client.post(address, {"name": "預かり金型", "giver": "東都自動車部品", "serial": "TT-07"})
    asset = Asset.objects.get()
    assert (asset.origin, asset.giver, asset.department) == (Origin.RECEIVED, "東都自動車部品", cast.sales)


def test_save_then_judge_leads_on(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "nobody")
    answer = enter(client, "paper", name="手順", then="judge")
    assert answer.headers["Location"] == reverse("assets:judge", args=[Asset.objects.get().code])


# Doubles


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("金型 M-112（ハウジング）", "金型Ｍ‐112 (ハウジング)", True),
        ("RX-300 設計図", "rx300設計図", True),
        ("金型 M-112", "金型 M-113", False),
    ],
)
def test_signs_and_spaces_make_no_difference_letters_and_digits_do(one: str, other: str, same: bool) -> None:
    assert (bare(one) == bare(other)) is same


def test_a_suspected_double_is_told_once_and_saved_if_one_says_so(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "owner")
    there = make.asset("金型 M-112", owner=cast.owner, department=cast.design)
    told = enter(client, "mold", name="金型Ｍ112", department=cast.design.pk)
    assert told.status_code == 422
    assert there.code in told.content.decode()
    [form] = [f for f in page_of(told, "/assets/new/mold/").forms if "anyway" in f.fields]
    assert client.post("/assets/new/mold/", form.filled()).status_code == 302
    assert Asset.objects.count() == 2


@pytest.mark.parametrize("case", ["hidden", "sealed", "elsewhere", "retired"])
def test_what_one_may_not_know_of_is_no_double(client: Client, cast: Cast, case: str) -> None:
    asset = make.asset("金型 M-112", department=cast.design)
    who = {"hidden": "colleague", "sealed": "manager"}.get(case, "chief")
    sign_in(client, cast, who)
    if case == "sealed":
        seals.put(asset, "why", by=person_sight(cast.chief))
    if case == "retired":
        Asset.objects.update(state=State.RETIRED)
    department = cast.sales if case == "elsewhere" else cast.design
    assert enter(client, "mold", name="金型 M-112", department=department.pk).status_code == 302


def test_names_are_told_while_typing_among_what_one_may_know_of(client: Client, cast: Cast) -> None:
    make.asset("<b>RX-300</b> 設計図一式", owner=cast.owner, department=cast.design)
    make.asset("RX-300 の秘密", department=cast.sales)
    sign_in(client, cast, "owner")
    told = client.get(reverse("assets:similar"), {"name": "ＲＸ３００"}).content.decode()
    assert "&lt;b&gt;RX-300" in told
    assert "の秘密" not in told
    assert "<html" not in told
    assert client.get(reverse("assets:similar"), {"name": "R"}).content.decode().strip() == ""


def test_a_longer_name_finds_the_shorter(cast: Cast) -> None:
    there = make.asset("RX-300 設計図", owner=cast.owner)
    assert list(alike("RX-300 設計図（最新版）", person_sight(cast.owner))) == [there]


# Amending


def sent(asset: Asset, **changes: Any) -> dict[str, Any]:
    """What the page of an asset sends when somebody changes a few things."""
    client = Client()
    client.force_login(asset.owner.user)
    answer = client.get(reverse("assets:edit", args=[asset.code]))
    [form] = [f for f in page_of(answer, "/").forms if "opened" in f.fields]
    return form.filled() | changes


def test_only_the_fields_of_the_kind_are_asked(cast: Cast, make: Any) -> None:
    for kind, has, has_not in (
        (Kind.MLD, "carriers-0-serial", "carriers-0-network"),
        (Kind.DIG, "carriers-0-network", "carriers-0-serial"),
        (Kind.TAC, "know_how-used_in", "carriers-0-serial"),
    ):
        asset = make.asset(str(kind.label), kind=kind, owner=cast.owner)
        if kind != Kind.TAC:
            make.carrier(asset, kind=kind)
        names = {bound.html_name for form in EditForms(asset).all_forms() for bound in form}
        assert has in names, kind
        assert has_not not in names, kind


def test_cards_carriers_and_holders_are_written_at_once(client: Client, cast: Cast) -> None:
    asset = make.asset("頃合い", kind=Kind.TAC, owner=cast.owner)
    sign_in(client, cast, "owner")
    typed = sent(asset, **{"know_how-used_in": "炉", "know_how-learnt_how": "班長について"})
    typed |= {"holdings-0-person": cast.listed.pk, "holdings-0-told_on": "R8.11.1"}
    typed |= {"carriers-0-medium": "PAP", "carriers-0-location": "手帳"}
    typed |= {"personal": "on", "personal_data-purpose": "給与", "personal_data-keeper": cast.owner.pk}
    answer = client.post(reverse("assets:edit", args=[asset.code]), typed)
    assert answer.status_code == 302, answer.content.decode()
    asset.refresh_from_db()
    assert (asset.know_how.used_in, asset.know_how.learnt_how) == ("炉", "班長について")
    assert asset.personal_data.keeper == cast.owner
    assert str(asset.holdings.get().told_on) == "2026-11-01"
    assert asset.carriers.get().location == "手帳"


def test_an_error_keeps_what_was_typed_in_every_part(client: Client, cast: Cast) -> None:
    asset = make.asset("頃合い", kind=Kind.TAC, owner=cast.owner)
    sign_in(client, cast, "owner")
    typed = sent(asset, **{"know_how-used_in": "第三の炉", "holdings-0-told_on": "昨日", "summary": "ある要約"})
    answer = client.post(reverse("assets:edit", args=[asset.code]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in page for words in ("第三の炉", "昨日", "ある要約"))


def test_what_is_lent_is_to_be_back_afterwards(client: Client, cast: Cast) -> None:
    asset = make.asset("金型", kind=Kind.MLD, owner=cast.owner)
    make.carrier(asset, kind="MLD")
    sign_in(client, cast, "owner")
    days = {"carriers-0-lent_on": "2026-11-10", "carriers-0-due_back_on": "2026-11-01"}
    answer = client.post(reverse("assets:edit", args=[asset.code]), sent(asset, **days))
    assert answer.status_code == 422
    assert "This lies before the day on which it was lent." in answer.content.decode()


def test_days_that_a_ledger_brought_do_not_stop_another_change(client: Client, cast: Cast) -> None:
    asset = make.asset("金型", kind=Kind.MLD, owner=cast.owner)
    carrier = make.carrier(asset, kind="MLD", lent_on=date(2026, 11, 10), due_back_on=date(2026, 11, 1))
    sign_in(client, cast, "owner")
    answer = client.post(reverse("assets:edit", args=[asset.code]), sent(asset, **{"carriers-0-serial": "M-77"}))
    carrier.refresh_from_db()
    assert (answer.status_code, carrier.serial) == (302, "M-77")


def test_whoever_describes_personal_information_says_that_there_is_some(client: Client, cast: Cast) -> None:
    asset = make.asset("名簿", owner=cast.owner)
    sign_in(client, cast, "owner")
    page = reverse("assets:edit", args=[asset.code])
    untold = client.post(page, sent(asset, **{"personal_data-purpose": "給与"}))
    firm = client.post(page, sent(asset, personal="on", **{"personal_data-entrusted_to": "外部株式会社"}))
    assert (untold.status_code, firm.status_code) == (422, 422)
    assert "then tick that there is some" in untold.content.decode()
    assert "then its handling is entrusted" in firm.content.decode()
    assert 'value="給与"' in untold.content.decode()
    assert client.post(page, sent(asset)).status_code == 302


# Copying


def test_a_copy_has_the_facts_and_none_of_the_decisions(client: Client, cast: Cast) -> None:
    asset = make.asset("金型 M-112", kind=Kind.MLD, owner=cast.owner, department=cast.design, summary="ハウジング")
    make.carrier(asset, kind=Kind.MLD, serial="M-112-01", lent_to="三葉鋳造", place=cast.store)
    make.grant(asset, cast.listed)
    make.judgement(asset, cast.manager)
    PersonalData.objects.create(asset=asset, purpose="給与")
    sign_in(client, cast, "owner")
    answer = client.post(reverse("assets:copy", args=[asset.code]))
    twin = Asset.objects.exclude(pk=asset.pk).get()
    assert answer.headers["Location"] == reverse("assets:edit", args=[twin.code])
    assert (twin.name, twin.summary, twin.state, twin.level) == (
        "金型 M-112 (copy)",
        "ハウジング",
        State.CANDIDATE,
        None,
    )
    assert (twin.entered_by, twin.approved_on) == (cast.owner, None)
    assert not twin.grants.exists()
    assert not twin.judgements.exists()
    carrier = twin.carriers.get()
    assert (carrier.place, carrier.serial, carrier.lent_to) == (cast.store, "", "")
    assert twin.personal_data.purpose == "給与"


def test_the_copy_of_a_sealed_asset_is_sealed(cast: Cast) -> None:
    asset = make.asset("奈落", owner=cast.owner, department=cast.design)
    seals.put(asset, "the name says it all", by=person_sight(cast.manager))
    asset.refresh_from_db()
    twin = registration.copy(asset, by=person_sight(cast.owner), name="奈落 (copy)")
    sight = person_sight(cast.steward)
    assert not Asset.objects.seen_by(sight).get(pk=twin.pk).named


def test_what_gives_a_sealed_name_away_is_taken_off(cast: Cast) -> None:
    asset = make.asset("奈落", owner=cast.owner, department=cast.design, permitted_use="奈落の見積り")
    seals.put(asset, "why", by=person_sight(cast.manager))
    KnowHow.objects.create(asset=asset, used_in="奈落の炉")
    steward = cast.sign_in("steward")
    assert Asset.objects.visible_to(steward).get().permitted_use == ""
    assert not KnowHow.objects.visible_to(steward).exists()
    assert KnowHow.objects.visible_to(cast.sign_in("owner")).exists()


def test_a_card_changed_after_it_was_shown_is_not_approved(cast: Cast) -> None:
    asset = make.asset("頃合い", Level.SECRET, kind=Kind.TAC)
    before = digest_of(asset)
    KnowHow.objects.create(asset=asset, used_in="炉")
    assert digest_of(asset) != before


def test_saving_what_is_there_is_no_change(client: Client, cast: Cast) -> None:
    asset = make.asset("配合", owner=cast.owner)
    make.carrier(asset)
    sign_in(client, cast, "owner")
    address, written = reverse("assets:edit", args=[asset.code]), Entry.objects.count()
    [form] = [f for f in page_of(client.get(address), address).forms if "name" in f.fields]
    assert client.post(address, form.filled()).status_code == 302
    assert Entry.objects.count() == written
    assert client.post(address, form.filled() | {"summary": ["新しい"]}).status_code == 302
    assert Entry.objects.get(verb="assets.amend").actor_id == cast.owner.pk
