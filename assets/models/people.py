"""How what an asset is made of refers to people."""

from typing import Any

from django.db import models

from accounts.models import Person


def a_person(verbose_name: Any, related_name: str, **kwargs: Any) -> Any:
    """A reference to a person, never the end of them."""
    return models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=verbose_name, **kwargs
    )
