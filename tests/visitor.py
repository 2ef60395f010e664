"""A member of the cast at the browser, and what the wire carries to them: to compare two worlds byte for byte."""

import random
import re
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZipFile

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pypdf import PdfReader

SEAL = re.compile(r"\b([0-9a-f]{64}|(?<=SHA-256 )[0-9a-f]{12}(?=…))")
MADE = re.compile(r"(?<=W3CDTF\">)[^<]*")
UNTOLD = ("Set-Cookie", "Expires")  # tokens and times; what a message says is read on the next page


@dataclass(frozen=True)
class Answer:
    """What the wire carries, and how often the database was asked for it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    asked: int

    def about(self, old: str, new: str) -> "Answer":
        """The same where the address that was asked for is repeated: `next` of the sign-in page."""
        return replace(self, headers=tuple((k, v.replace(old, new)) for k, v in self.headers))


class Visitor:
    """A member of the cast at the browser. Whatever they do is undone afterwards."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.told: dict[str, Answer] = {}
        self._cookies = client.cookies.output()

    def begin(self) -> None:
        """A fresh browser that has only signed in."""
        self.told = {}
        cache.clear()
        ContentType.objects.clear_cache()
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies.replace("Set-Cookie:", ""))

    def get(self, address: str, label: str = "", **headers: str) -> Answer:
        return self._ask("get", address, label or f"GET {address} {headers or ''}", None, headers)

    def post(self, address: str, data: Any, label: str) -> Answer:
        """Post, and read where it leads."""
        answer = self._ask("post", address, label, data, {})
        if (location := dict(answer.headers).get("Location")) is not None:
            return self.get(location, f"{label} → {location}")
        return answer

    def _ask(self, method: str, address: str, label: str, data: Any, headers: dict[str, str]) -> Answer:
        random.seed(label)
        asked = count()
        with connection.execute_wrapper(lambda execute, *facts: (next(asked), execute(*facts))[1]):
            response = getattr(self.client, method)(address, data, headers=headers)
        untold = (*UNTOLD, "Content-Length") if is_packed(response) else UNTOLD  # seal and time are packed along
        kept = tuple(sorted((k, v) for k, v in response.headers.items() if k not in untold))
        answer = Answer(response.status_code, kept, body_of(response), next(asked))
        self.told[label] = answer
        return answer


def is_paper(response: Any) -> bool:
    return response.content.startswith(b"%PDF-")


def is_packed(response: Any) -> bool:
    """A paper or a workbook: a few bytes of it depend on when it was made."""
    return is_paper(response) or response.content.startswith(b"PK")


def body_of(response: Any) -> str:
    """The text of an answer; of a paper, its pages. The journal's seal depends on every act, and tells of none."""
    if is_paper(response):
        pages = [page.extract_text() for page in PdfReader(BytesIO(response.content)).pages]
        return SEAL.sub("seal", "\f".join(pages))
    if response.content.startswith(b"PK"):
        return book_of(response.content)
    if response.headers.get("Content-Type", "").startswith("image/"):
        return response.content.decode("latin-1")
    return SEAL.sub("seal", response.content.decode())


def book_of(content: bytes) -> str:
    """The parts of a workbook; the second in which it was made is no part of them."""
    with ZipFile(BytesIO(content)) as book:
        parts = [f"{name}: {book.read(name).decode()}" for name in sorted(book.namelist())]
    return MADE.sub("made", "\n".join(parts))
