from django.urls import path

from measures import exemption_views, missing_views, renew_views, views, where_views
from measures.actions import best_views
from measures.actions import views as action_views
from measures.history import views as history_views

app_name = "measures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("where/", where_views.where, name="where"),
    path("changes/", history_views.changes, name="changes"),
    path("best/", best_views.best, name="best"),
    path("renewals/", renew_views.renewals, name="renewals"),
    path("actions/", action_views.list_, name="actions"),
    path("actions/<int:pk>/", action_views.detail, name="action"),
    path("actions/<int:pk>/amend/", action_views.amend, name="action_amend"),
    path("actions/<int:pk>/<slug:way>/", action_views.step, name="action_step"),
    path("exemptions/<int:pk>/", exemption_views.exemption, name="exemption"),
    path("exemptions/<int:pk>/<slug:name>/", exemption_views.exemption_step, name="exemption_step"),
    path("<str:code>/plan/", action_views.new, name="action_new"),
    path("<str:code>/missing/", missing_views.missing, name="missing"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/words/<int:pk>/", views.word, name="word"),
    path("<str:code>/words/<int:pk>/file/", views.word_file, name="word_file"),
    path("<str:code>/words/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:code>/assets/<str:asset_code>/attest/", views.attest_asset, name="attest_asset"),
    path("<str:code>/assets/<str:asset_code>/exempt/", exemption_views.exempt_asset, name="exempt_asset"),
]
