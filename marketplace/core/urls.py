"""Health, log-in, and under the demo the mailbox."""

from django.urls import path

from marketplace.core import views

urlpatterns = [
    path("health/", views.ready, name="health"),
    path("health/live/", views.live, name="health-live"),
    path("login/", views.LoginPage.as_view(), name="login"),
    path("logout/", views.LogoutPage.as_view(), name="logout"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", views.mail, name="mail"),
]
