"""What may stand in a log: where something went wrong and of what sort it was, never what was typed."""

import logging
import traceback
from typing import Any


class WithoutWords(logging.Formatter):
    """Prints an exception's way through the code and its type, not its words: these quote what was being written, a
    database's message above all."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have written it out in full
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # Python's own name
        told: list[str] = []
        seen: set[int] = set()
        error = ei[1]
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            way = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
            told.append(f"{way}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(told))
