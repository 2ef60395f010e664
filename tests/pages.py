"""What a page offers: its links and its forms, read from its HTML. Tests follow and fill them in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

TEXTS = {"text", "search", "email", "url", "tel", "textarea"}


@dataclass
class Field:
    """One control of a form: its kind, the values it offers, and those that are set."""

    kind: str
    offers: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page; `fields` by name."""

    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """What a browser sends when nothing is touched."""
        return {name: list(f.values) for name, f in self.fields.items() if f.values and f.kind != "file"}

    def with_texts(self, words: str) -> dict[str, list[str]]:
        """The same with these words in every field that takes words."""
        texts = {name: [words] for name, f in self.fields.items() if f.kind in TEXTS}
        return self.filled() | texts

    def with_choices(self, value: str) -> dict[str, list[str]]:
        """The same with this value wherever one chooses, ticks, or is remembered by number."""
        kinds = {"select", "radio", "checkbox", "hidden", "number"}
        chosen = {name: [value] for name, f in self.fields.items() if f.kind in kinds and counts_nothing(name)}
        return self.filled() | chosen


def counts_nothing(name: str) -> bool:
    """Is it neither the token nor a formset's own arithmetic?"""
    return name != "csrfmiddlewaretoken" and not name.endswith("_FORMS")


class Page(HTMLParser):
    """Links (whole addresses on this site, and whatever leads out), what scripts fetch, and forms."""

    def __init__(self, html: str, address: str = "/") -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.sources: list[str] = []
        self.fetched: list[str] = []  # by scripts: `hx-get`, and addresses in `data-` attributes
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # the parser's own name
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(urljoin(self.address, found["href"]).partition("#")[0])
        elif tag in ("script", "img", "link", "iframe", "source", "use"):
            self.sources.append(found.get("src") or found.get("href") or "")
        elif tag == "form":
            self._form = Form(
                found.get("method", "get").lower(), urljoin(self.address, found.get("action") or self.address)
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, found, self._form)
        asked = (value for name, value in found.items() if name == "hx-get" or name.startswith("data-"))
        self.fetched += [urljoin(self.address, value) for value in asked if value.startswith("/")]

    def _control(self, tag: str, found: dict[str, str], form: Form) -> None:
        name = found.get("name", "")
        if tag == "select" and name:
            self._select = form.fields.setdefault(name, Field("select"))
        elif tag == "option" and self._select is not None:
            self._offer(self._select, found.get("value", ""), "selected" in found)
        elif tag == "textarea" and name:
            self._area = form.fields.setdefault(name, Field("textarea", values=[""]))
        elif tag == "button" and name:  # sent only by whoever presses it
            self._offer(form.fields.setdefault(name, Field("button")), found.get("value", ""), False)
        elif tag == "input" and name:
            kind = found.get("type", "text").lower()
            control = form.fields.setdefault(name, Field(kind))
            ticks = kind in ("radio", "checkbox")
            self._offer(control, found.get("value", "on" if ticks else ""), not ticks or "checked" in found)

    def _offer(self, control: Field, value: str, chosen: bool) -> None:
        control.offers.append(value)
        if chosen:
            control.values.append(value)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values = [self._area.values[0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            if not self._select.values and self._select.offers:
                self._select.values = self._select.offers[:1]
            self._select = None
        elif tag == "textarea":
            self._area = None

    def questions(self, *words: str) -> list[str]:
        """Every address that this page itself offers with another question: pages, facets, one filter at a time;
        and each of these words wherever it takes words."""
        here = urlsplit(self.address).path
        linked = [link for link in self.links if urlsplit(link).path == here and urlsplit(link).query]
        asked = [
            f"{urlsplit(form.action).path}?{urlencode({name: value})}"
            for form in self.forms
            if form.method == "get"
            for name, control in form.fields.items()
            for value in ([*control.offers, *words] if control.kind in TEXTS else control.offers)
            if value
        ]
        return list(dict.fromkeys([*linked, *asked]))

    def own(self) -> list[str]:
        """Links that stay on this site."""
        return [link for link in self.links if urlsplit(link).netloc == "" and link.startswith("/")]


def page_of(answer: Any, address: str) -> Page:
    """The page of a test client's answer."""
    return Page(answer.content.decode(), address)
