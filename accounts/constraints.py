"""What a table refuses, said in a form beside the field that is to be put right."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class FieldCheck(models.CheckConstraint):
    """A check that says what is wrong at one of its fields; for the database and for migrations a plain one.

    A form asks it where all its fields are the form's own and right by themselves.
    """

    def __init__(self, *, beside: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.beside = beside

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        try:
            super().validate(model, instance, exclude, using)
        except ValidationError as error:
            raise ValidationError({self.beside: error}) from None

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self) -> Any:
        """Once more, with what migrations need not know."""
        _path, args, kwargs = self.deconstruct()
        return type(self)(*args, beside=self.beside, **kwargs)
