from django.urls import path

from accounts.promising import views

app_name = "accounts"
urlpatterns = [
    path("recognition/", views.recognition, name="recognition"),
    path("trainings/new/", views.training_new, name="training_new"),
    path("<str:code>/pledges/", views.pledges, name="pledges"),
    path("<str:code>/pledges/<int:pk>/file/", views.pledge_file, name="pledge_file"),
    path("<str:code>/pledges/<int:pk>/remove/", views.pledge_remove, name="pledge_remove"),
    path("<str:code>/trainings/", views.trainings, name="trainings"),
    path("<str:code>/trainings/<int:pk>/file/", views.training_file, name="training_file"),
    path("<str:code>/trainings/<int:pk>/remove/", views.training_remove, name="training_remove"),
]
