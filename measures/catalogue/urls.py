from django.urls import path

from measures.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.own, name="own"),
    path("<str:code>/", views.detail, name="measure"),
    path("<str:code>/<slug:aspect>/", views.rule, name="rule"),
]
