from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.list_, name="list"),
    path("quick/<int:pk>/", views.quick, name="quick"),
    path("<str:number>/", views.download, name="download"),
]
