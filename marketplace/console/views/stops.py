"""A buyer at a market asks to stop a parcel; staff say that it has not left."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import claims
from marketplace.console.access import StaffRequest, staff_only
from vendors.models import VendorOrder


@staff_only
@require_POST
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Tell the market that the parcel stays here: it refunds the buyer, and the order is cancelled."""
    order = get_object_or_404(VendorOrder, reference=reference)
    try:
        claims.confirm_stop(order=order, actor=request.staff, now=timezone.now())
    except claims.NothingToStop as exc:
        messages.error(request, str(exc))
    else:
        messages.success(request, _("보내지 않는다고 알렸어요. 판매처가 확인하면 주문이 취소돼요."))
    return redirect("console:order", reference)
