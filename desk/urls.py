from django.urls import path

from desk import company, emergency, home, hosts, matrix, people, rules_sheet, start, usable
from desk.asset import access_page, agreements, asset_page, audience, past, requirements
from desk.balance.pages import balance
from desk.chronicle import journal_views
from desk.leaks import leaked, what_if
from desk.listing import bulk, facets, finding, saved_views, taking_out
from desk.reviewing import review, round_pages

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("leaked/", leaked.leaked, name="leaked"),
    path("leaked/what-if/", what_if.what_if, name="what_if"),
    path("leaked/new/", leaked.contact_new, name="contact_new"),
    path("leaked/prefecture/", leaked.prefecture, name="prefecture"),
    path("leaked/<slug:key>/", leaked.contact, name="contact"),
    path("leaked/<slug:key>/<slug:step>/", leaked.contact_step, name="contact_step"),
    path("journal/", journal_views.journal, name="journal"),
    path("journal/acts/<uuid:act>/", journal_views.journal_act, name="journal_act"),
    path("journal/sightings/<int:pk>/", journal_views.journal_sighting, name="journal_sighting"),
    path("rules/sheet/", rules_sheet.rules_sheet, name="rules_sheet"),
    path("settings/", company.settings, name="settings"),
    path("settings/logo/", company.logo, name="logo"),
    path("settings/logo/change/", company.logo_change, name="logo_change"),
    path("settings/numbers/<slug:rule>/<slug:name>/<slug:level>/", company.threshold, name="threshold"),
    path("hosts/", hosts.list_, name="hosts"),
    path("hosts/<slug:what>/", hosts.list_, name="hosts_of"),
    path("hosts/<slug:what>/new/", hosts.write, name="host_new"),
    path("hosts/<slug:what>/checked/", hosts.checked, name="hosts_checked"),
    path("hosts/<slug:what>/checked/<uuid:act>/undo/", hosts.unchecked, name="hosts_unchecked"),
    path("hosts/<slug:what>/<int:pk>/", hosts.detail, name="host"),
    path("hosts/<slug:what>/<int:pk>/edit/", hosts.write, name="host_edit"),
    path("usable/", usable.usable, name="usable"),
    path("usable/ask/", usable.ask, name="ask"),
    path("usable/requests/<int:pk>/", usable.answer, name="usable_request"),
    path("assets/", finding.list_, name="list"),
    path("assets/levels/", matrix.matrix, name="matrix"),
    path("assets/numbers/", facets.facets, name="facets"),
    path("assets/taken-out/", taking_out.take_out, name="take_out"),
    path("assets/columns/", saved_views.remember_columns, name="columns"),
    path("assets/views/", saved_views.save, name="view_save"),
    path("assets/views/<int:pk>/drop/", saved_views.drop, name="view_drop"),
    path("assets/change/", bulk.change, name="bulk"),
    path("assets/changed/<uuid:act>/", bulk.done, name="bulk_done"),
    path("access/agreements/", agreements.agreements, name="agreements"),
    path("access/agreements/<int:pk>/", agreements.agree, name="agree"),
    path("access/agreements/lines/<int:pk>/", agreements.agree_line, name="agree_line"),
    path("balance/", balance, name="balance"),
    path("access/rounds/", round_pages.list_, name="rounds"),
    path("access/rounds/<int:pk>/", round_pages.detail, name="round"),
    path("access/review/", review.review, name="review"),
    path("access/review/<int:pk>/<slug:way>/", review.answer, name="review_line"),
    path("assets/<str:code>/access/", access_page.access, name="access"),
    path("assets/<str:code>/as-of/", past.past, name="past"),
    path("assets/<str:code>/requirements/", requirements.requirements, name="requirements"),
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
