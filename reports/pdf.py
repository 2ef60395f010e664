"""From HTML to PDF. The fetcher opens our two fonts and the company's logo, nothing else: no network, no disk."""

from io import BytesIO

from django.conf import settings
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from accounts.models import Logo

LOGO = "kura:logo"


def font_urls() -> dict[str, str]:
    """The addresses of the embedded fonts, for the papers' style sheet."""
    return {
        "font_regular": (settings.KURA_FONTS / "BIZUDPGothic-Regular.ttf").as_uri(),
        "font_bold": (settings.KURA_FONTS / "BIZUDPGothic-Bold.ttf").as_uri(),
    }


class OwnOnly(URLFetcher):
    """Refuses every address but those of our fonts and the logo, which comes from the database: a paper made of
    people's words must not open anything."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == LOGO and (logo := Logo.objects.first()):
            return URLFetcherResponse(url, bytes(logo.content), {"Content-Type": logo.media_type})
        if url not in font_urls().values():
            raise ValueError("papers open nothing but their fonts and the logo")
        return super().fetch(url, headers)


def pdf_of(html: str) -> bytes:
    """The PDF/UA of a page of HTML (tagged, so that it can be read aloud and its text taken out)."""
    out = BytesIO()
    document = HTML(string=html, base_url=None, url_fetcher=OwnOnly())
    document.write_pdf(out, font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
    return out.getvalue()
