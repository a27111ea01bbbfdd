"""Who may see the console: staff, and nobody else learns that it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from marketplace.core.models import User

Params = ParamSpec("Params")


class StaffRequest(HttpRequest):
    """A request by a member of staff."""

    staff: User


View = Callable[Concatenate[StaffRequest, Params], HttpResponse]


def staff_only(view: View[Params]) -> Callable[..., HttpResponse]:
    """Let a view be called by staff. Who is not logged in is asked to; anyone else gets 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        user = cast(User, request.user)
        if not user.is_staff:
            raise Http404
        known = cast(StaffRequest, request)
        known.staff = user
        return view(known, *args, **kwargs)

    return login_required(guarded)
