from django.urls import path

from measures.audits import views as audit_views
from measures.company import views

app_name = "company"
urlpatterns = [
    path("", views.records, name="records"),
    path("contact/", views.contact, name="contact"),
    path("rules/<int:pk>/review/", views.rule_review, name="rule_review"),
    path("inventory/<str:code>/", views.inventory, name="inventory"),
    path("audits/", audit_views.list_, name="audits"),
    path("audits/new/", audit_views.new, name="audit_new"),
    path("audits/<int:pk>/", audit_views.detail, name="audit"),
    path("audits/<int:pk>/finish/", audit_views.finish, name="audit_finish"),
    path("audits/<int:pk>/remarks/", audit_views.remark_new, name="remark_new"),
    path("remarks/<int:pk>/done/", audit_views.remark_done, name="remark_done"),
    path("remarks/<int:pk>/close/", audit_views.remark_close, name="remark_close"),
]
