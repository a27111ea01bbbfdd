"""Template tags and filters of the look: ``{% load look_tags %}``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core import sayings
from marketplace.look import formats, paging, pieces, plots
from marketplace.look.icons import ICONS

register = template.Library()

register.filter("won_sign", formats.won_sign)
register.filter("phone", formats.phone)
register.filter("named", formats.named)
register.filter("said", sayings.said)
register.filter("business_number", formats.business_number)


@register.filter
def won(amount: int | None) -> str:
    """``{{ 12000|won }}`` is ``12,000원``; nothing stays nothing."""
    return "" if amount is None else formats.won(amount)


@register.filter
def discount_rate(now: int, prior: int | None) -> int | None:
    """``{{ price|discount_rate:prior_price }}``: whole per cent below the prior price, or None."""
    return formats.discount_rate(prior, now)


@register.filter
def day(value: date | datetime | None) -> str:
    return formats.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value) if value else ""


@register.filter
def relative(value: datetime | None) -> str:
    return formats.relative(value) if value else ""


@register.filter
def time_left(until: datetime | None) -> str:
    return formats.time_left(until) if until else ""


@register.filter
def grouped(value: int) -> str:
    """``{{ 12000|grouped }}`` is ``12,000``, in every language."""
    return f"{value:,}"


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG reads it."""
    return f"{value:g}"


@register.filter
def at(values: Sequence[Any], index: int) -> Any:
    return values[index]


@register.simple_tag
def when(value: datetime | None) -> SafeString:
    """``{% when order.placed_at %}``: how long ago, with the exact moment for machines and on hover."""
    if not value:
        return SafeString("")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        timezone.localtime(value).isoformat(timespec="minutes"),
        formats.moment(value),
        formats.relative(value),
    )


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """``{% icon "basket" %}`` or ``{% icon "basket" "icon-large" %}``: a line icon, silent to screen readers."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra}" if extra else "",
        mark_safe(ICONS[name]),  # noqa: S308 our own drawings
    )


@register.simple_tag
def attrs(values: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """``{% attrs button.attrs hx_post=url %}``: HTML attributes out of a dict; None and False are left out."""
    given = {**(values or {}), **{name.replace("_", "-"): value for name, value in more.items()}}
    return flatatt({name: value for name, value in given.items() if value not in (None, False)})


@register.filter
def shape(field: BoundField) -> str:
    """Say how a form field wants to be laid out: ``check``, ``choices`` or ``input``."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "input"


@register.simple_tag
def widget(field: BoundField, **more: Any) -> SafeString:
    """``{% widget form.name autocomplete="name" %}``: the field's control, with our class and the attributes given."""
    given = {name.replace("_", "-"): value for name, value in more.items()}
    own = str(field.field.widget.attrs.get("class", ""))
    return field.as_widget(attrs={"class": f"input {own}".strip(), **given})


@register.simple_tag
def piece(template: str, **values: Any) -> SafeString:
    """``{% piece "look/partials/site_header.html" query=query %}``: a partial that is drawn once for the same values.

    The partial sees these values and nothing else of the page.
    """
    return mark_safe(pieces.draw(template, pieces.key_of(values), lambda: values))  # noqa: S308


@register.inclusion_tag("look/partials/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], number: int, last: int, key: str = "page") -> dict[str, Any]:
    """``{% pagination page.number page.paginator.num_pages %}``: links that keep the rest of the address."""
    request: HttpRequest = context["request"]
    return paging.links(request.path, request.GET, number, last, key)


@register.inclusion_tag("look/partials/bar_plot.html")
def bar_plot(title: str, values: Sequence[tuple[str, int]], unit: str = "", ident: str = "plot") -> dict[str, Any]:
    """``{% bar_plot "주문" values unit="건" %}``, values as (label, whole number)."""
    top = plots.nice_top(max((value for _, value in values), default=0))
    return {
        "title": title,
        "unit": unit,
        "ident": ident,
        "bars": plots.bars(values, top),
        "rules": plots.rules(top),
        "frame": (plots.WIDTH, plots.HEIGHT),
    }


@register.inclusion_tag("look/partials/line_plot.html")
def line_plot(
    title: str, series: Mapping[str, Sequence[tuple[str, int]]], unit: str = "", ident: str = "plot"
) -> dict[str, Any]:
    """``{% line_plot "매출" series unit="원" %}``, series as name → (label, whole number) with the same labels."""
    top = plots.nice_top(max((value for values in series.values() for _, value in values), default=0))
    lines = [plots.line(name, values, top) for name, values in series.items()]
    rows = [
        {"label": dots[0].label, "values": [dot.value for dot in dots]}
        for dots in zip(*(placed.dots for placed in lines), strict=True)
    ]
    return {
        "title": title,
        "unit": unit,
        "ident": ident,
        "lines": lines,
        "rows": rows,
        "rules": plots.rules(top),
        "frame": (plots.WIDTH, plots.HEIGHT),
    }
