from django.urls import path

from measures import place_views as views

app_name = "places"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/look/", views.look, name="look"),
]
