"""Passwords that anyone who knows the company would try first are refused."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Company, Department, Named, Place

LEFT = 8  # letters that must remain beside such words
SHORTEST = 4  # Latin words shorter than this are in too many others; Japanese ones count from two signs on
LOOKALIKES = str.maketrans("@4013$57", "aaoiesst")
HOUSE_WORDS = ("kura", "蔵")


class GuessableWordsValidator:
    """Refuse what is little more than the names of the company, its departments and places, or the person's own."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        Raises:
            ValidationError: with a sentence that says what to do.
        """
        person = getattr(user, "person", None)
        refuse_words(password, words_of([*Company.objects.all(), *Department.objects.all(), *Place.objects.all()]))
        refuse_words(password, {*words_of([person] if person else []), *HOUSE_WORDS})
        refuse_dressed_up(password)

    def get_help_text(self) -> str:  # Django's own name
        return _("Names of the company, of its departments, or your own do not count, nor do common words.")


def refuse_words(password: str, words: Iterable[str]) -> None:
    """Refuse a password in which, beside these words, fewer than eight letters remain.

    Raises:
        ValidationError: it is made of them.
    """
    plain, rest = fold(password), fold(password).translate(LOOKALIKES)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "\0" * len(word))
    if "\0" in rest and sum(left != "\0" and was.isalpha() for left, was in zip(rest, plain, strict=True)) < LEFT:
        raise ValidationError(
            _("This password is made of names that others know. Add words that have nothing to do with your work."),
            code="password_of_known_words",
        )


def refuse_dressed_up(password: str) -> None:
    """Refuse a common password with digits and signs around it: “P@ssw0rd2026!”.

    Raises:
        ValidationError: it is one.
    """
    plain = fold(password)
    letters = re.search(r"[^\W\d_](.*[^\W\d_])?", plain)
    core = plain[slice(*letters.span())] if letters else ""
    halves = {core, core.translate(LOOKALIKES), core[: len(core) // 2] if core == core[: len(core) // 2] * 2 else core}
    if halves & common_passwords():
        raise ValidationError(_("This password is a common one with signs around it."), code="password_too_common")


@cache
def common_passwords() -> frozenset[str]:
    """Django's list of twenty thousand."""
    return frozenset(CommonPasswordValidator().passwords)


def fold(text: str) -> str:
    """As it is compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(named: Iterable[Named]) -> set[str]:
    """The words in the names of these, in both languages, alone and run together."""
    found: set[str] = set()
    for each in named:
        for name in (each.name, each.name_en):
            parts = [part for part in re.split(r"[\W_]+", fold(name)) if part]
            found |= {*parts, "".join(parts)}
    return {word.translate(LOOKALIKES) for word in found if len(word) >= (SHORTEST if word.isascii() else 2)}
