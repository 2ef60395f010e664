"""Who may read which entry of the journal: one rule over both chains, as SQL.

Company-wide mandates (chief, executive, auditor, steward) read everything. An owner, a custodian, a department's
manager and whoever holds a narrower mandate read the story of their assets. Everybody reads what they did themselves,
and whoever looks after sign-ins and settings reads what happened to these. Whatever the reason, an entry about an asset
is read only by those who may know of that asset now, and of an act on many only what was done to those.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from accounts.sight import Sight, sight_of
from assets.models import Asset, Carrier
from assets.querysets import readable
from assets.rights import EVERY, NONE
from assets.watch import DENIED
from journal.models import Change, Entry, Sighting

ASSET, LINK, TAG, ACTION = "assets.asset:", "assets.link:", "assets.tag:", "measures.action:"
RELATING = ("assets.relate", "assets.part")  # their facts name a second asset as "other"
# Their facts list ids of assets.
LISTING = ("exchange.export", "exchange.export_developments", "reports.make", "reports.fetch")


class Lists(Func):
    """Does the list under "assets" of these facts hold this id?"""

    output_field = BooleanField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        facts, pk = (compiler.compile(each) for each in self.source_expressions)
        return f"{pk[0]} IN (SELECT value FROM json_each({facts[0]}, '$.assets'))", (*pk[1], *facts[1])

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        facts, pk = (compiler.compile(each) for each in self.source_expressions)
        return f"({facts[0]} -> 'assets') @> to_jsonb({pk[0]})", (*facts[1], *pk[1])


def rows_of(assets: QuerySet[Asset]) -> QuerySet[Any]:
    """Assets as the journal names their rows."""
    name = Concat(Value(ASSET), Cast("pk", CharField()))
    return assets.order_by().annotate(journal_name=name).values("journal_name")


def _number_in(text: Any, start: int = 0) -> Cast:
    """The number at the end of a name of a row."""
    return Cast(Substr(text, start + 1), BigIntegerField())


@dataclass(frozen=True)
class Reader:
    """Somebody who opens the journal."""

    sight: Sight
    administers: bool = False

    @classmethod
    def of(cls, user: Any) -> "Reader":
        return cls(sight_of(user), bool(user.is_staff))

    @property
    def everything(self) -> bool:
        return self.sight.person is not None and self.sight.everything

    def seen(self) -> QuerySet[Asset]:
        """The assets of which the reader may know."""
        return Asset.objects.seen_by(self.sight)

    def told(self) -> QuerySet[Asset]:
        """The assets whose whole story is told to the reader: who looked, who asked, what left."""
        who = self.sight
        own = Q(owner=who.person) | Q(custodian=who.person) | Q(department__in=who.leads | who.covered)
        if who.places:
            own |= Q(pk__in=Carrier.objects.filter(place__in=who.places, ended_on=None).order_by().values("asset"))
        return self.seen() if self.everything else self.seen().filter(own)

    def acts(self) -> QuerySet[Entry]:
        """The acts that the reader may read of; one that names a second asset, only if that is known by name too."""
        changes = Change.objects.filter(act=OuterRef("act"))
        on_told = Q(Exists(changes.filter(under__in=self._told)))
        on_seen = Q(Exists(changes.filter(under__in=self._seen)))
        on_none = ~Q(Exists(changes.filter(under__startswith=ASSET)))
        second = Case(When(verb__in=RELATING, then=_number_in(KT("facts__other"), len(ASSET))))
        told_of_both = ~Q(verb__in=RELATING) | Q(Exists(self._known().filter(pk=OuterRef("second"))))
        rows = Entry.objects.alias(second=second).filter(told_of_both)
        return self._narrowed(rows, on_told, on_seen | on_none, on_none)

    def sightings(self) -> QuerySet[Sighting]:
        """What was looked at, as far as the reader may read of it."""
        # A code that does not exist is told to those who see everything: to others, what is not listed would exist.
        rows = Sighting.objects.all() if self.everything else Sighting.objects.exclude(verb=DENIED, about="")
        return self._narrowed(rows, NONE, EVERY, ~Q(verb=DENIED))

    def _narrowed(self, links: QuerySet[Any], on_told: Q, own: Q, settings: Q) -> QuerySet[Any]:
        """By what they touch (`on_told`); of one's own, those that are `own`; of accounts.*, those on `settings`."""
        if self.sight.person is None:
            return links.none()
        if self.everything:
            return links
        about_asset = Q(about__startswith=ASSET)
        rule = Q(about__in=self._told) | on_told | self.listed(self.told())
        rule |= Q(actor_id=self.sight.person.pk) & own
        if self.administers:
            rule |= Q(verb__startswith="accounts.") & ~about_asset & settings
        return links.filter(rule).filter(~about_asset | Q(about__in=self._seen))

    def listed(self, assets: QuerySet[Asset]) -> Q:
        """The exports and papers in which one of these assets is."""
        return Q(Exists(assets.filter(Lists(OuterRef("facts"), F("pk")))), verb__in=LISTING)

    def changes(self) -> QuerySet[Change]:
        """The Changes that the reader may read: those of assets whose names they may read; those of other things in
        what they did themselves, and in what an administrator is told of. (That a colleague leaves may stand in the
        same act as who takes their assets over.)

        That a tag came to be is told by what bears it; the tag hangs on nothing, and might tell what a sealed asset is.
        So might the words of an action, which may be about several assets at once: they stand on its own page.
        """
        rows = Change.objects.exclude(Q(row__startswith=TAG) | Q(row__startswith=ACTION)).order_by("pk")
        readable_rows = rows_of(readable(Asset.objects.all(), self.sight))
        far = Coalesce(KT("values__other__1"), KT("values__other__0"))
        rows = rows.alias(second=Case(When(row__startswith=LINK, then=_number_in(far))))
        both = ~Q(row__startswith=LINK) | Q(Exists(self._known().filter(pk=OuterRef("second"))))
        of_others = ~Q(under__startswith=ASSET) & self._whole_acts
        return rows.filter(of_others | Q(under__in=readable_rows), both)

    @property
    def _whole_acts(self) -> Q:
        """Changes in acts of which the reader is told more than what was done to assets."""
        if self.everything:
            return EVERY
        acts = Entry.objects.filter(act=OuterRef("act"))
        own = Q(Exists(acts.filter(actor_id=self.sight.person.pk))) if self.sight.person else NONE
        return own | Q(Exists(acts.filter(verb__startswith="accounts."))) if self.administers else own

    def _known(self) -> QuerySet[Asset]:
        """The assets of which the reader may know by name."""
        return readable(Asset.objects.order_by(), self.sight)

    @cached_property
    def _seen(self) -> QuerySet[Any]:
        return rows_of(self.seen())

    @cached_property
    def _told(self) -> QuerySet[Any]:
        return rows_of(self.told())
