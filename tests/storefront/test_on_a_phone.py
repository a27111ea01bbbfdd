"""The shop on a phone, where the screen is small and the button to buy has to stay in sight."""

import pytest

from tests.support.factories import make_listing, show_price

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def product(phone, live_server):
    """The page of a product with five options, below the first screen."""
    listing = make_listing(prices=(39000, 42000, 45000, 48000, 51000))
    for variant in listing.variants.all():
        show_price(variant)
    phone.route("**/media/**", lambda route: route.fulfill(body="", content_type="image/webp"))
    phone.goto(f"{live_server.url}/product/{listing.reference}/")
    return phone


def edges(page, selector):
    return page.locator(selector).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.top, r.bottom])"
    )


def test_the_bar_to_buy_is_there_from_the_first_screen_on(product):
    [(top, bottom)] = edges(product, ".buy-bar")

    assert (round(bottom), top > 700) == (844, True)


def test_no_option_lies_under_the_bar_when_it_is_reached_by_keyboard_or_by_scrolling(product):
    product.locator("fieldset:has(.option)").evaluate("box => box.scrollIntoView({block: 'end'})")
    [(bar, _bottom)] = edges(product, ".buy-bar")
    assert [bottom for _top, bottom in edges(product, "label.option") if bottom > bar] == []

    product.evaluate("scrollTo(0, 0)")
    product.locator("label.option input").first.focus()
    product.keyboard.press("ArrowUp")  # the last of them
    [(bar, _bottom)] = edges(product, ".buy-bar")
    last = edges(product, "label.option:has(:checked)")[0]
    assert last[1] <= bar


def test_pressing_without_a_choice_brings_the_options_above_the_bar(product):
    product.get_by_role("button", name="장바구니에 담기").click()
    product.wait_for_timeout(300)

    [(bar, _bottom)] = edges(product, ".buy-bar")
    assert edges(product, "label.option")[0][1] <= bar
