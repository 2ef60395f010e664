"""Only where OIDC_ISSUER is set. The names are those that allauth looks for."""

from django.urls import path

from accounts.signing import company_account_views as views

urlpatterns = [
    path("<slug:provider_id>/", views.go, name="openid_connect_login"),
    path("<slug:provider_id>/back/", views.come_back, name="openid_connect_callback"),
]
