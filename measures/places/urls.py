from django.urls import path

from measures.places import keeping, views

app_name = "places"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", keeping.new, name="new"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/look/", views.look, name="look"),
    path("<str:code>/edit/", keeping.edit, name="edit"),
    path("<str:code>/close/", keeping.close, name="close"),
    path("<str:code>/reopen/", keeping.reopen, name="reopen"),
]
