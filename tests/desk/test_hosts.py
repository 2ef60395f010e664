"""Devices and systems: what lives on them, who reads and keeps them, and noting that somebody looked at many."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.days.fields import PastDay
from accounts.querysets import today
from accounts.sight import person_sight
from assets.devices import hosts
from assets.devices.forms import DeviceForm, SystemForm
from assets.devices.hosts import CHECKS, CHECKS_OF
from assets.entering.forms import CarrierForm, HoldingForm
from assets.models import Asset, Device, System
from classification.levels import Level
from desk.addressee import Addressee
from desk.waiting import waiting_for
from journal.models import Change, Entry
from measures.host_dues import looks, overdue, with_looks
from tests import make
from tests.cast import Cast

LONG_AGO = today() - timedelta(days=800)


def page(client: Client, user: Any, route: str, *args: Any) -> str:
    make.signed_in(client, user)
    return client.get(reverse(route, args=args)).content.decode()


def press(client: Client, what: str, rows: list[Any], *checks: str) -> Any:
    facts = {"row": [row.pk for row in rows], "check": checks}
    return client.post(reverse("desk:hosts_checked", args=[what]), facts, follow=True)


def test_a_page_names_what_lives_on_it_and_nothing_that_the_reader_may_not_know(cast: Cast, client: Client) -> None:
    device = make.device()
    mine = make.asset("見える図面", department=cast.design)
    hidden = make.asset("隠れた配合", department=cast.sales)
    for asset in (mine, hidden):
        make.carrier(asset, kind="DIG", device=device)
    assert cast.manager
    shown = page(client, cast.sign_in("manager"), "desk:host", "devices", device.pk)
    assert "見える図面" in shown
    assert "隠れた配合" not in shown
    assert hidden.code not in shown


def test_a_sealed_name_is_on_no_device(cast: Cast, client: Client) -> None:
    device = make.device()
    asset = make.asset("封印した名", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    make.carrier(asset, kind="DIG", device=device)
    assert "封印した名" not in page(client, cast.sign_in("steward"), "desk:host", "devices", device.pk)


def test_one_reads_of_the_device_that_one_has_and_the_system_one_answers_for(cast: Cast, client: Client) -> None:
    device, other = make.device(holder=cast.nobody), make.device()
    system = make.system(responsible=cast.nobody)
    make.signed_in(client, cast.sign_in("nobody"))
    for what, row, status in (("devices", device, 200), ("devices", other, 404), ("systems", system, 200)):
        assert client.get(reverse("desk:host", args=[what, row.pk])).status_code == status
    assert press(client, "systems", [system], "logs").status_code == 200
    assert press(client, "devices", [device], "updates").status_code == 200
    verbs = Entry.objects.filter(actor_id=cast.nobody.pk).values_list("verb", flat=True)
    assert list(verbs) == [hosts.CHECKED]  # the system; of the device one reads only


def test_a_keeper_enters_and_amends_a_device(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("administrator"))
    facts = {"code": "PC-07", "name": "CAD", "kind": "PC", "antivirus_checked_on": "令和8年11月1日"}
    client.post(reverse("desk:host_new", args=["devices"]), facts)
    device = Device.objects.get(code="PC-07")
    assert (device.antivirus, device.private) == (None, None)  # what nobody said is not known
    assert device.antivirus_checked_on.isoformat() == "2026-11-01"
    client.post(reverse("desk:host_edit", args=["devices", device.pk]), facts | {"private": "True"})
    device.refresh_from_db()
    assert device.private is True
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "assets.enter_host",
        "assets.amend_host",
    ]


def test_many_are_looked_at_in_one_press_and_that_is_taken_back(cast: Cast, client: Client) -> None:
    rows = [make.device(antivirus=None, antivirus_checked_on=None, updated_on=LONG_AGO) for _ in range(3)]
    make.signed_in(client, cast.sign_in("steward"))
    answer = press(client, "devices", rows[:2], "antivirus", "updates")
    entry = Entry.objects.get(verb=hosts.CHECKED)
    assert (entry.facts["rows"], Change.objects.filter(act=entry.act).count()) == (2, 2)
    assert [(d.antivirus, d.updated_on) for d in Device.objects.order_by("pk")] == [
        (True, today()),
        (True, today()),
        (None, LONG_AGO),
    ]
    undo = reverse("desk:hosts_unchecked", args=["devices", entry.act])
    assert undo in answer.content.decode()
    client.post(undo)
    assert set(Device.objects.values_list("antivirus", "antivirus_checked_on", "updated_on")) == {
        (None, None, LONG_AGO)
    }


def test_nobody_has_looked_tomorrow() -> None:
    """A typing error of 2062 would keep a rule content until then."""
    seen = {DeviceForm: (*CHECKS_OF[Device], "lent", "returned"), SystemForm: CHECKS_OF[System]}
    columns = {name: each.column for name, each in CHECKS.items()} | {"lent": "lent_on", "returned": "returned_on"}
    asked = [form.base_fields[columns[name]] for form, names in seen.items() for name in names]
    asked += [CarrierForm.base_fields["lock_checked_on"], HoldingForm.base_fields["acknowledged_on"]]
    assert {type(field) for field in asked} == {PastDay}


@pytest.mark.django_db
def test_what_came_back_before_it_was_lent_is_wrong_beside_its_day() -> None:
    made = {"code": "PC-9", "name": "PC", "kind": "DESKTOP", "lent_on": "2026-05-02", "returned_on": "2026-05-01"}
    errors = DeviceForm(made).errors
    assert errors["returned_on"] == ["It was returned before it was lent."]
    assert "__all__" not in errors


def test_what_was_changed_since_is_not_taken_back(cast: Cast) -> None:
    device, who = make.device(updated_on=LONG_AGO), person_sight(cast.steward)
    act = hosts.check([device], ["updates"], by=who)
    device.updated_on = today() - timedelta(days=1)
    hosts.write(device, by=who)
    with pytest.raises(hosts.NotUndoable):
        hosts.undo(Entry.objects.get(act=act), by=who)


def test_nothing_ticked_is_nothing_noted(cast: Cast, client: Client) -> None:
    device = make.device()
    make.signed_in(client, cast.sign_in("steward"))
    for rows, checks in (([], ["updates"]), ([device], []), ([device], ["logs"])):
        press(client, "devices", rows, *checks)
    assert not Entry.objects.filter(verb=hosts.CHECKED).exists()


DAYS = timedelta(days=1)


@pytest.mark.parametrize(
    ("model", "facts", "late"),
    [
        (Device, {}, set()),
        (Device, {"antivirus_checked_on": today() - 90 * DAYS, "updated_on": today() - 45 * DAYS}, set()),
        (Device, {"antivirus_checked_on": today() - 91 * DAYS}, {"antivirus"}),
        (Device, {"updated_on": today() - 46 * DAYS}, {"updates"}),
        (Device, {"antivirus": False}, {"antivirus"}),
        (Device, {"antivirus_checked_on": None, "updated_on": None}, {"antivirus", "updates"}),
        (Device, {"kind": "MEMORY", "updated_on": None}, set()),
        (System, {"logs_reviewed_on": LONG_AGO, "terms_checked_on": LONG_AGO}, {"logs"}),
        (System, {"kind": "OUTSIDE", "updated_on": None, "terms_checked_on": LONG_AGO}, {"terms"}),
        (System, {"rights_reviewed_on": None}, {"rights"}),
    ],
)
def test_what_is_late(db: None, model: Any, facts: dict[str, Any], late: set[str]) -> None:
    row = (make.device if model is Device else make.system)(**facts)
    found = with_looks(model.objects.all(), today()).get(pk=row.pk)
    assert {look.name for look in looks(found) if look.late} == late
    for look in looks(found):  # the day that is printed agrees with the condition
        off = look.name == "antivirus" and facts.get("antivirus") is False
        assert look.late == (look.due is None or look.due < today() or off)
    assert model.objects.filter(overdue(model, today())).exists() == bool(late)


def test_what_is_overdue_and_not_returned_waits_for_those_who_keep_them(cast: Cast) -> None:
    make.device(updated_on=LONG_AGO)
    make.device(holder=cast.leaver)
    make.device(holder=cast.leaver, private=True)
    make.system(logs_reviewed_on=None, responsible=cast.nobody)
    lines = {name: [line.text for line in _hosts(cast, name)] for name in ("steward", "nobody", "owner")}
    assert len(lines["steward"]) == 3
    assert len(lines["nobody"]) == 1
    assert lines["owner"] == []


def test_an_asset_is_told_of_as_long_as_what_it_lives_on_is_overdue(cast: Cast, client: Client) -> None:
    asset = make.asset(department=cast.design, owner=cast.owner)
    device = make.device(name="古い機械", updated_on=LONG_AGO)
    make.carrier(asset, kind="DIG", device=device)
    for name, linked in (("steward", True), ("owner", False)):
        due = (
            page(client, cast.sign_in(name), "desk:detail", asset.code)
            .partition('id="due"')[2]
            .partition("</section>")[0]
        )
        assert (device.label in due, reverse("desk:host", args=["devices", device.pk]) in due) == (True, linked)


def _hosts(cast: Cast, name: str) -> Any:
    groups = waiting_for(Addressee.of(cast.sign_in(name)))
    return [line for group in groups if group.kind.name in ("away", "devices", "systems") for line in group.lines]
