"""From HTML to PDF: nothing is opened but the fonts and the logo."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from reports.pdf import OwnOnly, font_urls, pdf_of


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://example.com/x.png",
        "data:text/plain,x",
        "ftp://127.0.0.1/x",
        "",
        "BIZUDPGothic-Regular.ttf",
    ],
)
def test_the_fetcher_refuses_all_but_the_fonts(url: str) -> None:
    with pytest.raises(ValueError, match="nothing but their fonts"):
        OwnOnly().fetch(url)


@pytest.mark.parametrize("change", ["../passwd", "?", "#x", "%2e%2e/x"])
def test_an_address_that_only_begins_like_a_fonts_is_refused(change: str) -> None:
    for url in font_urls().values():
        with pytest.raises(ValueError, match="nothing but their fonts"):
            OwnOnly().fetch(url + change)


def test_the_fetcher_opens_the_fonts() -> None:
    for url in font_urls().values():
        assert OwnOnly().fetch(url).read(4) == b"\x00\x01\x00\x00"


@pytest.mark.parametrize(
    "html",
    [
        "<img src='file:///etc/passwd'>",
        "<style>@import url(file:///etc/passwd); p { background: url(http://127.0.0.1:1/) }</style><p>x</p>",
        "<object data='file:///etc/passwd'></object><embed src='file:///etc/passwd'>",
        "<svg><image href='file:///etc/passwd'/><use href='file:///etc/passwd#a'/></svg>",
        "<link rel=stylesheet href='file:///etc/passwd'><link rel=attachment href='file:///etc/passwd'>",
    ],
)
def test_even_html_that_asks_for_more_gets_a_pdf_without_it(html: str) -> None:
    reader = PdfReader(BytesIO(pdf_of(f"<html lang=en><title>x</title><body>{html}</body></html>")))
    assert "root:" not in "".join(page.extract_text() for page in reader.pages)
    assert not reader.attachments
    assert not reader.pages[0].images


def test_lines_to_write_on_never_lie_alone_on_a_page() -> None:
    css = render_to_string("print.css", font_urls())
    rows = '<tr><td class="c-mark">○</td><td class="c-name">entry</td><td>because</td></tr>' * 4
    for height in range(195, 240, 15):  # the remarks fit below the table, then they do not, then neither does
        html = (
            f'<style>{css}</style><section class="asset"><div style="height: {height}mm"></div>'
            f'<h3>order</h3><table class="grid order"><tbody>{rows}</tbody></table>'
            '<div class="keep remarks"><h3>remarks</h3><div class="write-line"></div><div class="write-line"></div></div>'
        )
        found = [page.extract_text() for page in PdfReader(BytesIO(pdf_of(html))).pages]
        assert all("entry" in page for page in found if "remarks" in page), height
