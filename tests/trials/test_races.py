"""Two at the same instant, each over a connection of their own: one wins, once, and the other is told.

Through the pages, as people do it. On SQLite the database is a file, as in a running Kura.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Department
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding import approval
from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.knowing import access, rounds
from assets.models import Asset, Decision, Grant, GrantReview
from classification.levels import Level
from exchange.importing import bring_in
from exchange.models import Draft
from journal.models import Change, Entry
from journal.verify import verify_all
from tests import make
from tests.cast import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("on_disk")
RACES = 200
FASTER = ("someone was faster", "changed after you opened it")


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, started together; what they return, in their order."""
    barrier, found = Barrier(len(deeds)), dict[int, Any]()

    def run(number: int) -> None:
        try:
            barrier.wait()
            found[number] = deeds[number]()
        except BaseException as error:  # shown by whoever reads the answer
            found[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(deeds))]


@pytest.fixture
def at_work(cast: Cast) -> Callable[[str], Client]:
    """A browser of this member of the cast, signed in."""

    def at_work(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        make.signed_in(client, cast.sign_in(name))
        return client

    return at_work


def posts(client: Client, address: str, data: dict[str, Any]) -> Callable[[], Any]:
    return lambda: client.post(address, data)


def waiting(cast: Cast, number: int) -> Asset:
    """In review: the manager may approve it, and so may the deputy."""
    proposed = {"proposed_level": Level.SECRET, "submitted_by": cast.owner, "judged_by": cast.owner}
    asset = make.asset(f"recipe {number}", department=cast.design, owner=cast.owner, state=State.IN_REVIEW, **proposed)
    make.judgement(asset, cast.owner)
    return asset


def whole() -> bool:
    return all(outcome.ok for outcome in verify_all().values())


def test_two_approvals_at_the_same_instant(cast: Cast, at_work: Any) -> None:
    clients = [at_work(name) for name in ("manager", "deputy")]
    winners = set()
    for number in range(RACES):
        asset = waiting(cast, number)
        address, shown = reverse("assets:step", args=[asset.code, "approve"]), digest_of(asset)
        words = [f"my reasons {number} {n}" for n in range(2)]
        answers = at_once(
            *(posts(c, address, {"shown": shown, "comment": w}) for c, w in zip(clients, words, strict=True))
        )
        statuses = [answer.status_code for answer in answers]
        assert sorted(statuses) == [302, 409], answers
        loser = statuses.index(409)
        winners.add(1 - loser)
        page = answers[loser].content.decode()
        assert words[loser] in page
        assert any(sentence in page for sentence in FASTER)
        assert Decision.objects.get(asset=asset).comment == words[1 - loser]
        assert Entry.objects.filter(verb="assets.approve", about=f"assets.asset:{asset.pk}").count() == 1
    assert Decision.objects.count() == Asset.objects.filter(state=State.ACTIVE).count() == RACES
    assert whole()


@pytest.mark.parametrize("began", [0, 30])
def test_one_line_of_an_access_list_is_ended_twice(cast: Cast, at_work: Any, began: int) -> None:
    clients = [at_work(name) for name in ("owner", "manager")]
    asset = make.asset(department=cast.design, owner=cast.owner)
    for _ in range(20):
        grant = make.grant(asset, cast.listed, from_on=today() - timedelta(days=began))
        address, before = reverse("assets:end_access", args=[asset.code, grant.pk]), Entry.objects.count()
        answers = at_once(*(posts(client, address, {}) for client in clients))
        assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 404]), answers
        assert Entry.objects.count() == before + 1
        assert not Grant.objects.current().filter(pk=grant.pk).exists()
    assert whole()


def test_two_agree_to_one_line_on_a_top_secret(cast: Cast, at_work: Any) -> None:
    """Once: the chief's two windows, or two who may."""
    make.mandate(cast.deputy, "CHIEF")
    clients = [at_work(name) for name in ("chief", "deputy")]
    asset = make.asset(level=Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    for _ in range(20):
        given = Grant(asset=asset, person=cast.listed, purpose="w", from_on=today())
        line = access.give(given, by=person_sight(cast.owner))
        before = Entry.objects.count()
        answers = at_once(*(posts(client, reverse("desk:agree", args=[line.pk]), {}) for client in clients))
        assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 404]), answers
        assert (Grant.objects.count(), Entry.objects.count()) == (1, before + 1)
        access.end(Grant.objects.get(), by=person_sight(cast.owner))
    assert whole()


def test_the_last_two_lines_of_a_list_are_answered_at_once(cast: Cast, at_work: Any) -> None:
    """The list counts as gone through, once, whoever was later."""
    clients = [at_work("owner"), at_work("owner")]
    for number in range(20):
        asset = make.asset(f"recipe {number}", department=cast.design, owner=cast.owner)
        lines = [make.grant(asset, whom) for whom in (cast.listed, cast.nobody)]
        due = today() + timedelta(days=9)
        round = rounds.begin(Asset.objects.filter(pk=asset.pk), None, due, by=person_sight(cast.chief))
        addresses = [reverse("desk:review_line", args=[line.pk, "confirmed"]) for line in lines]
        answers = at_once(*(posts(c, address, {}) for c, address in zip(clients, addresses, strict=True)))
        assert [answer.status_code for answer in answers] == [302, 302], answers
        assert (round.answers.count(), GrantReview.objects.filter(asset=asset).count()) == (2, 1)
    assert whole()


def test_one_line_of_a_round_is_answered_twice(cast: Cast, at_work: Any) -> None:
    clients = [at_work("owner"), at_work("owner")]
    for number in range(20):
        asset = make.asset(f"recipe {number}", department=cast.design, owner=cast.owner)
        line = make.grant(asset, cast.listed)
        due = today() + timedelta(days=9)
        round = rounds.begin(Asset.objects.filter(pk=asset.pk), None, due, by=person_sight(cast.chief))
        ways = [reverse("desk:review_line", args=[line.pk, way]) for way in ("confirmed", "removed")]
        answers = at_once(*(posts(c, address, {}) for c, address in zip(clients, ways, strict=True)))
        assert {answer.status_code for answer in answers} <= {302, 404}, answers
        outcome = round.answers.get().outcome
        assert Grant.objects.current().filter(pk=line.pk).exists() == (outcome == "CONFIRMED")
    assert whole()


def test_a_line_that_was_ended_meanwhile_is_not_renewed(cast: Cast) -> None:
    grant = make.grant(make.asset(), cast.listed)
    stale, who = Grant.objects.get(pk=grant.pk), person_sight(cast.steward)
    access.end(grant, by=who)
    before = Entry.objects.count()
    for deed in (access.renew, access.end):
        with pytest.raises(access.AlreadyEnded):
            deed(stale, by=who)
    assert (Entry.objects.count(), Grant.objects.count()) == (before, 1)


def test_two_people_amend_one_asset(cast: Cast, at_work: Any) -> None:
    """Either both are taken, one after the other, or the second is shown what the first wrote."""
    clients = [at_work(name) for name in ("owner", "manager")]
    asset = make.asset("recipe", department=cast.design, owner=cast.owner)
    address, numbers = reverse("assets:edit", args=[asset.code]), count()
    for _ in range(20):
        form = next(f for f in Page(clients[0].get(address).content.decode(), address).forms if "name" in f.fields)
        before = Entry.objects.filter(verb="assets.amend").count()
        said = [form.filled() | {"summary": f"version {next(numbers)}"} for _client in clients]
        answers = at_once(*(posts(c, address, data) for c, data in zip(clients, said, strict=True)))
        statuses = [answer.status_code for answer in answers]
        assert set(statuses) <= {302, 409}, answers
        assert 302 in statuses
        assert Entry.objects.filter(verb="assets.amend").count() == before + statuses.count(302)
        for answer, data in zip(answers, said, strict=True):
            assert answer.status_code == 302 or data["summary"] in answer.content.decode()
        last = Entry.objects.filter(verb="assets.amend").latest("pk")
        (_old, new) = Change.objects.get(act=last.act, row=f"assets.asset:{asset.pk}").values["summary"]
        assert new == Asset.objects.get(pk=asset.pk).summary
    assert whole()


def test_a_double_click_on_submit(cast: Cast, at_work: Any) -> None:
    owner = at_work("owner")
    for number in range(20):
        asset = make.asset(f"recipe {number}", level=None, department=cast.design, owner=cast.owner)
        make.judgement(asset, cast.owner)
        address = reverse("assets:step", args=[asset.code, "submit"])
        answers = at_once(*[posts(owner, address, {})] * 2)
        assert sorted(answer.status_code for answer in answers) == [302, 409], answers
        assert Decision.objects.filter(asset=asset).count() == 1
    assert Entry.objects.filter(verb="assets.submit").count() == 20
    assert whole()


def test_a_double_click_on_a_new_asset_enters_one(cast: Cast, at_work: Any) -> None:
    """One at a time would be suspected as a double: of what it is itself."""
    owner = at_work("owner")
    address = reverse("assets:enter", args=["mold"])
    for number in range(20):
        form = next(f for f in Page(owner.get(address).content.decode(), address).forms if "name" in f.fields)
        data = form.filled() | {"name": f"金型 M-{number}", "serial": f"M-{number}-01"}
        answers = at_once(*[posts(owner, address, data)] * 2)
        assert [answer.status_code for answer in answers] == [302, 302], answers
        asset = Asset.objects.get(name=f"金型 M-{number}")
        assert {answer.headers["Location"] for answer in answers} == {f"/assets/{asset.code}/"}
        assert asset.carriers.count() == 1
    assert Entry.objects.filter(verb="assets.enter").count() == 20
    assert whole()


def test_a_double_click_on_copy_makes_one_copy(cast: Cast, at_work: Any) -> None:
    owner = at_work("owner")
    asset = make.asset("金型", department=cast.design, owner=cast.owner)
    address = reverse("assets:copy", args=[asset.code])
    for number in range(10):
        answers = at_once(*[posts(owner, address, {"csrfmiddlewaretoken": f"page {number}"})] * 2)
        assert [answer.status_code for answer in answers] == [302, 302], answers
        assert Asset.objects.count() == 2 + number
    assert whole()


LEDGER = "業務分類,情報資産名称,利用者範囲,管理部署,媒体・保存先,機密性,登録日\n開発,配合表{0},営業部,技術部,書類,3,2026-01-05\n"


def test_a_double_click_on_import(cast: Cast, at_work: Any) -> None:
    steward = at_work("steward")
    for number in range(10):
        draft = bring_in(LEDGER.format(number).encode("cp932"), "x.csv", by=person_sight(cast.steward))
        answers = at_once(*[posts(steward, reverse("exchange:apply", args=[draft.pk]), {})] * 2)
        assert [answer.status_code for answer in answers] == [302, 302], answers
        assert Draft.objects.get(pk=draft.pk).state == Draft.State.APPLIED
        assert Asset.objects.filter(name=f"配合表{number}").count() == 1
    assert Entry.objects.filter(verb="exchange.import").count() == 10
    assert whole()


def test_rights_are_asked_again_when_the_lock_is_held(cast: Cast) -> None:
    """Whoever lost the department between the page and the commit decides nothing any more."""
    asset, manager = waiting(cast, 1), person_sight(cast.manager)
    Department.objects.filter(pk=cast.design.pk).update(manager=cast.colleague)
    with pytest.raises(approval.NotYours):
        approval.take(approval.STEPS["approve"], asset, by=manager)
    assert not Decision.objects.exists()
    assert not Entry.objects.exists()


def test_two_administrators_make_a_link_for_one_person_and_one_link_works(
    cast: Cast, at_work: Callable[[str], Client]
) -> None:
    newcomer = make.person("新 人", cast.design)
    other = make.person("第二", cast.design)
    make.user(other, "second", is_staff=True)
    first, second = at_work("administrator"), Client(headers={"accept-language": "en"})
    make.signed_in(second, other.user)
    address = reverse("sign_in_invite", args=[newcomer.code])
    for _ in range(20):
        answers = at_once(posts(first, address, {}), posts(second, address, {}))
        assert [getattr(answer, "status_code", answer) for answer in answers] == [200, 200]
        links = [re.search(r"/invitation/\w+/", answer.content.decode()) for answer in answers]
        working = [Client().get(link[0]).status_code for link in links if link]
        assert sorted(working) == [200, 404]
