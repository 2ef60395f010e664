from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """The source sentences, whatever language the project speaks."""
    with translation.override("en"):
        yield
