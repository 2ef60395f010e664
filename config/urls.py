"""Where everything hangs. Each app names its own pages."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.language import set_language

admin.site.site_header = admin.site.site_title = "Kura"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one door for all, with its throttle

urlpatterns = [
    path("", include("accounts.signing.urls")),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("people/", include("accounts.promising.urls")),
    path("rules/", include("classification.urls")),
    path("assets/", include("assets.urls")),
    path("import/", include("exchange.urls")),
    path("measures/quick/", include("measures.quick.urls")),
    path("measures/catalogue/", include("measures.catalogue.urls")),
    path("measures/", include("measures.urls")),
    path("places/", include("measures.places.urls")),
    path("company/", include("measures.company.urls")),
    path("trust/", include("measures.trust.urls")),
    path("people/", include("accounts.directory.urls")),
    path("reports/", include("reports.urls")),
    path("", include("desk.urls")),
]

if settings.OIDC_ISSUER:
    urlpatterns.insert(0, path("accounts/company/", include("accounts.signing.company_account_urls")))
