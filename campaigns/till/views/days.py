"""일마감: count the drawer, close the day."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.popups import days as closings
from campaigns.till.access import TillRequest, at_popup
from campaigns.till.forms import DayForm, reshow
from campaigns.till.pages import PAGE, Refusals, show


@at_popup
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: TillRequest) -> HttpResponse:
    """The day that is to be closed, and those that are."""
    exhibition = request.exhibition
    now = timezone.now()
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Refusals(form):
            closing = closings.close_day(exhibition=exhibition, actor=request.staff, now=now, **form.cleaned_data)
            messages.success(request, _("%(day)s 하루를 마감했어요.") % {"day": closing.day_on.strftime("%m. %d.")})
            return redirect("till:days", exhibition.campaign.reference)
    figures = closings.day_to_close(exhibition=exhibition, now=now)
    if figures:
        seen = {"day_on": figures.day_on, "shown_cash": figures.cash}
        if form.is_bound:  # the figures that the page shows now are what a second try is about
            reshow(form, {"day_on": figures.day_on.isoformat(), "shown_cash": str(figures.cash)})
        else:
            form = DayForm(initial=seen)
    rows = exhibition.days.select_related("closed_by").order_by("-day_on")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [(row, row.cash_counted - row.cash_expected) for row in page.object_list]
    context = {"figures": figures, "form": form, "page": page, "rows": shown}
    return show(request, "days.html", "days", context, 422 if form.errors else 200)
