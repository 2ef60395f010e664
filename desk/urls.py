from django.urls import path

from desk import journal_views, leaked, start, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("start/", start.start, name="start"),
    path("leaked/", leaked.leaked, name="leaked"),
    path("leaked/new/", leaked.contact_new, name="contact_new"),
    path("leaked/prefecture/", leaked.prefecture, name="prefecture"),
    path("leaked/<slug:key>/", leaked.contact, name="contact"),
    path("leaked/<slug:key>/<slug:step>/", leaked.contact_step, name="contact_step"),
    path("journal/", journal_views.journal, name="journal"),
    path("journal/acts/<uuid:act>/", journal_views.journal_act, name="journal_act"),
    path("journal/sightings/<int:pk>/", journal_views.journal_sighting, name="journal_sighting"),
    path("assets/", views.list_, name="list"),
    path("assets/<str:code>/", views.detail, name="detail"),
]
