"""The console in a browser: open to everyone, on a phone and on a desk."""

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Pages whose lists want a choice to show everything they can.
CHOSEN = {
    "lanes": "?state=parked",
    "inbox": "?state=PARKED",
    "exhibition-plan": "?as-of=opening",
    "search": "?q=upcycled-bag",
}


@pytest.fixture
def desk(browser, client, live_server):
    """A function that opens a page as staff, at a width."""
    contexts = []

    def open_at(width, scheme="light", **how):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="ko-KR", **how
        )
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        context.set_default_timeout(15_000)
        return context.new_page()

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_page_is_open_to_everyone(desk, live_server, pages, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = desk(width, scheme)
    # The pictures of tests are not there.
    page.route("**/media/**", lambda route: route.fulfill(body="", content_type="image/webp"))
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name, args in pages.items():
        page.goto(live_server.url + reverse(f"console:{name}", args=args) + CHOSEN.get(name, ""))
        found = Axe().run(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == [], name
        assert overflow == 0, name
    assert complaints == []


@pytest.mark.parametrize("name", ["home", "audit"])
def test_the_menu_on_a_phone_begins_at_the_page_that_is_open(desk, live_server, pages, name):
    page = desk(390)

    page.goto(live_server.url + reverse(f"console:{name}"))

    row, place = (
        page.locator(selector).bounding_box() for selector in (".office-places", ".office-places [aria-current]")
    )
    assert place["x"] >= row["x"]
    assert place["x"] + place["width"] <= row["x"] + row["width"]
