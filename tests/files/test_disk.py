"""Bytes beside a database: whole at their place, or gone again once nobody can be writing them any more."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction

from files import disk

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(Exception):
    """Stands for whatever ends an act before its commit."""


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "files"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_open(path: Path, data: bytes) -> None:
    """An act that wrote bytes and was never committed."""
    with suppress(Killed), transaction.atomic():
        disk.put(path, data)
        raise Killed


def hours_pass(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (time.time() - 2 * disk.LEFT_BEHIND,) * 2)


def test_committed_bytes_stand_alone(folder: Path) -> None:
    with transaction.atomic():
        disk.put(folder / "a", b"words")
        assert len(names(folder)) == 2  # and their marker
    assert names(folder) == ["a"]
    assert (folder / "a").read_bytes() == b"words"


def test_what_an_act_left_behind_goes_with_its_marker_after_an_hour(folder: Path) -> None:
    left_open(folder / "a.pdf", b"words")
    disk.sweep(folder, lambda name: False)
    assert "a.pdf" in names(folder)  # somebody may still be at it
    hours_pass(folder)
    disk.sweep(folder, lambda name: False)
    assert names(folder) == []


def test_a_half_written_file_goes_too(folder: Path) -> None:
    (folder / "a.12345678.new").write_bytes(b"wor")
    hours_pass(folder)
    disk.sweep(folder, lambda name: False)
    assert names(folder) == []


def test_what_a_row_names_stays_and_only_the_marker_goes(folder: Path) -> None:
    disk.put(folder / "a", b"words")
    left_open(folder / "a", b"words")
    hours_pass(folder)
    disk.sweep(folder, lambda name: name == "a")
    assert names(folder) == ["a"]


def test_what_somebody_wants_again_meanwhile_stays(folder: Path) -> None:
    left_open(folder / "a", b"words")
    hours_pass(folder)
    with transaction.atomic():
        disk.put(folder / "a", b"words")
        disk.sweep(folder, lambda name: False)
    assert names(folder) == ["a"]


def test_files_without_a_marker_are_nobodys_business(folder: Path) -> None:
    (folder / "b").write_bytes(b"x")
    left_open(folder / "a", b"words")
    hours_pass(folder)
    disk.sweep(folder, lambda name: False)
    assert names(folder) == ["b"]


def test_damaged_bytes_are_replaced(folder: Path) -> None:
    (folder / "a").write_bytes(b"wor")
    disk.put(folder / "a", b"words")
    assert (folder / "a").read_bytes() == b"words"
