from django.urls import path

from classification import views

app_name = "classification"
urlpatterns = [
    path("", views.handling, name="handling"),
    path("<str:code>/edit/", views.handling_edit, name="handling_edit"),
    path("<str:code>/confirm/", views.confirm, name="confirm"),
]
