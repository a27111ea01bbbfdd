from django.urls import path

from marketplace.look import views

app_name = "look"

urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("office/", views.styleguide, {"office": True}, name="styleguide-office"),
    path("pictures/<slug:kind>/<str:seed>.webp", views.picture, name="picture"),
]
