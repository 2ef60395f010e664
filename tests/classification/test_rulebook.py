"""The company's own rules: pasted, split into clauses, adopted, confirmed, compared; and what nobody has ruled on."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import person_sight
from classification import rulebook
from classification.books import Clause, Confirmation, Edition, Rulebook, RuleTopic
from classification.clauses import Words, guess, joined, split
from classification.comparing import compare
from classification.handling import ChangedMeanwhile
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

TEXT = """秘密情報管理規程

第1章　総則

（目的）
第1条　この規程は、秘密情報の管理について定める。

第2条（秘密区分の指定）
秘密情報は、極秘、秘及び社外秘に区分する。
第3条の規定は、別に定める。

第3条（持出し）　秘密情報を持ち出すときは、承認を受ける。

附則
この規程は、2026年4月1日から施行する。
"""
ENGLISH = "Article 1 (Purpose)\nThese rules protect our secrets.\n\nArticle 2 (Audit)\nOnce a year."


def told(clauses: list[Words]) -> list[tuple[str, str, str]]:
    return [(each.number, each.title, each.topic) for each in clauses]


# The text


def test_a_pasted_regulation_falls_into_its_clauses() -> None:
    assert told(split(TEXT)) == [
        ("", "", ""),
        ("第1章", "総則", ""),
        ("第1条", "目的", "scope"),
        ("第2条", "秘密区分の指定", "classification"),
        ("第3条", "持出し", "transfer"),
        ("", "附則", ""),
    ]
    assert split(TEXT)[3].text == "秘密情報は、極秘、秘及び社外秘に区分する。\n第3条の規定は、別に定める。"


def test_an_english_one_too() -> None:
    assert told(split(ENGLISH)) == [("Article 1", "Purpose", "scope"), ("Article 2", "Audit", "audit")]


def test_a_topic_that_was_chosen_is_kept_and_the_others_are_guessed() -> None:
    topics = {"第2条": "label", "第3条": ""}
    assert [each.topic for each in split(TEXT, topics)[2:5]] == ["scope", "label", ""]


@pytest.mark.parametrize(
    ("title", "topic"),
    [("目的", "scope"), ("定義", "definition"), ("情報管理責任者", "roles"), ("秘密の表示", "label"), ("アクセス権者", "access"),
     ("保管", "storage"), ("複製", "copy"), ("私物端末の禁止", "personal_media"), ("取引先への開示", "disclosure"),
     ("他社の秘密情報", "received"), ("廃棄", "disposal"), ("在宅勤務", "telework"), ("クラウドサービスと生成AI", "cloud_ai"),
     ("来訪者", "visitor"), ("退職時の誓約", "personnel"), ("教育", "training"), ("監査", "audit"),
     ("漏えい時の報告", "incident"), ("懲戒", "sanction"), ("規程の改廃", "review"), ("雑則", "")],
)  # fmt: skip
def test_the_topic_is_guessed_by_the_title(title: str, topic: str) -> None:
    assert guess(Words("第9条", title, "")) == topic


@given(st.text(alphabet="第条章1２三（）()附則の、本文 　\nAarticle", max_size=120))
def test_a_text_put_together_again_falls_into_the_same_clauses(text: str) -> None:
    once = split(text)
    topics = {each.key: each.topic for each in once}
    assert [(c.number, c.title, c.text) for c in split(joined(once), topics)] == [
        (c.number, c.title, c.text) for c in once
    ]


@given(st.text(alphabet="第条1２（）本文\n", max_size=60))
def test_no_sign_of_a_text_is_lost(text: str) -> None:
    def signs(words: str) -> str:
        return "".join(sorted(sign for sign in words if sign not in "（）()【】" and not sign.isspace()))

    assert signs("".join(c.number + c.title + c.text for c in split(text))) == signs(text)


# Comparing


def test_two_editions_are_compared_clause_by_clause_and_word_by_word() -> None:
    before = split("第1条（目的）\n紙を守る。\n\n第2条（監査）\n年に一度。\n\n第3条（罰則）\n懲戒する。")
    after = split("第1条（目的）\n紙とデータを守る。\n\n第1条の2（教育）\n年に一度。\n\n第3条（罰則）\n懲戒する。")
    found = compare(before, after)
    assert [(each.number, each.state) for each in found] == [
        ("第1条", "changed"), ("第2条", "gone"), ("第1条の2", "new"), ("第3条", "same"),
    ]  # fmt: skip
    assert ("new", "とデータ") in found[0].pieces
    for each, words in zip((found[0], found[3]), (before[0], before[2]), strict=True):
        assert words.text in "".join(text for kind, text in each.pieces if kind != "new")


# Editions


@pytest.fixture
def chief(cast: Cast, client: Client) -> Client:
    make.signed_in(client, cast.sign_in("chief"))
    return client


def drafted(cast: Cast, text: str = TEXT, name: str = "秘密情報管理規程") -> Edition:
    who = person_sight(cast.chief)
    book = rulebook.begin(name, by=who)
    edition = book.editions.get()
    rulebook.amend(edition, split(text), seen=0, by=who)
    return edition


def adopted(cast: Cast, text: str = TEXT, days: int = 0, **names: str) -> Edition:
    edition = drafted(cast, text, **names)
    begins = today() + timedelta(days=days)
    rulebook.adopt(edition, today(), begins, seen=1, by=person_sight(cast.chief), adopted_at="取締役会")
    return edition


def test_the_chief_writes_and_adopts_it_on_the_pages(cast: Cast, chief: Client) -> None:
    answer = chief.post("/rules/company/new/", {"name": "テレワーク規程"})
    assert answer.status_code == 302
    page = answer.url
    assert chief.post(page, {"seen": "0", "text": TEXT}).status_code == 302
    text = chief.get(page).content.decode()
    assert "秘密区分の指定" in text
    assert "Telework" in text  # not spoken of yet
    chosen = {"seen": "1", "text": TEXT, "topic:第3条": "telework", "note": "first"}
    assert chief.post(page, chosen).status_code == 302
    day = today().isoformat()
    adopt = {"seen": "2", "adopted_on": day, "from_on": day, "adopted_at": "取締役会"}
    wrong = chief.post(page.replace("draft", "adopt"), adopt | {"adopted_on": "soon", "adopted_at": ""})
    assert (wrong.status_code, Edition.objects.in_force().exists()) == (422, False)
    said = wrong.content.decode()
    assert said.count("invalid-feedback") == 2
    assert all(kept in said for kept in ('value="soon"', "秘密区分の指定", f'action="{page}"'))
    answer = chief.post(page.replace("draft", "adopt"), adopt)
    assert (answer.status_code, Edition.objects.in_force().get().note) == (302, "first")
    assert Clause.objects.get(number="第3条").topic == "telework"
    verbs = ["begin_rulebook", "amend_rulebook", "amend_rulebook", "adopt_rulebook"]
    kept = Entry.objects.filter(verb__startswith="classification.").order_by("pk").values_list("verb", flat=True)
    assert list(kept) == [f"classification.{verb}" for verb in verbs]


def test_only_what_changed_stands_in_the_journal(cast: Cast) -> None:
    edition = drafted(cast)
    before = Change.objects.filter(row__startswith="classification.clause").count()
    rulebook.amend(edition, split(TEXT.replace("承認を受ける", "許可を受ける")), seen=1, by=person_sight(cast.chief))
    assert Change.objects.filter(row__startswith="classification.clause").count() == before + 1


def test_what_was_adopted_is_changed_by_a_new_edition_alone(cast: Cast) -> None:
    who, edition = person_sight(cast.chief), adopted(cast)
    with pytest.raises(rulebook.NotADraft):
        rulebook.amend(edition, [], seen=2, by=who)
    with pytest.raises(rulebook.NotADraft):
        rulebook.adopt(edition, today(), today(), seen=2, by=who)
    fresh = rulebook.draft(edition.rulebook, by=who)
    assert (fresh.version, rulebook.as_words(fresh)) == (2, rulebook.as_words(edition))
    assert rulebook.draft(edition.rulebook, by=who) == fresh
    assert Edition.objects.in_force().get() == edition


def test_two_who_save_at_once_do_not_overwrite_each_other(cast: Cast, chief: Client) -> None:
    edition = drafted(cast)
    answer = chief.post(f"/rules/company/{edition.rulebook_id}/draft/", {"seen": "0", "text": "第1条　mine"})
    assert answer.status_code == 409
    assert "第1条　mine" in answer.content.decode()
    with pytest.raises(ChangedMeanwhile):
        rulebook.adopt(edition, today(), today(), seen=0, by=person_sight(cast.chief))
    assert edition.clauses.count() == 6


def test_one_draft_at_a_time_and_no_adoption_without_days(cast: Cast) -> None:
    edition = drafted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(rulebook=edition.rulebook, version=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(state="ADOPTED")


def test_nothing_is_not_adopted(cast: Cast) -> None:
    who = person_sight(cast.chief)
    edition = rulebook.begin("規程", by=who).editions.get()
    with pytest.raises(rulebook.Empty):
        rulebook.adopt(edition, today(), today(), seen=0, by=who)
    paper = SimpleUploadedFile("rules.pdf", b"%PDF-1.7 signed")
    rulebook.amend(edition, [], seen=0, by=who, file=paper)
    rulebook.adopt(edition, today(), today(), seen=1, by=who)
    assert Edition.objects.in_force().get() == edition


def test_it_holds_from_its_day_on(cast: Cast) -> None:
    edition = adopted(cast, days=10)
    assert not Edition.objects.in_force().exists()
    assert Edition.objects.in_force(today() + timedelta(days=10)).get() == edition


def test_an_edition_ends_the_day_before_the_next_begins(cast: Cast, chief: Client) -> None:
    first, who = adopted(cast), person_sight(cast.chief)
    begins = today() + timedelta(days=10)
    second = rulebook.draft(first.rulebook, by=who)
    ends = f"{today()} – {begins - timedelta(days=1)}"
    page = f"/rules/company/{first.rulebook_id}/"
    assert ends not in chief.get(page).content.decode()
    rulebook.adopt(second, today(), begins, seen=second.saves, by=who, adopted_at="取締役会")
    assert ends in chief.get(page).content.decode()


def test_rules_of_one_name_are_begun_once(cast: Cast, chief: Client) -> None:
    adopted(cast, name="テレワーク規程")
    answer = chief.post("/rules/company/new/", {"name": "テレワーク規程"})
    assert answer.status_code == 422
    assert "draft their next edition instead" in answer.content.decode()
    assert Rulebook.objects.count() == 1


# Confirming


def test_everybody_is_asked_to_confirm_each_edition(cast: Cast, client: Client) -> None:
    edition = adopted(cast)
    make.signed_in(client, cast.sign_in("nobody"))
    page = f"/rules/company/{edition.rulebook_id}/"
    assert "I have read this and will follow it" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(f"{page}confirm/", {"version": "1"}).status_code == 302
    assert Confirmation.objects.get().person == cast.nobody
    assert "I have read this and will follow it" not in client.get(page).content.decode()
    assert not rulebook.unread(cast.nobody, today()).exists()
    who = person_sight(cast.chief)
    fresh = rulebook.draft(edition.rulebook, by=who)
    rulebook.adopt(fresh, today(), today(), seen=0, by=who)
    assert rulebook.unread(cast.nobody, today()).get() == fresh
    assert client.post(f"{page}confirm/", {"version": "1"}).status_code == 302  # read before the change
    assert rulebook.unread(cast.nobody, today()).get() == fresh


def test_who_has_not_confirmed_is_told_to_those_who_look_after_it(cast: Cast, client: Client) -> None:
    edition = adopted(cast)
    for name in ("listed", "nobody", "auditor", "leaver"):
        cast.sign_in(name)
    rulebook.confirm(edition, by=person_sight(cast.listed))
    page = f"/rules/company/{edition.rulebook_id}/"
    make.signed_in(client, cast.sign_in("auditor"))
    text = client.get(page).content.decode()
    assert "無 関係" in text
    assert "林 緑" not in text
    assert "去 年" not in text
    make.signed_in(client, cast.sign_in("nobody"))
    assert "Who has not confirmed" not in client.get(page).content.decode()
    assert set(rulebook.not_confirmed_by(edition, today())) == set(Person.objects.employed()) - {cast.listed}


# Who may


@pytest.mark.parametrize("name", ["manager", "steward", "executive", "auditor", "administrator", "nobody"])
def test_a_draft_is_the_chiefs_and_to_others_not_there(cast: Cast, client: Client, name: str) -> None:
    edition = drafted(cast)
    make.signed_in(client, cast.sign_in(name))
    page, missing = f"/rules/company/{edition.rulebook_id}/", client.get("/rules/company/999999/")
    for where in ("", "draft/", "compare/", "file/1/", "?version=1"):
        answer = client.get(page + where)
        assert (answer.status_code, answer.content) == (404, missing.content), where
    for where, data in (("draft/", {"seen": "1", "text": "x"}), ("adopt/", {}), ("confirm/", {})):
        assert client.post(page + where, data).status_code == 404, where
    assert client.post("/rules/company/new/", {"name": "x"}).status_code == 404
    assert "秘密情報管理規程" not in client.get("/rules/company/").content.decode()


def test_beside_an_edition_in_force_the_draft_stays_the_chiefs(cast: Cast, client: Client) -> None:
    edition = adopted(cast)
    rulebook.draft(edition.rulebook, by=person_sight(cast.chief))
    make.signed_in(client, cast.sign_in("nobody"))
    page = f"/rules/company/{edition.rulebook_id}/"
    assert client.get(page).status_code == 200
    assert client.get(f"{page}?version=2").status_code == 404
    assert "version 2" not in client.get(page).content.decode()


# Coverage


def test_topics_without_a_clause_in_force_are_told(cast: Cast, chief: Client) -> None:
    adopted(cast)
    adopted(cast, "第1条（クラウド）\nx", name="生成AI利用ルール")
    drafted(cast, "第1条（監査）\nx", name="監査規程")
    answer = chief.get("/rules/company/")
    spoken = {"scope", "classification", "transfer", "cloud_ai"}
    assert {topic.value for topic in answer.context["missing"]} == set(RuleTopic.values) - spoken


def test_a_file_is_fetched_on_record(cast: Cast, client: Client) -> None:
    edition: Any = adopted(cast)
    Edition.objects.filter(pk=edition.pk).update(file=make.blob())
    make.signed_in(client, cast.sign_in("nobody"))
    answer = client.get(f"/rules/company/{edition.rulebook_id}/file/1/")
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 signed")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(verb="classification.fetch_rulebook", actor_id=cast.nobody.pk).exists()
    assert Rulebook.objects.count() == 1
