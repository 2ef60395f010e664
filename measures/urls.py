from django.urls import path

from measures import views

app_name = "measures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/words/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:code>/assets/<str:asset_code>/attest/", views.attest_asset, name="attest_asset"),
    path("<str:code>/assets/<str:asset_code>/exempt/", views.exempt_asset, name="exempt_asset"),
]
