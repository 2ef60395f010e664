from django.urls import path

from measures import company_views as views

app_name = "company"
urlpatterns = [
    path("", views.records, name="records"),
    path("contact/", views.contact, name="contact"),
    path("rules/<int:pk>/review/", views.rule_review, name="rule_review"),
    path("inventory/<str:code>/", views.inventory, name="inventory"),
]
