"""Refreshes locale/ja/LC_MESSAGES/django.po from the sources (needs the system's gettext; set-up --test brings it).

The same words always give the same file: sorted, unwrapped, file names without line numbers, no dates, nothing
obsolete, and no guesses: a changed message comes back untranslated instead of fuzzy.
"""

import os
import shutil
import tempfile
from pathlib import Path

import polib
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale") / "ja" / "LC_MESSAGES" / "django.po"
SOURCES = (
    "config",
    "journal",
    "files",
    "accounts",
    "classification",
    "assets",
    "measures",
    "reports",
    "exchange",
    "desk",
    "templates",
)
UNWRAPPED = 1_000_000


class Extraction(Command):
    """makemessages without guesses."""

    msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]


def copy_sources(target: Path) -> None:
    """What holds words, and the catalogue as it is, into an empty folder where nothing else can be picked up."""
    for name in SOURCES:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    (target / CATALOGUE).parent.mkdir(parents=True)
    if (ROOT / CATALOGUE).exists():
        shutil.copy(ROOT / CATALOGUE, target / CATALOGUE)


def extracted() -> polib.POFile:
    """The catalogue as it would be after a refresh; the project's own is not touched."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        copy_sources(Path(folder))
        os.chdir(folder)
        try:
            call_command(
                Extraction(),
                locale=["ja"],
                extensions=["html", "txt", "py", "svg"],
                no_wrap=True,
                no_obsolete=True,
                add_location="file",
                verbosity=0,
            )
            return polib.pofile(str(CATALOGUE), wrapwidth=UNWRAPPED)
        finally:
            os.chdir(before)


def main() -> None:
    """Write the refreshed catalogue."""
    catalogue = extracted()
    catalogue.header = ""
    catalogue.metadata = {
        "Project-Id-Version": "kura",
        "Language": "ja",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.metadata_is_fuzzy = False
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    (ROOT / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(ROOT / CATALOGUE))
    untranslated = len(catalogue.untranslated_entries())
    print(f"{CATALOGUE}: {len(catalogue)} messages, {untranslated} to translate")


if __name__ == "__main__":
    main()
