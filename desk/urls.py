from django.urls import path

from desk import start, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("start/", start.start, name="start"),
    path("assets/", views.list_, name="list"),
    path("assets/<str:code>/", views.detail, name="detail"),
]
