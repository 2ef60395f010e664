from django.urls import path

from measures.trust import views

app_name = "trust"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("talks/<int:pk>/", views.talk, name="talk"),
    path("talks/<int:pk>/outcomes/", views.outcome, name="outcome"),
    path("departments/<str:code>/talk/", views.talk_new, name="talk_new"),
    path("reviews/new/", views.review_new, name="review_new"),
]
