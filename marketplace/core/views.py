"""Health, log-in and the demo's mailbox."""

import redis
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from marketplace.core import languages
from marketplace.core.models import MailboxMessage

MAILS_SHOWN = 50


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """The process can do its work: database and Valkey answer. 503 and the name of what does not, otherwise."""
    found = {"database": _database_answers(), "valkey": _valkey_answers()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=2, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


class LoginPage(LoginView):
    template_name = "core/login.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Staff go to the console, members to their portal, unless they came from somewhere."""
        return "/console/" if self.request.user.is_staff else "/portal/"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Bring someone's language along to a browser where none was chosen."""
        response = super().form_valid(form)
        chosen = form.get_user().language
        if chosen and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            languages.remember(response, chosen)
        return response


class LogoutPage(LogoutView):
    next_page = "/"


def _only_under_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_under_the_demo()
    return render(request, "core/mailbox.html", {"mails": MailboxMessage.objects.order_by("-sent_at")[:MAILS_SHOWN]})


@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    _only_under_the_demo()
    return render(request, "core/mail.html", {"mail": get_object_or_404(MailboxMessage, pk=pk)})
