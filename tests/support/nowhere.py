"""Addresses of a place where nobody answers."""

urlpatterns = []
