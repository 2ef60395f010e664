from django.urls import path

from exchange import development_views, host_views, views

app_name = "exchange"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("export/", views.export, name="export"),
    path("hosts/<slug:what>/", host_views.import_hosts, name="hosts"),
    path("hosts/<slug:what>/export/", host_views.export_hosts, name="export_hosts"),
    path("development/", development_views.import_developments, name="developments"),
    path("development/export/", development_views.export_developments, name="export_developments"),
    path("<int:pk>/", views.draft, name="draft"),
    path("<int:pk>/apply/", views.apply_draft, name="apply"),
    path("<int:pk>/discard/", views.discard_draft, name="discard"),
]
