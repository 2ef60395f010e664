"""Every page × every member of the cast: what each method answers, from a table. A page that is not in it fails.

The asset belongs to the design department; whoever may not know of it gets, byte for byte, the 404 of an asset that
does not exist.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts import invitations
from accounts.models import Delegation, LeaverCase, Logo, Mandate, Party, Pledge, Posting, Training
from accounts.querysets import today
from accounts.sight import person_sight
from assets import asking, bulk, rounds
from assets.kinds import State
from assets.models import AccessRequest, Asset, AssetFile, Comment, Grant, GrantProposal, Link, Round
from classification import rulebook
from classification.clauses import Words
from classification.levels import Level
from classification.models import Edition, Rulebook
from desk.models import SavedView
from exchange.models import Draft
from journal.acts import act
from journal.models import Entry, Sighting
from journal.sightings import note
from measures.models import Attestation
from reports.models import Report
from tests import make
from tests.cast import MEMBERS, Cast

SEES = {"owner", "listed", "manager", "chief", "executive", "steward", "auditor", "deputy"}
CARRIES = {"owner", "manager", "deputy", "chief", "steward"}
GRANTS = {"owner", "manager", "deputy", "chief"}
ANSWERS = GRANTS  # the owner, and those who stand for the owner
PEOPLE = set(MEMBERS) - {"leaver", "root"}
SIGNED_IN = set(MEMBERS) - {"leaver"}
LEADS = {"manager", "deputy", "chief", "steward", "executive"}
STAFF = {"administrator"}
WIDE = {"chief", "executive", "steward", "auditor"}
READS_STORY = WIDE | {"owner", "manager", "deputy"}
KEEPS = {"chief", "steward", "administrator"}  # people, and the contacts of “If it leaked”
APPOINTS = {"chief", "executive", "administrator"}
BREAKS_GLASS = {"manager", "deputy", "administrator"}
LOOKS_UP = KEEPS | APPOINTS | {"manager", "deputy", "auditor"}  # the colleague of the design department
RECORDS = {"manager", "deputy", "chief", "steward"}  # what the owner has signed and learnt
READS = {"owner", "auditor", "executive", *RECORDS}
LOOKS_AFTER = {"administrator", "root"}

# route → who gets a page for GET, who for POST (everyone else signed in: 404 where a thing is asked for, else as said).
# "405": the method does not exist there.
TABLE: dict[str, tuple[Any, Any]] = {
    "desk:home": (SIGNED_IN, "405"),
    "desk:list": (SIGNED_IN, "405"),
    "desk:matrix": (SIGNED_IN, "405"),
    "desk:usable": (SIGNED_IN, "405"),
    "desk:ask": (PEOPLE, PEOPLE),
    "desk:usable_request": (
        {"listed", "manager", "deputy", "chief", "steward"},
        {"listed", "manager", "deputy", "chief", "steward"},
    ),
    "desk:facets": (SIGNED_IN, "405"),
    "desk:take_out": ("405", SIGNED_IN),
    "desk:columns": ("405", PEOPLE),
    "desk:view_save": ("405", PEOPLE),
    "desk:view_drop": ("405", {"steward"}),
    "desk:bulk": ("405", SIGNED_IN),
    "desk:bulk_done": ({"steward"}, {"steward"}),
    "desk:detail": (SEES, "405"),
    "desk:past": (SEES, "405"),
    "desk:audience": (SEES, "405"),
    "desk:start": (set(), set()),
    "desk:journal": (SIGNED_IN, "405"),
    "desk:journal_act": (READS_STORY, {"chief", "steward"}),
    "desk:journal_sighting": (WIDE, {"chief", "steward"}),
    "desk:leaked": (SIGNED_IN, "405"),
    "desk:contact_new": (KEEPS, KEEPS),
    "desk:contact": (KEEPS, KEEPS),
    "desk:contact_step": ("405", KEEPS),
    "desk:prefecture": ("405", KEEPS),
    "desk:rules_sheet": (SIGNED_IN, "405"),
    "desk:settings": (STAFF | {"chief"}, STAFF),
    "desk:logo": (PEOPLE | {"root"}, "405"),
    "desk:logo_change": ("405", STAFF),
    "desk:threshold": (STAFF | {"chief"}, STAFF | {"chief"}),
    "assets:new": (PEOPLE, "405"),
    "assets:enter": (PEOPLE, PEOPLE),
    "assets:similar": (SIGNED_IN, "405"),
    "assets:copy": ("405", CARRIES),
    "assets:add_photo": (CARRIES, CARRIES),
    "assets:photo": (SEES, "405"),
    "assets:remove_photo": ("405", CARRIES),
    "assets:label": (SEES, "405"),
    "assets:approvals": (SIGNED_IN, "405"),
    "assets:together": (SIGNED_IN, SIGNED_IN),
    "assets:edit": (CARRIES, CARRIES),
    "assets:judge": (CARRIES, CARRIES),
    "assets:choose": (CARRIES, CARRIES),
    "assets:decide": ({"manager", "deputy"}, "405"),
    "assets:step": ("405", SEES),
    "assets:seal": ("405", {"manager", "deputy", "chief"}),
    "assets:unseal": ("405", {"manager", "deputy", "chief"}),
    "desk:access": (GRANTS, GRANTS),
    "assets:confirm_access": ("405", GRANTS),
    "assets:accept_proposals": ("405", GRANTS),
    "assets:end_access": ("405", GRANTS),
    "assets:decline_proposal": ("405", set()),  # ours has none; see tests/desk/test_access_page.py
    "desk:agreements": (SIGNED_IN, "405"),
    "desk:balance": (SIGNED_IN, "405"),
    "desk:rounds": (SIGNED_IN, {"manager", "deputy", "chief", "steward"}),
    "desk:round": (SEES, "405"),
    "desk:review": (SIGNED_IN, "405"),
    "desk:review_line": ("405", {"owner"}),
    "desk:agree": ("405", {"chief"}),
    "desk:agree_line": ("405", {"chief"}),
    "assets:discussion": (SEES, SEES),
    "assets:withdraw_comment": ("405", ANSWERS | {"listed"}),
    "assets:take_up": ("405", ANSWERS),
    "assets:related": (CARRIES, CARRIES),
    "assets:part": ("405", CARRIES),
    "exchange:upload": (SIGNED_IN, SIGNED_IN),
    "exchange:export": ("405", SIGNED_IN),
    "exchange:draft": ({"steward"}, "405"),
    "exchange:apply": ("405", {"steward"}),
    "exchange:discard": ("405", {"steward"}),
    "measures:overview": (SIGNED_IN, "405"),
    "measures:detail": (SIGNED_IN, SIGNED_IN),
    "measures:withdraw": ("405", CARRIES),
    "measures:attest_asset": (CARRIES, CARRIES),
    "measures:exempt_asset": ({"chief", "executive"}, {"chief", "executive"}),
    "reports:list": (SIGNED_IN, SIGNED_IN),
    "reports:download": ({"auditor"}, "405"),
    "accounts:recognition": (SIGNED_IN, "405"),
    "accounts:training_new": (RECORDS, RECORDS),
    "accounts:pledges": (READS, RECORDS),
    "accounts:pledge_file": (READS, "405"),
    "accounts:pledge_remove": ("405", RECORDS),
    "accounts:trainings": (READS, "405"),
    "accounts:training_file": (READS, "405"),
    "accounts:training_remove": ("405", RECORDS),
    "classification:handling": (SIGNED_IN, "405"),
    "classification:books": (SIGNED_IN, "405"),
    "classification:book_new": ({"chief"}, {"chief"}),
    "classification:book": (SIGNED_IN, "405"),
    "classification:book_edit": ({"chief"}, {"chief"}),
    "classification:book_adopt": ("405", {"chief"}),
    "classification:book_confirm": ("405", PEOPLE),
    "classification:book_compare": (SIGNED_IN, "405"),
    "classification:book_file": (SIGNED_IN, "405"),
    "classification:scale": (SIGNED_IN, {"chief"}),
    "classification:levels": (SIGNED_IN, {"chief"}),
    "classification:handling_edit": ({"chief"}, {"chief"}),
    "classification:confirm": (PEOPLE, PEOPLE),
    "people:list": (LOOKS_UP, "405"),
    "people:new": (KEEPS, KEEPS),
    "people:edit": (KEEPS, KEEPS),
    "people:move": (KEEPS, KEEPS),
    "people:departments": (LOOKS_UP, "405"),
    "people:new_department": (KEEPS, KEEPS),
    "people:department": (KEEPS, KEEPS),
    "people:new_party": (KEEPS, KEEPS),
    "people:party": (KEEPS, KEEPS),
    "people:mandates": (APPOINTS, APPOINTS),
    "people:self_approval": ({"chief", "executive"}, {"chief", "executive"}),
    "people:delegations": (SIGNED_IN, {"manager", "deputy", "chief", "executive"}),
    "people:end_delegation": ("405", {"manager", "chief"}),
    "people:end_mandate": ("405", APPOINTS),
    "desk:emergency": (BREAKS_GLASS, BREAKS_GLASS),
    "desk:person": (LOOKS_UP | {"colleague"}, "405"),
    "desk:confirm_access": ("405", LOOKS_UP | {"colleague"}),
    "desk:leave": (KEEPS, KEEPS),
    "desk:hand_over": ("405", KEEPS),
    "desk:leaver_paper": (KEEPS, "405"),
    "desk:end_leaving": ("405", KEEPS),
    "desk:reached": (LOOKS_UP - {"administrator"} | {"colleague"}, "405"),
    "account_login": ("open", "open"),
    "account_logout": (SIGNED_IN, SIGNED_IN),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_authenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_index": (SIGNED_IN, "405"),
    "mfa_list_webauthn": (SIGNED_IN, "405"),
    "mfa_add_webauthn": (set(), set()),  # switched off unless asked for; see tests/accounts/test_security_keys.py
    "mfa_remove_webauthn": (set(), set()),
    "mfa_reauthenticate_webauthn": (set(), set()),
    "mfa_activate_totp": (SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": (SIGNED_IN, SIGNED_IN),
    "mfa_view_recovery_codes": (set(), "405"),
    "mfa_generate_recovery_codes": (SIGNED_IN, SIGNED_IN),
    "end_other_sessions": ("405", SIGNED_IN),
    "end_session": ("405", set()),
    "invitation": ("open", "open"),
    "sign_ins": (LOOKS_AFTER, "405"),
    "sign_in_detail": (LOOKS_AFTER, "405"),
    "sign_in_invite": ("405", LOOKS_AFTER),
    "sign_in_withdraw": ("405", LOOKS_AFTER),
    "sign_in_end_sessions": ("405", LOOKS_AFTER),
    "sign_in_remove_factor": ("405", LOOKS_AFTER),
    "sign_in_link": ("405", set()),  # only with an account service; see tests/company_accounts
    "sign_in_unlink": ("405", LOOKS_AFTER),
    "set_language": ("405", "open"),
}
ADMIN = "admin:"


def routes(resolver: Any = None, space: str = "") -> list[str]:
    """Every named route of the site."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += routes(entry, space + f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name or entry.pattern}")
    return found


def test_every_route_has_its_line() -> None:
    ours = [route for route in routes() if not route.startswith(ADMIN)]
    assert sorted(ours) == sorted(TABLE)


NAME = "歯面処理剤の素材配合"


def our_asset() -> Asset:
    """The asset of the scene (there is a second one, with which it belongs together)."""
    return Asset.objects.get(name=NAME)


@pytest.fixture
def scene(cast: Cast) -> dict[str, str]:
    """An asset in review with everything that hangs on one, and the addresses that lead to it."""
    for name in MEMBERS:
        cast.sign_in(name)
    review: dict[str, Any] = {
        "state": State.IN_REVIEW,
        "proposed_level": Level.SECRET,
        "submitted_by": cast.owner,
        "judged_by": cast.owner,
    }
    asset = make.asset(NAME, department=cast.design, owner=cast.owner, entered_by=cast.enterer, **review)
    make.carrier(asset)
    AssetFile.objects.create(asset=asset, blob=make.blob(b"\x89PNG\r\n\x1a\n", "front.png"), by=cast.owner)
    make.judgement(asset, cast.owner)
    grant = make.grant(asset, cast.listed)
    make.grant(asset, cast.newcomer)
    until = today() + timedelta(days=9)
    rounds.begin(Asset.objects.filter(pk=asset.pk), cast.design, until, by=person_sight(cast.manager))
    word = Attestation.objects.create(
        measure="E1-d", asset=asset, by=cast.owner, from_on="2026-01-01", until_on="2999-01-01"
    )
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.change(asset, summary="oil")
    together(cast, asset)
    asking.ask("oil for the mill", cast.design, by=person_sight(cast.listed))
    SavedView.objects.create(person=cast.steward, name="mine", query="kind=PAP")
    note(cast.owner, "assets.view", asset)
    draft = Draft.objects.create(by=cast.steward, filename="x.xlsx", sha256="0" * 64, ledger=EMPTY)
    report = Report.objects.create(
        language="ja",
        on="2026-11-01",
        data_at="2026-11-01T00:00Z",
        made_by=cast.auditor,
        level=20,
        assets=[asset.pk],
        sha256="0" * 64,
        figures_sha256="0" * 64,
        journal_count=0,
        journal_mac="",
    )
    report.path.write_bytes(b"%PDF")
    Logo.objects.create(company=cast.company, media_type="image/png", content=b"")
    import hashlib

    Report.objects.update(sha256=hashlib.sha256(b"%PDF").hexdigest())
    report.refresh_from_db()
    report.path.write_bytes(b"%PDF")
    Party.objects.create(code="C01", name="みらいスタッフ")
    LeaverCase.objects.create(person=cast.colleague, notice_on=today(), last_on=today())
    other = make.asset("歯面処理剤の試験", department=cast.design, owner=cast.owner)
    Link.objects.create(asset=asset, other=other, kind=Link.Kind.PART_OF, by=cast.owner, on=today())
    Comment.objects.create(
        asset=asset, by=cast.listed, kind=Comment.Kind.IDEA, text="歯面処理剤を薄める", at=timezone.now()
    )
    top_secret(cast)
    ruled(cast)
    make.pledge(cast.owner, file=make.blob())
    make.training(cast.owner, file=make.blob())
    make.delegation(cast.manager, cast.newcomer)
    return addresses(asset.code, grant.pk, word.pk, draft.pk, report.number) | people(cast)


def ruled(cast: Cast) -> None:
    """Company rules in force, with their paper, and the draft of the next edition."""
    who = person_sight(cast.chief)
    book = rulebook.begin("秘密情報管理規程", by=who)
    edition = book.editions.get()
    rulebook.amend(edition, [Words("第1条", "目的", "x", "scope")], seen=0, by=who)
    Edition.objects.filter(pk=edition.pk).update(file=make.blob(b"\x89PNG\r\n\x1a\n rules", "rules.png"))
    rulebook.adopt(Edition.objects.get(pk=edition.pk), today(), today(), seen=1, by=who)
    rulebook.draft(book, by=who)


def top_secret(cast: Cast) -> None:
    """An asset that became a top secret: a line from before, and one that its owner has given since."""
    asset = make.asset("試作の図", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    make.grant(asset, cast.newcomer, approved_by=cast.owner)
    given = {"department": cast.sales, "granted_by": cast.owner, "granted_on": today(), "purpose": "見積り"}
    GrantProposal.objects.create(asset=asset, words="営業部", proposed_on=today(), **given)


def together(cast: Cast, asset: Asset) -> None:
    """The steward changed its custodian, as one changes many."""
    who, edit = person_sight(cast.steward), bulk.Edit("custodian", cast.owner)
    rows = list(Asset.objects.seen_by(who).filter(pk=asset.pk))
    bulk.change(edit, rows, "r", bulk.digest_of(bulk.preview(edit, rows, by=who)), by=who)


def people(cast: Cast) -> dict[str, str]:
    """Addresses of pages about somebody's sign-in."""
    from django.urls import reverse

    routes = ("detail", "invite", "withdraw", "end_sessions", "remove_factor", "link", "unlink")
    somebody = {f"sign_in_{route}": reverse(f"sign_in_{route}", args=[cast.newcomer.code]) for route in routes}
    link = reverse("invitation", args=[invitations.invite(cast.colleague, cast.administrator)])
    return somebody | {"invitation": link}


EMPTY: dict[str, Any] = {"columns": [], "rows": [], "problems": [], "notes": [], "scale": None}


def addresses(code: str, grant: int, word: int, draft: int, report: str) -> dict[str, str]:
    from django.urls import reverse

    hung: dict[str, list[Any]] = (
        {
            "assets:step": [code, "submit"],
            "assets:enter": ["mold"],
            "assets:photo": [code, AssetFile.objects.get().pk],
            "assets:remove_photo": [code, AssetFile.objects.get().pk],
            "assets:end_access": [code, grant],
            "assets:decline_proposal": [code, 1],
            "desk:round": [Round.objects.get().pk],
            "desk:review_line": [Grant.objects.filter(asset__name=NAME).latest("pk").pk, "confirmed"],
            "desk:agree": [GrantProposal.objects.get().pk],
            "desk:agree_line": [Grant.objects.get(asset__level=Level.TOP_SECRET).pk],
            "assets:withdraw_comment": [code, Comment.objects.get().pk],
            "assets:take_up": [code, Comment.objects.get().pk],
            "assets:part": [code, Link.objects.get().pk],
            "desk:contact": ["police-13"],
            "desk:threshold": ["ACC-02", "months", "SECRET"],
            "desk:contact_step": ["police-13", "confirm"],
            "exchange:draft": [draft],
            "exchange:apply": [draft],
            "exchange:discard": [draft],
            "measures:detail": ["E1-a"],
            "measures:withdraw": ["E1-d", word],
            "measures:attest_asset": ["E1-d", code],
            "measures:exempt_asset": ["E1-d", code],
            "reports:download": [report],
            "classification:handling_edit": ["SECRET"],
            "classification:book": [Rulebook.objects.get().pk],
            "classification:book_edit": [Rulebook.objects.get().pk],
            "classification:book_adopt": [Rulebook.objects.get().pk],
            "classification:book_confirm": [Rulebook.objects.get().pk],
            "classification:book_compare": [Rulebook.objects.get().pk],
            "classification:book_file": [Rulebook.objects.get().pk, 1],
            "classification:confirm": ["SECRET"],
            "desk:journal_act": [Entry.objects.get(about=f"assets.asset:{our_asset().pk}").act],
            "desk:usable_request": [AccessRequest.objects.get().pk],
            "desk:view_drop": [SavedView.objects.get().pk],
            "desk:bulk_done": [Entry.objects.get(verb=bulk.VERB).act],
            "desk:journal_sighting": [Sighting.objects.get().pk],
            "end_session": [1],
            "mfa_remove_webauthn": [1],
        }
        | recorded()
        | people_and_posts()
    )
    on_asset = {
        "desk:detail",
        "desk:past",
        "desk:audience",
        "assets:edit",
        "assets:copy",
        "assets:add_photo",
        "assets:label",
        "assets:judge",
        "assets:choose",
        "assets:decide",
        "assets:seal",
        "assets:unseal",
        "desk:access",
        "assets:confirm_access",
        "assets:accept_proposals",
        "assets:discussion",
        "assets:related",
    }
    ours = [route for route in TABLE if not route.startswith(("sign_in_", "invitation"))]
    return {route: reverse(route, args=hung.get(route, [code] if route in on_asset else [])) for route in ours}


def recorded() -> dict[str, list[Any]]:
    """What leads to the owner's pledge and training."""
    pledge, training = Pledge.objects.select_related("person").get(), Training.objects.get()
    code = pledge.person.code
    hung: dict[str, list[Any]] = {"accounts:pledges": [code], "accounts:trainings": [code]}
    for name, row in (("pledge", pledge), ("training", training)):
        hung |= {f"accounts:{name}_{deed}": [code, row.pk] for deed in ("file", "remove")}
    return hung


def people_and_posts() -> dict[str, list[Any]]:
    """What leads to the colleague, who is leaving, to a department, a firm and the steward's mandate."""
    code = Posting.objects.get(person__name="同 僚").person.code
    of_person = ("people:edit", "people:move", "desk:person", "desk:confirm_access", "desk:leave", "desk:hand_over")
    hung: dict[str, list[Any]] = {route: [code] for route in (*of_person, "desk:leaver_paper", "desk:reached")}
    return hung | {
        "desk:end_leaving": [code, "withdraw"],
        "people:department": ["SAL"],
        "people:party": [Party.objects.get().code],
        "people:end_delegation": [Delegation.objects.get().pk],
        "people:end_mandate": [Mandate.objects.get(role="STEWARD").pk],
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MEMBERS)
def test_every_page(cast: Cast, scene: dict[str, str], client: Client, name: str, method: str) -> None:
    for route, address in scene.items():
        expected = TABLE[route][method == "post"]
        client.force_login(cast.sign_in(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        status = getattr(client, method)(address).status_code
        where = f"{name} {method} {address}: {status}"
        if name == "leaver" and expected not in ("open",):
            assert status == 302, where
        elif expected == "405":
            assert status == 405, where
        elif expected == "open" or name in expected:
            assert status in (200, 302, 400, 409, 422), where
        else:
            assert status in (403, 404), where
        assert "歯面処理剤" not in answer_text(client, method, address, status, name), where


def answer_text(client: Client, method: str, address: str, status: int, name: str) -> str:
    """What whoever may not know of the asset gets to read; nothing to look at for those who may."""
    if name in SEES or status not in (403, 404):
        return ""
    return getattr(client, method)(address).content.decode()


@pytest.mark.parametrize("method", ["get", "post", "head", "put", "patch", "delete", "options", "trace"])
def test_hidden_and_missing_are_the_same(cast: Cast, scene: dict[str, str], client: Client, method: str) -> None:
    code = our_asset().code
    client.force_login(cast.sign_in("nobody"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in scene.values():
        if code in address:
            hidden, missing = (getattr(client, method)(a) for a in (address, address.replace(code, "K-22222-2")))
            assert hidden.status_code == missing.status_code, address
            assert hidden.content == missing.content, address


@pytest.mark.parametrize("route", sorted(set(TABLE) - {"account_login", "set_language", "desk:start", "invitation"}))
def test_strangers_are_sent_to_sign_in(scene: dict[str, str], client: Client, route: str) -> None:
    for method in ("get", "post"):
        status = getattr(client, method)(scene[route]).status_code
        assert status in (302, 405), (route, method, status)


def test_the_admin_is_for_staff_and_holds_no_assets(cast: Cast, client: Client) -> None:
    from django.contrib import admin

    held = {model._meta.app_label for model in admin.site._registry}
    assert held == {"accounts"}
    for name in ("steward", "chief", "nobody"):
        client.force_login(cast.sign_in(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get("/admin/").status_code == 302
    client.force_login(cast.sign_in("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/").status_code == 200


def test_no_page_is_kept_and_the_policy_is_strict(cast: Cast, scene: dict[str, str], client: Client) -> None:
    client.force_login(cast.sign_in("steward"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for route in ("desk:home", "desk:list", "desk:detail", "measures:overview", "reports:list", "exchange:upload"):
        answer = client.get(scene[route])
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "style=" not in answer.content.decode(), route
        assert "onclick" not in answer.content.decode(), route
