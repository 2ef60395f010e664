"""Words on assets and on what hangs on them. `visible_to` is the door: web pages come in through it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.querysets import in_force
from accounts.sight import Sight, sight_of
from assets.kinds import State
from assets.sealing import named
from assets.visibility import Plan, Span, visible


def readable(assets: models.QuerySet[Any], sight: Sight) -> models.QuerySet[Any]:
    """Of some assets those that a person may know of, with their names."""
    return visible(assets, sight).filter(named(assets, sight))


class AssetQuerySet(models.QuerySet[Any]):
    """Words on assets."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:  # Django's own name
        rows = super().bulk_create(objs, *args, **kwargs)
        self.model.remember(rows)
        return rows

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:  # Django's own name
        rows = list(objs)
        count = super().bulk_update(rows, fields, *args, **kwargs)
        if self.model.is_found_by(fields):
            self.model.remember(rows)
        return count

    def visible_to(self, user: Any, *, on: date | None = None, plan: Plan = Plan.SET) -> Self:
        """Those that the user may know of on a day (design: the one rule).

        `plan` says how they will be read: another plan, the same assets.
        """
        return self.seen_by(sight_of(user, on), plan)

    def seen_by(self, sight: Sight, plan: Plan = Plan.SET, span: Span | None = None) -> Self:
        """The same for a sight that is at hand, among the keys of a span; `named` says of each whether its name may
        be read."""
        rows = visible(self, sight, plan, span)
        return rows.annotate(named=ExpressionWrapper(named(self, sight), BooleanField()))

    def named_to(self, sight: Sight) -> Self:
        """Those whose name this person may read: what is searched, matched and exported by name."""
        return self.filter(named(self, sight))

    def kept(self) -> Self:
        """All but the retired."""
        return self.exclude(state=State.RETIRED)

    def in_force(self) -> Self:
        """Approved at least once and not retired: these have a level."""
        return self.kept().filter(level__isnull=False)

    def of_department(self, path: str) -> Self:
        """Of a department and everything below it."""
        return self.filter(department__path__startswith=path)


class HangingQuerySet(models.QuerySet[Any]):
    """What hangs on an asset is seen by those who see the asset with its name."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        assets = self.model._meta.get_field("asset").related_model._base_manager.all()
        return self.filter(asset__in=readable(assets, sight_of(user, on)).values("pk"))


class ProposalQuerySet(HangingQuerySet):
    """Words on what somebody proposes about an asset."""

    def waiting(self) -> Self:
        """Those that nobody has decided on."""
        return self.filter(state="PROPOSED")

    def open(self) -> Self:
        """Those that are not over: they wait, or are approved."""
        return self.filter(state__in=("PROPOSED", "AGREED"))


class CarrierQuerySet(HangingQuerySet):
    """Words on carriers."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:  # Django's own name
        rows = super().bulk_create(objs, *args, **kwargs)
        self.model.remember(row for row in rows if row.serial)
        return rows

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:  # Django's own name
        rows = list(objs)
        count = super().bulk_update(rows, fields, *args, **kwargs)
        if self.model.is_found_by(fields):
            self.model.remember(rows)
        return count

    def current(self) -> Self:
        return self.filter(ended_on=None)

    def lent(self) -> Self:
        """Those that somebody outside has in their hands."""
        return self.current().exclude(lent_to="")

    def with_location(self) -> Self:
        """Those of which we know where they are."""
        return self.filter(~Q(place=None) | ~Q(location=""))


class GrantQuerySet(HangingQuerySet):
    """Words on grants."""

    def current(self, on: date | None = None) -> Self:
        """Those in force on a day."""
        return self.filter(in_force(on))


class CommentQuerySet(HangingQuerySet):
    """Words on what people say about assets."""

    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class LinkQuerySet(models.QuerySet[Any]):
    """Words on how assets belong together."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        """Those whose both ends the user may know of, with their names: else the one would tell of the other."""
        assets = self.model._meta.get_field("asset").related_model._base_manager.all()
        known = readable(assets, sight_of(user, on)).order_by().values("pk")
        return self.filter(asset__in=known, other__in=known)

    def of(self, asset: Any) -> Self:
        """Those in which an asset stands, at either end."""
        return self.filter(Q(asset=asset) | Q(other=asset))


class AccessRequestQuerySet(models.QuerySet[Any]):
    """Words on requests for access: who asked sees their own, those who may have to answer see what waits."""

    def open(self) -> Self:
        return self.filter(state="OPEN")

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        sight = sight_of(user, on)
        if sight.person is None:
            return self.none()
        return self.filter(Q(asked_by=sight.person) | Q(pk__in=self.answered_by(sight).values("pk")))

    def answered_by(self, sight: Sight) -> Self:
        """Those that this person may have to answer, never their own: managers and deputies what is thought to be in
        their departments, stewards and the chief all of them."""
        if sight.person is None:
            return self.none()
        others = self.exclude(asked_by=sight.person)
        if sight.holds("STEWARD", "CHIEF"):
            return others
        return others.filter(department__in=sight.leads)


class RoundQuerySet(models.QuerySet[Any]):
    """Words on review rounds: seen by whoever may know of one of their lists at least."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        lists = self.model._meta.get_field("lists").related_model._default_manager.visible_to(user, on=on)
        return self.filter(pk__in=lists.values("round"))
