"""The pieces that pages are put together from."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import marketplace.look
from marketplace.look import plots

TEMPLATES = Path(marketplace.look.__file__).parent / "templates"
CARD = {
    "url": "/product/slow-mug/",
    "title": "느린 머그",
    "maker": "손끝도예협동조합",
    "picture": {"src": "/m/640.webp", "srcset": "/m/320.webp 320w, /m/640.webp 640w"},
    "price": 9_000,
    "prior_price": 12_000,
    "rate": 25,
    "badges": [{"label": "협동조합", "kind": "status"}],
    "delivery": "무료배송",
    "state": "마감 임박",
}


@pytest.fixture(autouse=True)
def _in_korean():
    with translation.override("ko"):
        yield


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_card_says_all_and_is_one_link():
    html = render_to_string("look/partials/product_card.html", {"card": CARD})

    assert words(html) == (
        "마감 임박 손끝도예협동조합 느린 머그 원래 값 12,000원 할인율 25% 지금 값 9,000원 협동조합 무료배송"
    )
    assert html.count("<a ") == 1
    assert 'href="/product/slow-mug/"' in html
    assert 'srcset="/m/320.webp 320w, /m/640.webp 640w"' in html
    assert 'width="640" height="640" alt="" loading="lazy"' in html


def test_a_card_above_the_fold_is_loaded_at_once():
    html = render_to_string("look/partials/product_card.html", {"card": CARD, "eager": True})

    assert "loading=" not in html
    assert 'fetchpriority="high"' in html


def test_a_price_without_a_prior_one_is_only_a_price():
    html = render_to_string("look/partials/price.html", {"price": 12_000})

    assert words(html) == "12,000원"
    assert "<s " not in html


def test_what_a_vendor_writes_is_escaped():
    html = render_to_string("look/partials/product_card.html", {"card": CARD | {"title": "<script>alert(1)</script>"}})

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


class Form(forms.Form):
    name = forms.CharField(label="받는 분", help_text="도장에 적힌 대로요.")
    memo = forms.CharField(label="메모", required=False)


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = Form({"name": ""})

    html = render_to_string("look/partials/field.html", {"field": form["name"]})

    assert '<label class="field-label" for="id_name">받는 분</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'class="input"' in html


def test_only_what_may_be_left_out_is_marked():
    form = Form()

    assert "(선택)" not in render_to_string("look/partials/field.html", {"field": form["name"]})
    assert "(선택)" in render_to_string("look/partials/field.html", {"field": form["memo"]})


def test_errors_are_summed_with_a_link_to_each_field():
    html = render_to_string("look/partials/error_summary.html", {"form": Form({})})

    assert 'href="#id_name"' in html
    assert 'role="alert"' in html
    assert render_to_string("look/partials/error_summary.html", {"form": Form()}).strip() == ""


def pages(number, last, query=""):
    request = RequestFactory().get(f"/goods/{query}")
    html = Template("{% load look_tags %}{% pagination number last %}").render(
        Context({"request": request, "number": number, "last": last})
    )
    return words(html), re.findall(r'href="([^"]+)"', html)


def test_paging_keeps_its_place_and_the_rest_of_the_address():
    shown, links = pages(4, 9, "?kind=CO&kind=SE&page=4")

    assert shown == "1 2 3 지금 쪽 4 5 … 9"
    assert links[0] == "/goods/?kind=CO&amp;kind=SE&amp;page=3"
    assert links[1] == "/goods/?kind=CO&amp;kind=SE"
    assert links[-1] == "/goods/?kind=CO&amp;kind=SE&amp;page=5"


def test_one_page_needs_no_paging():
    assert pages(1, 1) == ("", [])


def test_a_table_cell_knows_its_column_on_a_phone():
    html = render_to_string(
        "look/partials/table.html",
        {
            "caption": "주문",
            "columns": [{"label": "주문"}, {"label": "금액", "number": True}],
            "rows": [["G-1", "9,000원"]],
        },
    )

    assert '<th scope="row">G-1</th>' in html
    assert '<td data-label="금액" class="number">9,000원</td>' in html


def test_a_plot_has_the_figures_in_a_table_beneath():
    html = Template('{% load look_tags %}{% bar_plot "주문" values unit="건" %}').render(
        Context({"values": [("3월", 42), ("4월", 1_340)]})
    )

    assert words(html.split("<details>")[1]) == "표로 보기 주문 3월 42건 4월 1,340건"
    assert 'role="img" aria-label="주문"' in html


@pytest.mark.parametrize(("highest", "top"), [(0, 4), (4, 4), (9, 10), (11, 20), (134, 200), (240, 250), (999, 1_000)])
def test_a_scale_ends_at_a_round_number(highest, top):
    assert plots.nice_top(highest) == top


def test_bars_stand_on_the_line_and_reach_to_the_scale():
    low, high = plots.bars([("a", 0), ("b", 10)], 10)

    assert (low.height, high.height) == (0, plots.HEIGHT - 26 - 30)
    assert high.y == 26


@pytest.mark.parametrize(
    ("language", "total", "has_more", "said"),
    [
        ("ko", 1, False, "1개"),
        ("ko", 1_008, True, "1,008개 이상"),
        ("en", 1, False, "1 item"),
        ("en", 168, False, "168 items"),
        ("en", 1_008, True, "1,008 items or more"),
    ],
)
def test_a_list_says_how_many_it_holds(language, total, has_more, said):
    with translation.override(language):
        html = render_to_string("look/partials/list_head.html", {"total": total, "has_more": has_more})

    assert " ".join(re.sub(r"<[^>]+>", "", html.split("</p>")[0]).split()) == said


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_needs_inline_scripts_or_styles(path):
    text = path.read_text()

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:", text)


@pytest.mark.parametrize("path", sorted((TEMPLATES / "look/partials").glob("*.html")), ids=lambda path: path.name)
def test_every_partial_but_a_plain_drawing_says_what_it_needs(path):
    assert "{% comment %}" in path.read_text() or path.name in {"mark.html", "closed_stall.html", "skip_link.html"}
