"""The product's addresses, and a view that does nothing: what pages are compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from marketplace.urls import urlpatterns as all_patterns


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [path("bare/", bare), *all_patterns]
