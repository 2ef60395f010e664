"""A page of the journal: what was asked for, and each entry as a person reads it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, User
from assets.models import Asset
from assets.watch import DENIED
from desk.asset.story import who
from desk.chronicle.changes import RowChange, described
from desk.chronicle.labels import Labels, Thing, ref_of
from desk.chronicle.reading import Reader
from desk.chronicle.sentences import GROUPS, sentence, verbs_of
from journal.acts import name_of
from journal.correcting import remarks_on
from journal.models import Change, Entry, Link, Sighting

PAGE = 50
INLINE = 12  # an act with at most so many Changes shows them within the page
LISTED = 5  # assets of an export that are named on the page


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; `asset` is None with `asset_code` where they may not know of it, or there is none."""

    kind: str = ""
    person: Person | None = None
    asset_code: str = ""
    asset: Asset | None = None
    group: str = ""
    from_on: date | None = None
    until_on: date | None = None
    before: datetime | None = None
    shown: int = 0  # so many links of that very moment stood on the pages before

    def narrow(self, links: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Of the links that the reader may read, those looked for, newest first."""
        links = links.filter(self._about_asset(links.model, reader), self._of_person())
        if self.group:
            links = links.filter(verb__in=verbs_of(self.group))
        if self.from_on:
            links = links.filter(at__gte=midnight(self.from_on))
        if self.until_on:
            links = links.filter(at__lt=midnight(self.until_on + timedelta(days=1)))
        return (links.filter(at__lte=self.before) if self.before else links).order_by("-at", "-pk")

    def _about_asset(self, model: type[Link], reader: Reader) -> Q:
        if not self.asset_code:
            return Q()
        if self.asset is None:
            return Q(pk__in=[])
        name = name_of(self.asset)
        rule = Q(about=name) | reader.listed(Asset.objects.filter(pk=self.asset.pk))
        if model is Entry:
            rule |= Q(Exists(Change.objects.filter(act=OuterRef("act"), under=name)))
        return rule

    def _of_person(self) -> Q:
        if self.person is None:
            return Q()
        names = [name_of(self.person), *map(name_of, User.objects.filter(person=self.person))]
        return Q(actor_id=self.person.pk) | Q(about__in=names)


@dataclass(frozen=True)
class Said:
    """A remark with the name of who made it."""

    at: datetime
    who: str
    text: str | None


@dataclass(frozen=True)
class Line:
    """One entry on the page."""

    link: Link
    sentence: str
    about: Thing | None
    assets: tuple[Thing, ...] = ()
    more: bool = False
    changes: tuple[RowChange, ...] = ()
    url: str = ""
    remarks: tuple[Said, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=())


NO_SUCH = Thing(_("no such asset"), "")


def midnight(day: date) -> datetime:
    """The moment at which a day begins, in the company's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def found(reader: Reader, wanted: Wanted) -> tuple[list[Link], str]:
    """A page of links of both chains, newest first, and where the next page goes on ("" where there is none).

    What happened in one microsecond is told apart by how much of it was shown: numbers of links would tell how many
    there are of which one may not read.
    """
    reach = PAGE + 1 + wanted.shown
    links: list[Link] = []
    if wanted.kind != "sightings":
        links += wanted.narrow(reader.acts(), reader)[:reach]
    if wanted.kind != "acts":
        links += wanted.narrow(reader.sightings(), reader)[:reach]
    links.sort(key=lambda link: (link.at, isinstance(link, Entry), link.pk), reverse=True)
    skipped = sum(link.at == wanted.before for link in links[: wanted.shown])
    page, more = links[skipped : skipped + PAGE], len(links) > skipped + PAGE
    return page, _mark(page, wanted) if more else ""


def _mark(page: list[Link], wanted: Wanted) -> str:
    """The end of a page: its moment, and how many links of that moment have been shown by then."""
    last = page[-1].at
    shown = sum(link.at == last for link in page) + (wanted.shown if last == wanted.before else 0)
    return f"{last.isoformat()}~{shown}"


def lines_of(links: list[Link], reader: Reader) -> list[Line]:
    """Links as lines; a fixed number of queries."""
    people: dict[Any, Person] = Person.objects.in_bulk({link.actor_id for link in links if link.actor_id})
    listed = {name_of(link): _listed(link, reader) for link in links}
    listed = _visible(listed, reader)
    refs = [ref_of(link.about) for link in links]
    refs += [("assets.asset", pk) for ids in listed.values() for pk in ids[:LISTED]]
    labels = Labels(reader.sight, refs)
    changes, remarks = _changes(links, reader), _remarks(links)
    return [
        Line(
            link,
            sentence(link.verb, who(link.actor_id, people)),
            labels.of(ref_of(link.about)) or (NO_SUCH if link.verb == DENIED else None),
            tuple(t for pk in listed[name_of(link)][:LISTED] if (t := labels.of(("assets.asset", pk))) and t.code),
            len(listed[name_of(link)]) > LISTED,
            tuple(changes.get(getattr(link, "act", None), ())),
            _page_of(link, reader),
            remarks.get(name_of(link), ()),
            _facts(link, reader),
        )
        for link in links
    ]


def _listed(link: Link, reader: Reader) -> list[int]:
    ids = link.facts.get("assets") if isinstance(link.facts, dict) else None
    return [pk for pk in ids if isinstance(pk, int)] if isinstance(ids, list) else []


def _visible(listed: dict[str, list[int]], reader: Reader) -> dict[str, list[int]]:
    """Of the ids that entries list, those of assets of which the reader may know."""
    if reader.everything or not any(listed.values()):
        return listed
    seen = set(reader.seen().order_by().values_list("pk", flat=True))
    return {name: [pk for pk in ids if pk in seen] for name, ids in listed.items()}


def _changes(links: Iterable[Link], reader: Reader) -> dict[Any, list[RowChange]]:
    """The Changes of acts that are short enough to be shown at once."""
    acts = [link.act for link in links if isinstance(link, Entry) and 0 < link.changes <= INLINE]
    by_act: dict[Any, list[RowChange]] = defaultdict(list)
    for change, words in described(reader.changes().filter(act__in=acts), reader.sight) if acts else ():
        by_act[change.act].append(words)
    return by_act


def _remarks(links: list[Link]) -> dict[str, tuple[Said, ...]]:
    remarks = remarks_on(links)
    people = Person.objects.in_bulk({r.actor_id for some in remarks.values() for r in some if r.actor_id})
    return {name: tuple(Said(r.at, who(r.actor_id, people), r.text) for r in some) for name, some in remarks.items()}


def _facts(link: Link, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Counts and codes, for who did it and for those who read everything: to others they could count the hidden."""
    own = reader.sight.person is not None and link.actor_id == reader.sight.person.pk
    if not (reader.everything or own) or not isinstance(link.facts, dict):
        return ()
    facts = link.facts | {"factor": FACTORS.get(link.facts.get("factor"), link.facts.get("factor"))}
    return tuple((str(label), str(facts[name])) for name, label in FACTS.items() if name in link.facts)


def _page_of(link: Link, reader: Reader) -> str:
    if isinstance(link, Entry):
        return reverse("desk:journal_act", args=[link.act])
    return reverse("desk:journal_sighting", args=[link.pk]) if reader.everything and isinstance(link, Sighting) else ""


FACTS = {
    "number": _("Number"),
    "created": _("New assets"),
    "updated": _("Changed assets"),
    "unchanged": _("Unchanged assets"),
    "new": _("New rows"),
    "changed": _("Changed rows"),
    "same": _("Unchanged rows"),
    "rejected": _("Rejected rows"),
    "rows": _("Rows"),
    "address": _("Address on the network"),
    "factor": _("Factor"),
    "page": _("Page"),
    "sha256": "SHA-256",
}

FACTORS: dict[Any, Any] = {
    "password": _("Password"),
    "code": _("Code"),
    "totp": _("Authenticator app"),
    "recovery_codes": _("Recovery codes"),
    "webauthn": _("Security key"),
    "oidc": _("Company account"),
}


def group_choices() -> list[tuple[str, Any]]:
    return list(GROUPS.items())
