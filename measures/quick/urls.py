from django.urls import path

from measures.quick import views

app_name = "quick"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("new/", views.answer, name="answer"),
]
