from django.urls import path

from classification import level_views, scale_views, views

app_name = "classification"
urlpatterns = [
    path("", views.handling, name="handling"),
    path("scale/", scale_views.scale, name="scale"),
    path("levels/", level_views.levels, name="levels"),
    path("<str:code>/edit/", views.handling_edit, name="handling_edit"),
    path("<str:code>/confirm/", views.confirm, name="confirm"),
]
