"""Words on people, where they work and what they may, each with the day as an argument."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone


def today() -> date:
    """The company's day, in its own time zone."""
    return timezone.localdate()


def in_force(on: date | None = None, prefix: str = "") -> models.Q:
    """Dated rows that hold on a day: from_on ≤ day ≤ until_on (open-ended when empty)."""
    on = on or today()
    started = models.Q(**{f"{prefix}from_on__lte": on})
    return started & (models.Q(**{f"{prefix}until_on": None}) | models.Q(**{f"{prefix}until_on__gte": on}))


def in_use_or_chosen(rows: Any, chosen: int | None) -> models.QuerySet[Any]:
    """What something may be given: of these rows those in use, and the one that it has."""
    found: models.QuerySet[Any] = rows.in_use() | rows.filter(pk=chosen)
    return found


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from one day to another: ended, never deleted."""

    def current(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))


class MandateQuerySet(DatedQuerySet):
    """Standing rights, and emergency ones that end within hours."""

    def current(self, on: date | None = None, at: datetime | None = None) -> Self:
        """In force on a day; what was opened for hours, only until its hour (`at`: as if it were so late)."""
        open_now = models.Q(until_at=None) | models.Q(until_at__gt=at or timezone.now())
        return super().current(on).filter(open_now)

    def not_over(self, on: date) -> Self:
        """In force on a day or on one that is still to come."""
        lasts = models.Q(until_on=None) | models.Q(until_on__gte=on)
        return self.filter(lasts).exclude(until_at__lte=timezone.now())


class PersonQuerySet(models.QuerySet[Any]):
    """Words on people."""

    def employed(self, on: date | None = None) -> Self:
        """Whose last day has not passed."""
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gte=on or today()))

    def with_sign_in(self) -> Self:
        return self.filter(user__is_active=True)


class LeaverCaseQuerySet(models.QuerySet[Any]):
    """Words on leaver cases."""

    def open(self) -> Self:
        return self.filter(closed_on=None)


class InvitationQuerySet(models.QuerySet[Any]):
    """Words on one-time links."""

    def waiting(self) -> Self:
        """Neither used nor withdrawn; whether the time has run out or not."""
        return self.filter(used_at=None, withdrawn_at=None)

    def open(self, at: datetime | None = None) -> Self:
        """Those that still work."""
        in_time = models.Q(expires_at=None) | models.Q(expires_at__gt=at or timezone.now())
        return self.waiting().filter(in_time)
