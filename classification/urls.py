from django.urls import path

from classification import book_views, level_views, scale_views, views

app_name = "classification"
urlpatterns = [
    path("", views.handling, name="handling"),
    path("company/", book_views.books, name="books"),
    path("company/new/", book_views.new, name="book_new"),
    path("company/<int:pk>/", book_views.book, name="book"),
    path("company/<int:pk>/draft/", book_views.book_edit, name="book_edit"),
    path("company/<int:pk>/adopt/", book_views.adopt, name="book_adopt"),
    path("company/<int:pk>/confirm/", book_views.confirm, name="book_confirm"),
    path("company/<int:pk>/compare/", book_views.book_compare, name="book_compare"),
    path("company/<int:pk>/file/<int:version>/", book_views.book_file, name="book_file"),
    path("scale/", scale_views.scale, name="scale"),
    path("levels/", level_views.levels, name="levels"),
    path("<str:code>/edit/", views.handling_edit, name="handling_edit"),
    path("<str:code>/confirm/", views.confirm, name="confirm"),
]
