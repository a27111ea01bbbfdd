"""What machines ask about how we are. Served by the hooks process only, which has no public door for it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST

from marketplace.health import metrics


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show all figures to whoever holds GACHI_METRICS_TOKEN; without one set, to nobody."""
    token = settings.GACHI_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(given, token):
        raise Http404
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)
