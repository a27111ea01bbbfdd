"""Who may see the till: staff. Nobody else learns that it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from campaigns.models import Exhibition
from marketplace.core.models import User

Params = ParamSpec("Params")


class TillRequest(HttpRequest):
    """A request by a member of staff, at a pop-up where the address names one."""

    staff: User
    exhibition: Exhibition


View = Callable[Concatenate[TillRequest, Params], HttpResponse]


def staff_only(view: View[Params]) -> Callable[Concatenate[HttpRequest, Params], HttpResponse]:
    """Let a view be called by staff. Who is not logged in is asked to; anyone else gets 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        user = cast(User, request.user)
        if not user.is_staff:
            raise Http404
        known = cast(TillRequest, request)
        known.staff = user
        return view(known, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, Params], HttpResponse], login_required(guarded))


def at_popup(view: View[Params]) -> Callable[Concatenate[HttpRequest, str, Params], HttpResponse]:
    """Let a view be called by staff at the pop-up whose campaign the address names."""

    @wraps(view)
    def guarded(request: TillRequest, popup: str, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        rows = Exhibition.objects.select_related("campaign", "location")
        request.exhibition = get_object_or_404(rows, campaign__reference=popup)
        return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, str, Params], HttpResponse], staff_only(guarded))
