"""What has to be said: terms, personal data, returns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/terms.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/privacy.html")


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/returns.html")
