"""From outside: every address that anybody meets on their pages, asked by everybody else.

Each member of the cast walks through the site as a browser would, by the links and forms of the pages. Whatever
addresses they meet are then asked by all others, too. Whoever may not know of the hidden asset reads nothing of it, and
is told of each thing that they may not see what they would be told if it did not exist. Papers are left as the pages
they are made of, so that their words can be read here.
"""

import logging
import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import Company, Party
from assets.models import Asset, Carrier, Grant, Judgement
from exchange.models import Draft
from journal.models import Entry, Sighting
from measures.asking.readings import Question
from reports.models import Report
from tests import make
from tests.cast import MEMBERS, Cast
from tests.pages import Page
from tests.permissions import ADMIN, TABLE
from tests.test_two_worlds import BUSINESS, CODE, MISSING, PK, cast_off, hide, undone

HIDDEN = ("奈落", BUSINESS, CODE)  # every text of the hidden asset has one of them
PRINCIPALS = (*MEMBERS, "neighbour", "former", "keeper", "outsider", "stranger")
ALL_METHODS = ("nobody", "manager")  # they try every method
OTHER_METHODS = ("head", "put", "patch", "delete", "options", "trace")
TOKENS = re.compile(r'(nonce|name="csrfmiddlewaretoken" value|"X-CSRFToken":) ?=? ?"[^"]*"')
SECRET_TOKEN = "invitation"
OPEN = {"account_login", "set_language"}  # to whoever is not signed in
UNLINKED = {  # pages to which no link leads, and why
    "desk:bulk_done": "what a change of many assets leads to, once it is made",
    "mfa_list_webauthn": "security keys stand on the page of all factors; this leads there",
    "account_reauthenticate": "where whoever signed in long ago is sent before what matters",
    "mfa_reauthenticate": "the same by the second factor",
    "mfa_authenticate": "the second half of signing in",
}


@dataclass
class Reader:
    """Somebody at a browser: who they are, what they may know, what they have met."""

    name: str
    client: Client
    knows: bool
    met: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, address: str) -> Any:
        """One request, as if they had just signed in; what it writes is taken back."""
        self.client.cookies = SimpleCookie(self._cookies)
        with undone():
            answer = getattr(self.client, method)(address)
        where = f"{self.name} {method} {address}: {answer.status_code}"
        assert answer.status_code < 500, where
        is_strict(answer, where)
        if not self.knows:
            assert not told(answer, address), where
        return answer


def is_strict(answer: Any, where: str) -> None:
    """What every answer carries, and that its page loads nothing from elsewhere."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert not re.search(r"https?:|\*", policy), where
    assert answer.headers["Cache-Control"] == "no-store", where
    assert answer.headers["Referrer-Policy"] == "same-origin", where
    if is_page(answer):
        page = Page(answer.content.decode())
        loaded = [*page.sources, *(form.action for form in page.forms)]
        assert [each for each in loaded if urlsplit(each).netloc] == [], where


def is_page(answer: Any) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming


def told(answer: Any, address: str) -> list[str]:
    """Which of the hidden asset's texts an answer holds. What the question itself says may be said again, and the
    address that was asked for may be where it leads."""
    asked = unquote_plus(urlsplit(address).query)
    headers = " ".join(value for name, value in answer.headers.items() if name != "Location")
    body = answer.content.decode(errors="replace")
    return [words for words in HIDDEN if words not in asked and (words in body or words in headers)]


def as_told(answer: Any) -> tuple[int, str]:
    return answer.status_code, TOKENS.sub(r"\1", answer.content.decode(errors="replace"))


class Unprinted:
    """A paper before it is a PDF."""

    def __init__(self, string: str, **_facts: Any) -> None:
        self.words = string

    def write_pdf(self, out: Any, **_facts: Any) -> None:
        out.write(b"%PDF-1.7 " + self.words.encode())


def remembered(ask: Callable[..., Any]) -> Callable[..., Any]:
    """How the same assets stand is worked out once, not for each page again: it takes most of the time."""
    answers: dict[Any, Any] = {}

    def remembering(question: Question, assets: Any, *by: str) -> Any:
        key = (question.on, by, *assets.order_by("pk").values_list("pk", flat=True))
        if key not in answers:
            answers[key] = ask(question, assets, *by)
        return copy(answers[key])

    return remembering


@pytest.fixture
def readers(cast: Cast, scene: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """Everybody, signed in; the hidden asset stands in the register beside the one of the scene."""
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)  # refusals are what is wanted here
    monkeypatch.setattr("reports.pdf.HTML", Unprinted)
    for name in ("tallies", "stands", "explain"):
        monkeypatch.setattr(Question, name, remembered(getattr(Question, name)))
    hide(cast)
    Asset.objects.filter(pk=PK).update(giver="奈落商事")
    Carrier.objects.filter(asset=PK).update(location="奈落の棚")
    Grant.objects.filter(asset=PK).update(purpose="奈落の仕事")
    make.asset("new", level=None, department=cast.design, owner=cast.owner)
    make.asset("in force", department=cast.design, owner=cast.owner)
    Company.objects.update(logo_sha256="0" * 64)
    Judgement.objects.filter(asset=PK).update(reasons={"NON_PUBLIC": "奈落の理由"})
    return [reader(cast, name) for name in PRINCIPALS]


def reader(cast: Cast, name: str) -> Reader:
    if name == "outsider":
        party = Party.objects.create(code="C09", name="外の会社")
        user = make.user(make.person("外 人", party=party), name, read=False, factor=False)
    else:
        user = cast_off(cast, name)
    client = Client(headers={"accept-language": "en"})
    if user is None:
        return Reader(name, client, knows=False)
    make.signed_in(client, user)
    return Reader(name, client, knows=Asset.objects.visible_to(user).filter(pk=PK).exists())


# Walking


def route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def question(query: str) -> list[str]:
    """What kind of question it is: filters are followed one at a time, for they combine without end."""
    asked = list(parse_qs(query))
    return asked if len(asked) < 2 else ["several"]


def walk(reader: Reader, ours: str, followed: set[tuple[str, ...]]) -> set[str]:
    """Follow what the pages offer, from the first page: every page once for each asset and kind of question.

    Args:
        reader: who walks.
        ours: the code of the asset beside the hidden one.
        followed: what others have opened; whoever may know of both assets leaves the questions that stand there.

    Returns:
        the routes that gave a page.
    """
    waiting, opened, reached = ["/"], set[tuple[str, ...]](), set[str]()
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        page = (route_of(address), *(code for code in (ours, CODE) if code in parts.path), *question(parts.query))
        reader.met.add(address)
        if page in opened or (reader.knows and parts.query and page in followed):
            continue
        opened.add(page)
        followed.add(page)
        reader.opened.add(address)
        answer = reader.ask("get", address)
        if answer.status_code == 200:
            reached.add(page[0])
        waiting += offers(reader, answer, address)
    return reached


def offers(reader: Reader, answer: Any, address: str) -> Iterator[str]:
    """Where a page leads: its links, its forms that ask a question, and where it sends whoever opens it."""
    if location := answer.headers.get("Location"):
        yield location
    if is_page(answer):
        page = Page(answer.content.decode(), address)
        yield from page.own()
        yield from page.questions()
        yield from page.fetched
        yield from (source for source in page.sources if route_of(source))
        for form in page.forms:
            if form.method == "get":
                yield f"{urlsplit(form.action).path}?{urlencode(form.filled(), doseq=True)}".removesuffix("?")
            else:
                reader.met.add(form.action)


# What does not exist


def twins(ours: str) -> dict[str, str]:
    """How each thing that somebody may not know of is named in an address, and a name that nothing has."""
    found = {CODE: MISSING, ours: MISSING, f"/{PK}/": f"/{PK + 5_000}/"}
    found |= {f"/{grant.pk}/": "/987654321/" for grant in Grant.objects.filter(asset__code=ours)}
    found |= {f"/import/{draft.pk}/": "/import/987654321/" for draft in Draft.objects.all()}
    found |= {report.number: "R-00000000" for report in Report.objects.all()}
    for key in (PK, Asset.objects.get(code=ours).pk):  # of the many acts one about each of the two
        act = Entry.objects.filter(about=f"assets.asset:{key}").earliest("pk").act
        found[str(act)] = str(UUID(int=7))
    return found | {f"/sightings/{row.pk}/": "/sightings/987654321/" for row in Sighting.objects.all()[:3]}


def missing(address: str, names: dict[str, str]) -> str:
    """The same address of something that does not exist; empty where it names none of these things."""
    path = urlsplit(address).path
    changed = path
    for name, nobody in names.items():
        changed = changed.replace(name, nobody)
    return changed if changed != path else ""


def chosen(met: set[str], names: dict[str, str]) -> list[str]:
    """What is asked by everybody: of each page one address, and one of each kind about things that are somebody's."""
    found: dict[tuple[str, ...], str] = {}
    for address in sorted(met):
        parts = urlsplit(address)
        secret = next((name for name in names if name in f"{parts.path}?{parts.query}"), "")
        if secret or not parts.query:
            found.setdefault((route_of(address), secret, *question(parts.query)), address)
    return list(found.values())


def test_whatever_anybody_meets_is_asked_by_everybody_else(readers: list[Reader]) -> None:
    ours = Asset.objects.get(name="歯面処理剤の素材配合").code
    followed: set[tuple[str, ...]] = set()
    reached = set().union(*(walk(reader, ours, followed) for reader in readers))
    pages = {route for route, (get, _post) in TABLE.items() if get and get != "405"}
    assert pages - reached == {*UNLINKED, SECRET_TOKEN}, "a page that no link leads to: why?"
    assert not any(route.startswith(ADMIN) for route in reached)  # nothing leads there (docs/decisions/0037)
    names = twins(ours)
    addresses = chosen(set().union(*(reader.met for reader in readers)), names)
    assert sum(CODE in address for address in addresses) > 10
    for reader in readers:
        for address in addresses:
            ask_all(reader, address, missing(address, names))


def ask_all(reader: Reader, address: str, twin: str) -> None:
    """Every method; where a thing is not there for them, it is as if it were not there at all."""
    cache.clear()
    first = () if address in reader.opened and not twin else ("get",)
    thorough = reader.name in ALL_METHODS
    written = (
        ("post",) if twin or thorough else ()
    )  # pages that are nobody's secret: tests/test_every_page.py posts them
    for method in (*first, *written, *(OTHER_METHODS if thorough else ())):
        answer = reader.ask(method, address)
        where = (reader.name, method, address, answer.status_code)
        if reader.name == "stranger":
            assert answer.status_code in (302, 405) or route_of(address) in OPEN, where
        elif answer.status_code == 404 and twin:
            assert as_told(answer) == as_told(reader.ask(method, twin)), where
        if CODE in urlsplit(address).path and not reader.knows:
            assert answer.status_code in (302, 404, 405), where
