"""The reader's language: chosen at the foot of every page, kept by the browser, and for those who log in, by us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from marketplace.core.models import User


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Switch to a language and go back to the page (`next`); a language that we do not speak changes nothing.

    Without a token: on every page of the shop it would be the only reason for one, and with it for a cookie. Whoever
    posts here from elsewhere switches a stranger's page to English; who is logged in is not sent along (SameSite=Lax).
    """
    response: HttpResponse = set_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES) and check_for_language(language):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return response


def remember(response: HttpResponse, language: str) -> None:
    """Have the browser keep a language, as `choose` does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
