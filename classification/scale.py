"""The scale as the company has it: from which yen amounts on a loss scores 2 and 3, and examples by kind of asset."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sight import Sight
from classification.models import LossLimits
from journal.acts import act

FILE = Path(__file__).parent / "examples.toml"
PROPOSED = (1_000_000, 50_000_000)  # handbook.md 3.1: Kura's proposal
OKU, MAN, MILLION = 100_000_000, 10_000, 1_000_000


@dataclass(frozen=True)
class Limits:
    """Below `low` a loss scores 1, above `high` 3. `own` is the company's row, if it has decided."""

    low: int
    high: int
    own: LossLimits | None = None

    @property
    def words(self) -> dict[str, str]:
        """Both amounts as the anchors print them."""
        return {"low": yen(self.low), "high": yen(self.high)}


def limits(on: date | None = None) -> Limits:
    """The amounts that hold, or held on a day; one query."""
    rows = LossLimits.objects.select_related("by").order_by("-on", "-pk")
    own = (rows.filter(on__lte=on) if on else rows).first()
    return Limits(own.low, own.high, own) if own else Limits(*PROPOSED)


def set_limits(low: int, high: int, *, by: Sight) -> LossLimits:
    """The company's own amounts from today on. Judgements made before keep their scores."""
    with act(by.person, "classification.set_loss_limits") as deed:
        row = LossLimits(low=low, high=high, on=by.on, by=by.person)
        deed.add(row)
        deed.name(row)
        return row


def yen(amount: int) -> str:
    """An amount as people say it: 5,000万円, 50 million yen."""
    if not (get_language() or "").startswith("ja"):
        millions, rest = divmod(amount, MILLION)
        return _("%(n)s yen") % {"n": f"{amount:,}" if rest or not millions else f"{millions:,} million"}
    oku, rest = divmod(amount, OKU)
    man, small = divmod(rest, MAN)
    parts = [f"{oku:,}億" if oku else "", f"{man:,}万" if man else "", f"{small:,}" if small else ""]
    return ("".join(parts) or "0") + "円"


@dataclass(frozen=True)
class Example:
    """What a score on one criterion may look like for one kind of asset."""

    score: int
    text: str


def examples(kind: str) -> dict[str, Example]:
    """Kura's examples for a kind (its code), by criterion, in the active language."""
    language = "ja" if (get_language() or "").startswith("ja") else "en"
    return {code: Example(each["score"], each[language]) for code, each in _examples().get(kind, {}).items()}


@cache
def _examples() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
