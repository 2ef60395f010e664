from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("export/", views.export, name="export"),
    path("<int:pk>/", views.draft, name="draft"),
    path("<int:pk>/apply/", views.apply_draft, name="apply"),
    path("<int:pk>/discard/", views.discard_draft, name="discard"),
]
