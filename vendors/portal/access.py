"""Who may see what in the portal: every row is reached through the caller's membership."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from marketplace.core.models import User
from vendors.models import Enterprise, Member

Params = ParamSpec("Params")
Role = Member.Role
_RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}


class VendorRequest(HttpRequest):
    """A request by someone who acts for an enterprise."""

    member: Member
    enterprise: Enterprise


View = Callable[Concatenate[VendorRequest, Params], HttpResponse]


def role_required(
    role: Role,
) -> Callable[[View[Params]], Callable[Concatenate[HttpRequest, str, Params], HttpResponse]]:
    """Let a view be called by members of the enterprise in the address whose role is at least `role`.

    Outsiders get 404, so that nobody learns who sells here under which name; members of too low a role get 403.
    """

    def decorate(view: View[Params]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, enterprise: str, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            user = cast(User, request.user)
            member = user.memberships.filter(enterprise__reference=enterprise).select_related("enterprise").first()
            if member is None:
                raise Http404
            if _RANK[Role(member.role)] < _RANK[role]:
                raise PermissionDenied
            known = cast(VendorRequest, request)
            known.member, known.enterprise = member, member.enterprise
            return view(known, *args, **kwargs)

        return login_required(guarded)

    return decorate
