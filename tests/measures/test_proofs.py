"""An auditor's questions to the lines of an asset: why is this so, since when, who is on it, prove it."""

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from assets.kinds import Network, State
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures.actions.planning import close, plan
from measures.asking.readings import Question
from measures.figures import MeasureLine, lines_of
from measures.models import Action, Attestation
from measures.telling import told
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.pages import page_of

DAY = timedelta(days=1)
LONG_AGO = today() - 800 * DAY
READERS = ("owner", "listed", "manager", "auditor")


def lines(cast: Cast, name: str, asset: Asset) -> list[MeasureLine]:
    """Every line of an asset as a member of the cast reads it."""
    sight = person_sight(getattr(cast, name))
    mine = Asset.objects.seen_by(sight).filter(pk=asset.pk)
    found = told(lines_of(Question(sight.on, sight), mine), mine, sight)[asset.pk]
    return [*(line for category in found.categories for line in category.lines), *found.order]


def one(found: list[MeasureLine], code: str) -> MeasureLine:
    return next(line for line in found if line.measure.code == code)


def furnished(cast: Cast) -> Asset:
    """An asset with something of everything: things, data in a system, people, words of several people."""
    manager = cast.manager
    asset = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner, state=State.ACTIVE)
    make.carrier(asset, locked=False, place=cast.store)
    system = make.system(responsible=cast.nobody)
    make.carrier(asset, kind="DIG", system=system, place=None, network=Network.CONNECTED)
    make.grant(asset, cast.listed)
    make.grant(asset, cast.deputy)  # of the manager's department; has not confirmed the rules
    for scope in ({"asset": asset}, {"system": system}, {"department": cast.design}):
        for code in ("E1-d", "E1-e", "E3-a"):
            Attestation.objects.create(
                measure=code, by=manager, from_on=today(), until_on=today() + 90 * DAY, evidence="写真", **scope
            )
    return asset


def test_each_verdict_leads_to_what_it_rests_on_and_only_where_its_reader_may_go(cast: Cast, client: Client) -> None:
    asset = furnished(cast)
    urls = {}
    for name in READERS:
        found = lines(cast, name, asset)
        proofs = {p.url for line in found for f in line.findings for p in f.proofs}
        urls[name] = {url for url in proofs if "#" not in url}
        client.force_login(cast.sign_in(name))
        for url in urls[name]:
            assert client.get(url).status_code == 200, (name, url)
        # Whoever reads an asset sees where each thing is kept and who may know.
        assert {"#where", "#knowers"} <= {url[url.index("#") :] for url in proofs if "#" in url}
    pledges = reverse("accounts:pledges", args=[cast.listed.code])  # of somebody who has access
    assert {name for name in READERS if pledges in urls[name]} == {"listed", "auditor"}
    deputy = reverse("desk:person", args=[cast.deputy.code])
    assert {name for name in READERS if deputy in urls[name]} == {"manager", "auditor"}
    assert any("/hosts/" in url for url in urls["auditor"])
    assert not any(url.startswith(("/hosts/", "/company/")) for url in urls["owner"])
    word = Attestation.objects.get(measure="E1-d", asset=asset)
    assert f"/measures/E1-d/words/{word.pk}/" in urls["owner"]


def test_the_requirements_and_the_quick_check_lead_to_what_they_rest_on(cast: Cast, client: Client) -> None:
    asset = furnished(cast)
    found = {}
    for name in ("listed", "manager"):
        client.force_login(cast.sign_in(name))
        found[name] = set(page_of(client.get(f"/assets/{asset.code}/requirements/"), "/").links)
    assert {f"/assets/{asset.code}/", reverse("accounts:pledges", args=[cast.listed.code])} <= found["listed"]
    assert f"/people/{cast.deputy.code}/" in found["manager"] - found["listed"]
    links = page_of(client.get(reverse("quick:overview")), "/").links
    assert "/measures/ACC-01/missing/?state=met" in links
    assert client.get("/measures/ACC-01/missing/?state=met").content.decode().count(asset.name)
    paper = client.get(f"/assets/{asset.code}/requirements/?pdf=1")
    assert b"/people/" not in paper.content


def test_what_is_open_about_a_person_is_told_to_them_and_to_those_who_know_of_every_asset(cast: Cast) -> None:
    asset = furnished(cast)  # the deputy is on its list and has not confirmed the rules
    address = reverse("desk:person", args=[cast.deputy.code])
    for name, shown in {"auditor": True, "manager": False, "deputy": True}.items():
        user = make.user(cast.deputy, "deputy", read=False) if name == "deputy" else cast.sign_in(name)
        client = Client()
        make.signed_in(client, user)
        page = client.get(address).content.decode()
        assert ("PER-05" in page, "PER-01" in page) == (shown, shown), name
    assert asset.code in page  # their own page names what they can reach


def test_a_word_is_proved_to_those_who_may_read_it(cast: Cast, client: Client) -> None:
    word = Attestation.objects.get(measure="E1-d", asset=furnished(cast))
    for name, status in {"owner": 200, "auditor": 200, "nobody": 404, "colleague": 404}.items():
        client.force_login(cast.sign_in(name))
        page = client.get(f"/measures/E1-d/words/{word.pk}/")
        assert page.status_code == status
        assert ("写真" in page.content.decode()) is (status == 200)


def test_the_paper_of_a_word_goes_with_it(cast: Cast, client: Client) -> None:
    asset = make.asset("図面", department=cast.design, owner=cast.owner)
    client.force_login(cast.sign_in("owner"))
    typed = {"state": "IN_PLACE", "until_on": str(today() + 90 * DAY), "evidence": "写真"}
    address = f"/measures/E1-d/assets/{asset.code}/attest/"
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    assert client.post(address, typed | {"paper": wrong}).status_code == 422
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7 shown")
    assert client.post(address, typed | {"paper": paper}).status_code == 302
    page = f"/measures/E1-d/words/{Attestation.objects.get().pk}/"
    assert f"{page}file/" in client.get(page).content.decode()
    for name, status in {"owner": 200, "auditor": 200, "nobody": 404}.items():
        client.force_login(cast.sign_in(name))
        assert client.get(f"{page}file/").status_code == status
    assert Entry.objects.filter(verb="measures.fetch_evidence", about=f"assets.asset:{asset.pk}").count() == 2


def test_since_when_something_is_in_place_again_and_since_when_the_register_is_in_disorder(cast: Cast) -> None:
    asset = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner, approved_on=LONG_AGO)
    paper = make.carrier(asset, locked=False, place=cast.store)
    before, after = today() - 40 * DAY, today() - 10 * DAY
    call_command("record_measures", on=before, stdout=StringIO())
    paper.locked, paper.lock_checked_on = True, before
    paper.save()
    call_command("record_measures", on=after, stdout=StringIO())
    found = lines(cast, "owner", asset)
    locked, review = one(found, "E1-c"), one(found, "GOV-03")
    assert (locked.verdict, locked.since) == (Verdict.MET, after)
    assert (review.verdict, review.since, review.longer) == (Verdict.GAP, before, True)


def test_what_is_out_of_order_is_given_to_somebody_and_closed(cast: Cast, client: Client) -> None:
    asset: Any = make.asset("図面", department=cast.design, owner=cast.owner, approved_on=LONG_AGO)
    client.force_login(cast.sign_in("owner"))
    page = f"/measures/GOV-03/plan/?asset={asset.code}"
    assert page in client.get(f"/assets/{asset.code}/").content.decode()
    assert client.get(page).status_code == 200
    action = Action(measure="GOV-03", title="区分を見直す", owner=cast.owner, due_on=today() + DAY)
    plan(action, [asset], by=person_sight(cast.owner))
    assert one(lines(cast, "owner", asset), "GOV-03").actions == (action,)
    for path in (f"/measures/actions/{action.pk}/", f"/measures/GOV-03/missing/?asset={asset.code}", "/"):
        assert "見直" in client.get(path).content.decode()
    Asset.objects.filter(pk=asset.pk).update(approved_on=today())
    found = close(action, "評価記録", by=person_sight(cast.owner))
    assert found == {asset.pk: Verdict.MET}
    assert client.get("/measures/GOV-03/").status_code == 404  # nobody gives their word for it
