"""Pledges and trainings: who records whose, one training for many, papers that come back as they were."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Company, Pledge, Training
from accounts.querysets import today
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

PDF = b"%PDF-1.7 signed"
DAY = timedelta(days=1)


def signed_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.sign_in(name))
    return client


def paper(data: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_manager_records_a_pledge_with_its_paper(cast: Cast, client: Client) -> None:
    page = f"/people/{cast.owner.code}/pledges/"
    facts = {"kind": "PROJECT", "signed_on": "2026-04-01", "until_on": "2027-03-31", "note": "RX-300", "paper": paper()}
    answer = signed_in(client, cast, "manager").post(page, facts)
    assert answer.status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.person, pledge.kind, pledge.recorded_by) == (cast.owner, "PROJECT", cast.manager)
    entry = Entry.objects.get(verb="accounts.pledge")
    assert entry.facts == {"file": pledge.file.sha256}
    assert client.get(f"{page}{pledge.pk}/file/").content == PDF
    assert Entry.objects.filter(verb="accounts.fetch_pledge", actor_id=cast.manager.pk).exists()


def test_a_form_that_comes_back_asks_for_its_file_again(cast: Cast, client: Client) -> None:
    page, again = f"/people/{cast.owner.code}/pledges/", "Choose the file again"
    facts = {"kind": "PROJECT", "signed_on": "2026-13-40", "note": "RX-300"}
    signed_in(client, cast, "manager")
    assert again in client.post(page, facts | {"paper": paper()}).content.decode()
    assert again not in client.post(page, facts).content.decode()
    assert again not in client.post(page, facts | {"paper": paper(b"MZ", "x.exe")}).content.decode()  # that is said


def test_the_person_reads_their_own_and_records_nothing(cast: Cast, client: Client) -> None:
    pledge = make.pledge(cast.owner, file=make.blob())
    page = f"/people/{cast.owner.code}/pledges/"
    signed_in(client, cast, "owner")
    assert client.get(page).status_code == 200
    assert b'<form method="post" enctype' not in client.get(page).content
    assert client.get(f"{page}{pledge.pk}/file/").content == PDF
    assert client.post(page, {"kind": "ENTRY", "signed_on": "2026-04-01"}).status_code == 404
    assert client.post(f"{page}{pledge.pk}/remove/").status_code == 404


def test_a_manager_does_not_record_for_another_department(cast: Cast, client: Client) -> None:
    signed_in(client, cast, "manager")
    facts = {"topic": "Secrets", "on": "2026-04-01", "people": [cast.nobody.pk]}
    assert client.post(f"/people/{cast.nobody.code}/pledges/", {"kind": "ENTRY"}).status_code == 404
    assert client.post("/people/trainings/new/", facts).status_code == 422
    assert not Training.objects.exists()


def test_another_persons_paper_does_not_come_by_way_of_ones_own_page(cast: Cast, client: Client) -> None:
    pledge = make.pledge(cast.nobody, file=make.blob())
    signed_in(client, cast, "owner")
    assert client.get(f"/people/{cast.owner.code}/pledges/{pledge.pk}/file/").status_code == 404


def test_one_training_for_a_department_and_those_below_and_people_besides(cast: Cast, client: Client) -> None:
    team, owner = make.department("ENG1", cast.design), cast.owner
    member, gone = make.person("班員", team), make.person("前任", cast.design, left_on=today() - DAY)
    signed_in(client, cast, "steward")
    facts = {"topic": "Secrets", "on": today().isoformat(), "department": cast.design.pk, "people": [cast.nobody.pk]}
    for _ in range(2):  # a second time adds nobody
        assert client.post("/people/trainings/new/", facts | {"paper": paper()}).status_code == 302
    trained = {training.person for training in Training.objects.select_related("person")}
    assert trained == {member, owner, cast.nobody}
    assert gone not in trained
    assert len({training.file_id for training in Training.objects.all()}) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "ENTRY", "signed_on": (today() + DAY).isoformat()}, "signed_on"),
        ({"kind": "ENTRY", "signed_on": "2026-04-01", "until_on": "2026-03-31"}, "until_on"),
        ({"kind": "ENTRY", "signed_on": "2026-04-01", "paper": "exe"}, "paper"),
        ({"kind": "", "signed_on": "2026-04-01"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast: Cast, client: Client, facts: dict[str, Any], field: str) -> None:
    if "paper" in facts:
        facts = facts | {"paper": paper(b"MZ", "scan.pdf")}
    answer = signed_in(client, cast, "chief").post(f"/people/{cast.owner.code}/pledges/", facts)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Pledge.objects.exists()


def test_what_was_recorded_by_mistake_is_taken_back_on_record(cast: Cast, client: Client) -> None:
    training = make.training(cast.owner)
    signed_in(client, cast, "deputy")
    assert client.post(f"/people/{cast.owner.code}/trainings/{training.pk}/remove/").status_code == 302
    assert not Training.objects.exists()
    assert Entry.objects.get().verb == "accounts.take_back"
    assert Change.objects.get(row=f"accounts.training:{training.pk}").values["topic"] == ["Handling of secrets", None]


def test_a_damaged_paper_is_not_handed_out(cast: Cast, client: Client) -> None:
    pledge = make.pledge(cast.owner, file=make.blob())
    pledge.file.path.write_bytes(b"forged")
    answer = signed_in(client, cast, "owner").get(f"/people/{cast.owner.code}/pledges/{pledge.pk}/file/")
    assert answer.status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("facts", "valid"),
    [
        ({}, True),
        ({"until_on": today()}, True),
        ({"until_on": today() - DAY}, False),
        ({"signed_on": today() + DAY}, False),
    ],
)
def test_a_pledge_binds_from_signing_to_its_last_day(cast: Cast, facts: dict[str, Any], valid: bool) -> None:
    make.pledge(cast.owner, **facts)
    assert Pledge.objects.valid().exists() is valid


def test_trainings_stand_under_the_companys_fiscal_years(cast: Cast, client: Client) -> None:
    Company.objects.update(fiscal_year_month=10)
    for on in ("2025-09-30", "2025-10-01", "2026-09-30", "2026-10-01"):
        make.training(cast.owner, topic=f"held {on}", on=on)
    text = signed_in(client, cast, "owner").get(f"/people/{cast.owner.code}/trainings/").content.decode()
    parts = re.findall(r"Fiscal year \d{4}|held [\d-]+", text)
    assert parts == [
        "Fiscal year 2026", "held 2026-10-01", "Fiscal year 2025", "held 2026-09-30", "held 2025-10-01",
        "Fiscal year 2024", "held 2025-09-30",
    ]  # fmt: skip


def test_the_overview_counts_who_was_trained_since_the_fiscal_year_began(cast: Cast, client: Client) -> None:
    Company.objects.update(fiscal_year_month=today().month)
    first = today().replace(day=1)
    make.training(cast.owner, topic="a", on=first)
    make.training(cast.owner, topic="b", on=today())
    make.training(cast.listed, topic="a", on=first - DAY)
    text = signed_in(client, cast, "owner").get("/people/recognition/").content.decode()
    assert f"Fiscal year {today().year}: 1 of" not in text  # what is one's own is not counted
    text = signed_in(client, cast, "steward").get("/people/recognition/").content.decode()
    assert f"Fiscal year {today().year}: 1 of " in text
