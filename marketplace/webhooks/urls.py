"""The hooks process's addresses: where Saleor and Stripe call us, and how we are."""

from django.urls import path

from marketplace.core import views
from marketplace.health import views as health
from marketplace.webhooks import saleor, stripe

urlpatterns = [
    path("health/", views.ready, name="health"),
    path("health/live/", views.live, name="health-live"),
    path("metrics/", health.figures, name="metrics"),
    path("webhooks/stripe/", stripe.events, name="stripe-events"),
    path("saleor/events/", saleor.events, name="saleor-events"),
    path("saleor/payments/", saleor.payments, name="saleor-payments"),
    path("saleor/<str:app>/manifest/", saleor.show_manifest, name="saleor-manifest"),
    path("saleor/<str:app>/token/", saleor.take_token, name="saleor-token"),
]
