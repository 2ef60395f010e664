"""What is handed to nginx: the pages it shows by itself are there, say what they should, and need nothing of Kura."""

import re
from pathlib import Path

import pytest

from files.storing import MAX_BYTES, MEGABYTE

DEPLOY = Path(__file__).parent.parent / "deploy"
CONF = (DEPLOY / "nginx.conf").read_text()
NAMED = re.findall(r"error_page ([\d ]+) /(errors/\S+);", CONF)


def test_what_nginx_answers_by_itself_has_a_page() -> None:
    assert {code for codes, _page in NAMED for code in codes.split()} == {"413", "502", "503", "504"}
    assert {page for _codes, page in NAMED} == {f"errors/{each.name}" for each in DEPLOY.glob("errors/*.html")}


@pytest.mark.parametrize("page", [page for _codes, page in NAMED])
def test_it_says_what_to_do_in_both_languages_and_asks_nothing_of_kura(page: str) -> None:
    text = (DEPLOY / page).read_text()
    assert '<html lang="ja">' in text
    assert '<div lang="en">' in text
    assert text.count("<li>") >= 6
    assert re.findall(r'(?:src|href)="([^"]*)"', text) == ["/errors/errors.css", "/"]
    assert not re.search(r"<style|<script| style=", text)


def test_the_numbers_are_those_that_hold() -> None:
    taken = re.search(r"client_max_body_size (\d+)m;", CONF)
    text = (DEPLOY / "errors/too-large.html").read_text()
    assert taken
    assert text.count(f"{taken[1]}MB") == text.count(f"{taken[1]} MB") == 1
    assert text.count(f"{MAX_BYTES // MEGABYTE}MB") == text.count(f"{MAX_BYTES // MEGABYTE} MB") == 1
