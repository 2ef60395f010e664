"""The checklist of 100 assets, from the question to the kept file.

Floor: WeasyPrint setting a bare table of the same words. Usual way: one WeasyPrint document whose tables find their
own widths (`table-layout: auto`), from the same figures.
"""

from benchmarks.common import figure, measured, scratch_database, seconds

# isort: split
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from accounts.sight import person_sight
from assets.kinds import State
from assets.models import Asset
from benchmarks.registers import ON, fill, firm, say
from reports import making
from reports.making import Scope, make_checklist
from reports.pdf import font_urls, pdf_of

ASSETS = 100


def main() -> None:
    with scratch_database():
        company = firm()
        fill(company, ASSETS * 2)
        kept = Asset.objects.filter(state=State.ACTIVE).order_by("pk")[:ASSETS].values_list("pk", flat=True)
        Asset.objects.exclude(pk__in=list(kept)).delete()
        say(company)
        who, pages = person_sight(company.steward), list[str]()
        making.pdf_of = keeping(pages)
        ours = measured(lambda: make_checklist(Scope(), by=who, language="ja", on=ON))
        usual = seconds(lambda: pdf_of(pages[0].replace("</head>", LOOSE + "</head>")))
        figure("pdf_checklist", ASSETS, ours, floor=seconds(lambda: pdf_of(bare(pages[0]))), usual=usual)


LOOSE = "<style>table, table.grid, table.lines, table.front { table-layout: auto !important }</style>"


def keeping(pages: list[str]) -> Callable[[str], bytes]:
    """The real thing, and what it was given."""

    def pdf(html: str) -> bytes:
        pages.append(html)
        return pdf_of(html)

    return pdf


class Words(HTMLParser):
    """The rows of a page: the words of its cells, and of what stands outside tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # the parser's own name
        self.silent = tag in ("style", "title")
        if tag in ("tr", "h1", "h2", "h3", "p", "dl"):
            self.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            (self.rows or self.rows.append([]) or self.rows)[-1].append(data.strip())


def bare(html: str) -> str:
    """A table of the same words, and not a rule of style but the font."""
    words = Words()
    words.feed(html)
    rows = "".join(f"<tr><td>{escape(row[0])}<td>{escape(' '.join(row[1:]))}" for row in words.rows if row)
    face = f"@font-face {{ font-family: F; src: url({font_urls()['font_regular']}) }}"
    style = f"{face} html {{ font: 9pt F }} table {{ table-layout: fixed; width: 100% }}"
    return f"<html lang=ja><title>x</title><style>{style}</style><table>{rows}</table></html>"


if __name__ == "__main__":
    main()
