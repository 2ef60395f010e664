from django.urls import path

from desk import asset_page, audience, company, emergency, finding, home, journal_views, leaked, past, people, start

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("leaked/", leaked.leaked, name="leaked"),
    path("leaked/new/", leaked.contact_new, name="contact_new"),
    path("leaked/prefecture/", leaked.prefecture, name="prefecture"),
    path("leaked/<slug:key>/", leaked.contact, name="contact"),
    path("leaked/<slug:key>/<slug:step>/", leaked.contact_step, name="contact_step"),
    path("journal/", journal_views.journal, name="journal"),
    path("journal/acts/<uuid:act>/", journal_views.journal_act, name="journal_act"),
    path("journal/sightings/<int:pk>/", journal_views.journal_sighting, name="journal_sighting"),
    path("settings/", company.settings, name="settings"),
    path("settings/logo/", company.logo, name="logo"),
    path("settings/logo/change/", company.logo_change, name="logo_change"),
    path("settings/numbers/<slug:rule>/<slug:name>/<slug:level>/", company.threshold, name="threshold"),
    path("assets/", finding.list_, name="list"),
    path("assets/<str:code>/as-of/", past.past, name="past"),
    path("assets/<str:code>/audience/", audience.audience, name="audience"),
    path("assets/<str:code>/", asset_page.detail, name="detail"),
    path("people/emergency/", emergency.emergency, name="emergency"),
    path("people/<str:code>/", people.person, name="person"),
    path("people/<str:code>/confirm/", people.confirm_access, name="confirm_access"),
    path("people/<str:code>/leaving/", people.leave, name="leave"),
    path("people/<str:code>/leaving/hand-over/", people.hand_over, name="hand_over"),
    path("people/<str:code>/leaving/paper/", people.leaver_paper, name="leaver_paper"),
    path("people/<str:code>/leaving/<slug:how>/", people.end_leaving, name="end_leaving"),
    path("people/<str:code>/reach/", people.reached, name="reached"),
]
