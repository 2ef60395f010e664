"""Two worlds, one with a hidden asset and one without: whoever may not know of it cannot tell in which they are.

Both worlds are built in one database. The clock stands still and chance is the same in both, so that answers can be
compared byte for byte: status, headers, body, and how often the database was asked. Pages are walked from the URLconf
and by what they themselves offer (links, filters, forms), so that what is built later is tried by itself.
"""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Mandate
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding import approval
from assets.discussing import discussion, relating
from assets.disposing import disposing
from assets.entering import registration
from assets.judging import judging
from assets.kinds import METHODS_OF, Kind, State
from assets.knowing import access
from assets.models import (
    Asset,
    AssetFile,
    Carrier,
    Comment,
    Development,
    Device,
    Disposal,
    Grant,
    GrantProposal,
    Holding,
    KnowHow,
    Link,
    PersonalData,
    System,
)
from classification.criteria import CODES
from classification.levels import Level
from exchange.importing import bring_in
from exchange.models import Draft
from journal.acts import act
from measures import exempting, vouching
from measures.models import Attestation, Exemption
from reports.models import Report
from tests import make
from tests.cast import Cast
from tests.pages import Page
from tests.scene import our_asset
from tests.visitor import Answer, Visitor

NAME, BUSINESS, CODE, MISSING = "奈落の配合表", "極秘開発", "K-H2DDE-N", "K-22222-2"
NAME_PICTURE = b"\x89PNG\r\n\x1a\n hidden"
PK = 777_777  # of every row that hangs on the hidden asset
LEDGER = f"業務分類,情報資産名称,利用者範囲,管理部署,媒体・保存先,機密性,登録日\n{BUSINESS},{NAME},営業部,技術部,書類,3,2026-01-05\n"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def same_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, and tokens, nonces and codes are drawn from dice that each visit casts anew."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr("assets.codes.fresh_number", lambda: random.getrandbits(62))
    monkeypatch.setattr("secrets.choice", random.choice)
    monkeypatch.setattr("secrets.token_hex", lambda n=32: random.randbytes(n).hex())
    monkeypatch.setattr("secrets.token_urlsafe", lambda n=32: random.randbytes(n).hex())


def hide(cast: Cast) -> Asset:
    """An asset that the design department keeps to itself, with everything that can hang on one, done as people do it."""
    owner, manager, chief = (person_sight(p) for p in (cast.owner, cast.manager, cast.chief))
    asset = Asset(pk=PK, code=CODE, name=NAME, business=BUSINESS, kind=Kind.TAC, department=cast.design)
    asset.owner, asset.summary = cast.owner, f"{NAME}の要約"
    carrier = Carrier(pk=PK, kind=Kind.PAP, place=cast.store, location="棚 1", locked=False)
    file = Carrier(pk=PK + 1, kind=Kind.DIG, device=Device.objects.get(), system=System.objects.get())
    registration.enter(asset, [carrier, file], [Holding(pk=PK, person=cast.listed)], by=person_sight(cast.enterer))
    judging.judge(asset, dict.fromkeys(CODES, 2), dict.fromkeys(CODES, "r"), by=owner)
    for step, who in (("submit", owner), ("approve", manager), ("revise", owner)):
        approval.take(approval.STEPS[step], asset, by=who)
    access.give(Grant(pk=PK, asset=asset, person=cast.listed, purpose="w", from_on=today()), by=owner)
    access.give(Grant(asset=asset, department=cast.design, purpose="w", from_on=today()), by=owner)
    Grant.objects.filter(asset=asset, department=cast.design).update(department=None, person=cast.manager)
    access.confirm(asset, by=owner)
    KnowHow.objects.create(pk=PK, asset=asset, used_in=NAME)
    PersonalData.objects.create(pk=PK, asset=asset, purpose=NAME)
    AssetFile.objects.create(pk=PK, asset=asset, blob=make.blob(NAME_PICTURE, "front.png"), caption=NAME)
    record = {"what": NAME, "made_on": today(), "on": today(), "sha256": "2" * 64, "kept_at": NAME}
    Development.objects.create(pk=PK, asset=asset, by=cast.owner, **record)
    given = {"granted_by": cast.owner, "granted_on": today(), "proposed_on": today()}
    GrantProposal.objects.create(pk=PK, asset=asset, words="営業部", department=cast.sales, **given)
    Asset.objects.filter(pk=PK).update(state=State.ACTIVE)
    row = disposing.propose(
        asset, NAME, {str(c.pk): METHODS_OF[Kind(c.kind)][0] for c in asset.carriers.all()}, by=owner
    )
    Disposal.objects.filter(pk=row.pk).update(id=PK)
    Asset.objects.filter(pk=PK).update(state=State.IN_REVIEW)
    _say(asset, owner, chief)
    _relate(asset, owner, chief)
    bring_in(LEDGER.encode("cp932"), "hidden.csv", by=person_sight(cast.steward))
    return asset


def _say(asset: Asset, owner: Any, chief: Any) -> None:
    """Words, an exemption and a paper about it."""
    until = today() + timedelta(days=90)
    for pk, measure in ((PK, "E1-d"), (PK + 1, "E2-a"), (PK + 2, "E1-a")):
        word = Attestation(pk=pk, measure=measure, asset=asset, from_on=today(), until_on=until, evidence=NAME)
        vouching.attest(word, by=owner)
    gap = Exemption(pk=PK, measure="E1-b", asset=asset, until_on=until, reason=NAME)
    exempting.propose(gap, by=owner)
    exempting.take(exempting.STEPS["approve"], gap, by=person_sight(asset.department.manager))
    word = Attestation(pk=PK + 3, measure="E2-g", asset=asset, from_on=today(), until_on=until, evidence=NAME)
    word.carrier = asset.carriers.get(kind=Kind.DIG)
    vouching.attest(word, by=owner)
    record = {"scope": {"asset": CODE}, "language": "ja", "on": today(), "data_at": timezone.now(), "assets": [PK]}
    digests = {"sha256": "1" * 64, "figures_sha256": "1" * 64, "journal_count": 9, "journal_mac": "1" * 64}
    Report.objects.create(pk=PK, made_by=owner.person, level=Level.SECRET, figures={"name": NAME}, **record, **digests)


def _relate(asset: Asset, owner: Any, chief: Any) -> None:
    """What is said about it, and its relations to what the others may know of, from either end."""
    visible = our_asset()
    for kind in Comment.Kind.values:
        discussion.say(asset, kind, NAME, by=owner)
    discussion.take_up(Comment.objects.get(asset=asset, kind=Comment.Kind.IDEA), NAME, by=chief)
    discussion.withdraw(Comment.objects.get(asset=asset, kind=Comment.Kind.QUESTION), by=chief)
    Comment.objects.filter(asset=asset, kind=Comment.Kind.COMMENT).update(id=PK)
    relating.relate(visible, Link.Kind.MADE_FROM, asset, by=chief)
    relating.part(relating.relate(visible, Link.Kind.REPLACES, asset, by=chief), by=chief)
    link = relating.relate(asset, Link.Kind.SAME_PRODUCT, visible, by=chief)
    Link.objects.filter(pk=link.pk).update(id=PK)


OFF_THE_LIST = ("nobody", "neighbour", "colleague", "enterer", "administrator", "former", "keeper", "root", "stranger")
THOROUGH = ("neighbour",)  # tries everything that a page offers; the others walk through


def cast_off(cast: Cast, name: str) -> Any:
    """The sign-in of someone who may not know of the hidden asset; None for whoever has none."""
    if name == "stranger":
        return None
    if name in ("neighbour", "former", "keeper"):
        person = make.person({"neighbour": "隣 課長", "former": "元 担当", "keeper": "倉 番"}[name], cast.sales)
        if name == "neighbour":
            Department.objects.filter(pk=cast.sales.pk).update(manager=person)
        if name == "keeper":
            make.mandate(person, Mandate.Role.AUDITOR, place=make.place("S2", name="第二工場"))
        if name == "former":
            make.mandate(person, Mandate.Role.STEWARD, until_on=today() - timedelta(days=1))
        return make.user(person, name)
    return cast.sign_in(name)


def settle(user: Any) -> None:
    """What stands in the register besides the hidden asset is this person's, so that they meet every page."""
    if (person := getattr(user, "person", None)) is not None:
        Asset.objects.update(owner=person)
        Draft.objects.update(by=person)
        Report.objects.update(made_by=person)
    with act(None, "tests.begin"):  # in neither world is the journal empty
        pass


@pytest.fixture
def visit(cast: Cast, scene: dict[str, str], client: Client) -> Callable[[str], tuple[Any, Visitor]]:
    def visit(name: str) -> tuple[Any, Visitor]:
        user = cast_off(cast, name)
        settle(user)
        if user is not None:
            client.force_login(user)
        return user, Visitor(client)

    return visit


def compare(visitor: Visitor, cast: Cast, stroll: Callable[[], None]) -> None:
    """The stroll is the same in both worlds."""
    visitor.begin()
    with undone():
        stroll()
    without = visitor.told
    visitor.begin()
    with undone():
        hide(cast)
        stroll()
    assert list(without) == list(visitor.told), "the pages lead elsewhere"
    for label, answer in visitor.told.items():
        assert answer.status < 500, label
        assert differences(without[label], answer) == [], label


def differences(one: Answer, other: Answer) -> list[str]:
    """What tells the two apart, in a few lines."""
    found = [
        f"{name}: {a} / {b}" for name in ("status", "asked") if (a := getattr(one, name)) != (b := getattr(other, name))
    ]
    found += [f"{k}: {v}" for k, v in sorted(set(one.headers) ^ set(other.headers))]
    lines = zip(one.body.splitlines(), other.body.splitlines(), strict=False)
    return found + [f"- {a.strip()}\n+ {b.strip()}" for a, b in lines if a != b][:5]


def admin_addresses(user: Any) -> list[str]:
    """The pages of sign-ins and settings, for staff: lists, forms, and what deleting each row would say."""
    if not getattr(user, "is_staff", False):
        return []
    found = [reverse("admin:index")]
    for model in admin.site._registry:
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{route}_changelist"), reverse(f"{route}_add")]
        rows = model._default_manager.order_by("pk").values_list("pk", flat=True)[:2]
        found += [reverse(f"{route}_{page}", args=[pk]) for pk in rows for page in ("change", "delete", "history")]
    return found


@pytest.mark.parametrize("name", OFF_THE_LIST)
def test_every_page_is_the_same(cast: Cast, visit: Any, scene: dict[str, str], name: str) -> None:
    user, visitor = visit(name)
    ours = our_asset().code

    def stroll() -> None:
        for address in [*scene.values(), *admin_addresses(user)]:
            first = visitor.get(address)
            if name in THOROUGH:
                visitor.get(address, **{"HX-Request": "true", "Accept-Language": "ja"})
            if ours in address:
                hidden, missing = visitor.get(address.replace(ours, CODE)), visitor.get(address.replace(ours, MISSING))
                assert hidden == missing.about(MISSING, CODE), address
            if name in THOROUGH and first.status == 200 and first.body.startswith("<!doctype html>"):
                for question in asked_of(address, first):
                    visitor.get(question)

    compare(visitor, cast, stroll)


def asked_of(address: str, answer: Answer) -> list[str]:
    """The page's own questions, and a few that any page may be asked."""
    words = (NAME, CODE, NAME[1:3])
    common = [f"{address}?{question}" for question in ("page=2", f"q={CODE}", "sort=-updated_at")]
    return list(dict.fromkeys([*Page(answer.body, address).questions(*words), *common]))


@pytest.mark.parametrize("name", THOROUGH)
def test_every_form_answers_the_same(cast: Cast, visit: Any, scene: dict[str, str], name: str) -> None:
    _user, visitor = visit(name)
    ours = our_asset().code

    def stroll() -> None:
        for label, action, data in filled_forms(visitor, list(scene.values())):
            with undone():
                visitor.post(action, data, label)
        for route, address in scene.items():
            for code in (CODE, MISSING):
                with undone():
                    visitor.post(address.replace(ours, code), {"accept": [PK]}, f"POST {route} {code}")

    compare(visitor, cast, stroll)
    for route, address in scene.items():
        if ours in address:
            assert visitor.told[f"POST {route} {CODE}"] == visitor.told[f"POST {route} {MISSING}"]


def filled_forms(visitor: Visitor, addresses: list[str]) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Every form of these pages, each once, filled in four ways: as it is, and with what the hidden asset goes by."""
    tried = {reverse("account_logout")}
    for address in addresses:
        for form in Page(visitor.get(address).body, address).forms:
            if form.method == "post" and form.action not in tried:
                tried.add(form.action)
                yield f"{address} {form.action}", form.action, form.filled()
                yield f"{address} {form.action}, name", form.action, form.with_texts(NAME)
                yield f"{address} {form.action}, code", form.action, form.with_texts(CODE)
                yield f"{address} {form.action}, number", form.action, form.with_choices(str(PK))


LATER = f"{LEDGER}開発,ほかの表,営業部,営業部,事務所PC,2,2026-02-03\n"


@pytest.mark.parametrize("name", ["neighbour", "enterer"])
def test_every_story_is_the_same(cast: Cast, visit: Any, scene: dict[str, str], name: str) -> None:
    """Bring in a ledger that names it and take the register out; print papers; enter its like."""
    _user, visitor = visit(name)

    def stroll() -> None:
        with undone():
            bring_in_and_take_out(visitor)
        with undone():
            print_papers(visitor, cast)
        with undone():
            enter_its_like(visitor)

    compare(visitor, cast, stroll)


def bring_in_and_take_out(visitor: Visitor) -> None:
    file = SimpleUploadedFile("台帳.csv", LATER.encode("cp932"))
    shown = visitor.post(reverse("exchange:upload"), {"file": file}, "bring in")
    assert shown.status == 200
    assert NAME in shown.body
    [address] = {form.action for form in Page(shown.body).forms if form.action.endswith("/apply/")}
    for again in ("apply", "apply again"):
        visitor.post(address, {}, again)
    assert Asset.objects.filter(name=NAME, entered_by__isnull=False).exists()
    taken = visitor.post(reverse("exchange:export"), {}, "take out")
    assert f"{BUSINESS},{NAME}" in taken.body
    records = SimpleUploadedFile("records.csv", f"code,what,made_on,sha256\n{CODE},n,2026-01-01,{'0' * 64}\n".encode())
    visitor.post(reverse("exchange:developments"), {"file": records}, "bring in records")
    visitor.post(reverse("exchange:export_developments"), {}, "take out records")


def print_papers(visitor: Visitor, cast: Cast) -> None:
    made = []
    for scope in ({}, {"department": cast.design.pk, "level": Level.SECRET.value}, {"asset": CODE}):
        page = visitor.post(reverse("reports:list"), {"language": "ja", "on": today(), **scope}, f"print {scope}")
        links = [link for link in Page(page.body, reverse("reports:list")).own() if link.startswith("/reports/R-")]
        made += [visitor.get(link, f"paper {scope} {link}") for link in links[:1]]
    assert any("Content-Disposition" in dict(paper.headers) for paper in made)


def enter_its_like(visitor: Visitor) -> None:
    visitor.get(f"{reverse('assets:similar')}?name={NAME}", "similar")
    for department in Department.objects.all():
        told = {"name": NAME, "used_in": BUSINESS, "department": department.pk}
        entered = visitor.post(reverse("assets:enter", args=["know-how"]), told, f"enter in {department}")
        assert NAME in entered.body
    visitor.get(f"{reverse('desk:list')}?q={NAME}")


def test_a_number_of_the_hidden_asset_is_as_good_as_none(cast: Cast, visit: Any, scene: dict[str, str]) -> None:
    """Lines, words and carriers are remembered by number: those of a hidden asset answer like numbers that nobody has."""
    _user, visitor = visit("neighbour")
    hide(cast)
    for route, address in scene.items():
        if re.search(r"/\d+/", address):
            answers = []
            for number in (PK, PK + 5_000):
                tried = re.sub(r"/\d+/", f"/{number}/", address)
                answers += [visitor.get(tried), visitor.post(tried, {}, f"POST {tried}")]
            assert answers[:2] == answers[2:], route
