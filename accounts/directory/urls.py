from django.urls import path

from accounts.directory import views
from accounts.standing_in import small_firm_views
from accounts.standing_in import views as delegation_views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("new/", views.new_person, name="new"),
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.department, name="new_department"),
    path("departments/<str:code>/", views.department, name="department"),
    path("firms/new/", views.party, name="new_party"),
    path("firms/<str:code>/", views.party, name="party"),
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/<int:pk>/end/", views.end_mandate, name="end_mandate"),
    path("delegations/", delegation_views.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", delegation_views.end_delegation, name="end_delegation"),
    path("self-approval/", small_firm_views.self_approval, name="self_approval"),
    path("<str:code>/edit/", views.edit_person, name="edit"),
    path("<str:code>/move/", views.move, name="move"),
]
