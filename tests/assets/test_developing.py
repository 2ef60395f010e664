"""Records of the company's own development: a file is read and not kept, and its carrier takes them back."""

from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.querysets import today
from assets.models import Development
from files.models import Blob
from journal.models import Change, Entry
from measures.asking.readings import Question
from tests import make
from tests.cast import Cast

NOTES = b"our own notes of 2026"


def test_a_record_is_kept_by_its_sum_and_seen_by_who_may_know(cast: Cast, client: Client) -> None:
    asset = make.asset("図面", department=cast.design, owner=cast.owner, technical=True)
    make.grant(asset, cast.listed)
    page = f"/assets/{asset.code}/development/"
    facts = {"what": "ノート第3冊", "made_on": today().isoformat(), "kept_at": "金庫"}
    make.signed_in(client, cast.sign_in("owner"))
    assert client.post(page, facts).status_code == 422  # neither file nor sum
    assert client.post(page, facts | {"sha256": "abc"}).status_code == 422
    assert client.post(page, facts | {"made_on": "2999-01-01", "sha256": "0" * 64}).status_code == 422
    assert client.post(page, facts | {"file": SimpleUploadedFile("n.pdf", NOTES)}).status_code == 302
    row = Development.objects.get()
    assert (row.sha256, row.by, row.on) == (sha256(NOTES).hexdigest(), cast.owner, today())
    assert not Blob.objects.exists()
    assert client.post(page, facts | {"sha256": row.sha256.upper()}).status_code == 422  # on record
    assert "DPT-01" not in {f.rule for f in Question(today()).explain(type(asset).objects.all()) if f.verdict == 3}
    for name, reads, changes in (("listed", True, False), ("nobody", False, False), ("steward", True, True)):
        make.signed_in(client, cast.sign_in(name))
        assert ("ノート第3冊" in client.get(f"/assets/{asset.code}/").content.decode()) is reads
        assert client.get(page).status_code == (200 if changes else 404)
    assert client.post(f"{page}{row.pk}/remove/").status_code == 302
    assert not Development.objects.exists()
    last = Entry.objects.latest("pk")
    assert (last.verb, last.about) == ("assets.remove_development", f"assets.asset:{asset.pk}")
    assert Change.objects.get(act=last.act).values["kept_at"] == ["金庫", None]
