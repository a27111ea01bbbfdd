"""The style guide, the error pages, and both base pages in a browser."""

import pytest
from django.template.loader import get_template
from django.urls import reverse

KOREAN = {"HTTP_ACCEPT_LANGUAGE": "ko"}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("name", ["look:styleguide", "look:styleguide-office"])
@pytest.mark.django_db
def test_the_style_guide_is_only_for_makers(client, settings, name):
    settings.DEMO = False
    hidden = client.get(reverse(name))
    settings.DEMO = True
    shown = client.get(reverse(name))

    assert (hidden.status_code, shown.status_code) == (404, 200)


@pytest.mark.django_db
def test_a_picture_of_the_guide_is_drawn_on_the_way(client, demo):
    response = client.get(reverse("look:picture", args=["gift-box", "a:2"]))
    unknown = client.get(reverse("look:picture", args=["submarine", "a"]))

    assert response["Content-Type"] == "image/webp"
    assert response.content[8:12] == b"WEBP"
    assert unknown.status_code == 404


@pytest.mark.django_db
def test_the_footer_says_who_runs_the_shop_and_who_sells(client, demo, settings):
    settings.GACHI_OPERATOR = {
        "name": "가상운영자",
        "representative": "가상대표00",
        "address": "서울특별시 가상로 1",
        "phone": "0200000100",
        "email": "hello@gachi.example.com",
        "business_number": "0008200015",
        "mail_order_number": "제2026-서울가상-99000호",
        "hosting": "가상호스팅",
    }

    page = client.get(reverse("look:styleguide"), **KOREAN).content.decode()

    footer = page[page.index('<footer class="site-footer">') :]
    for fact in (
        "가상운영자",
        "가상대표00",
        "서울특별시 가상로 1",
        "02-0000-0100",
        "hello@gachi.example.com",
        "000-82-00015",
        "제2026-서울가상-99000호",
        "가상호스팅",
        "통신판매중개자이며 통신판매의 당사자가 아닙니다",
        "bizCommPop.do?wrkr_no=0008200015",
    ):
        assert fact in footer


@pytest.mark.django_db
def test_the_language_is_switched_by_a_form(client, demo):
    page = client.get(reverse("look:styleguide"), **KOREAN).content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/styleguide/"})

    assert 'name="language" value="en" lang="en"' in page
    assert (answer.status_code, answer["Location"]) == (302, "/styleguide/")


@pytest.mark.django_db
def test_a_lost_shopper_gets_a_kind_page(client):
    response = client.get("/nowhere/", **KOREAN)

    assert response.status_code == 404
    assert "찾는 쪽이 없어요" in response.content.decode()


@pytest.mark.parametrize(("name", "says"), [("400.html", "알아듣지 못했어요"), ("500.html", "가게에 문제가 생겼어요")])
def test_pages_for_bad_moments_need_no_request(name, says):
    assert says in get_template(name).render()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("name", "scheme"), [("styleguide", "light"), ("styleguide-office", "light"), ("styleguide-office", "dark")]
)
def test_a_page_with_every_piece_is_open_to_everyone(browser, live_server, demo, width, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="ko-KR")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(live_server.url + reverse(f"look:{name}"))
    found = Axe().run(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert [one["id"] + ": " + one["nodes"][0]["html"] for one in found.response["violations"]] == []
    assert overflow == 0
    assert complaints == []
    context.close()


@pytest.mark.browser
def test_quantity_is_stepped_and_kept_within_its_bounds(page, live_server, demo):
    page.goto(live_server.url + reverse("look:styleguide"))
    field = page.locator("#sample-quantity")
    more = page.get_by_role("button", name="하나 더하기")
    for _ in range(3):
        more.click()

    assert field.input_value() == "5"
    assert more.is_disabled()


@pytest.mark.browser
def test_a_dialog_opens_takes_the_focus_and_closes_with_escape(page, live_server, demo):
    page.goto(live_server.url + reverse("look:styleguide"))
    page.get_by_role("button", name="지우기", exact=True).click()
    dialog = page.get_by_role("dialog", name="이 물건을 장바구니에서 뺄까요")

    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert dialog.is_hidden()


@pytest.mark.browser
def test_without_javascript_facets_open_and_nothing_dead_is_shown(browser, live_server, demo):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="ko-KR")
    page = context.new_page()
    page.goto(live_server.url + reverse("look:styleguide"))

    assert page.locator("#facets").is_hidden()
    page.get_by_role("button", name="골라 보기").click()
    assert page.locator("#facets").is_visible()
    assert page.get_by_role("button", name="하나 더하기").count() == 0
    assert page.locator("select#sort + .without-js").is_visible()
    context.close()


@pytest.mark.browser
def test_a_status_shows_its_proof_and_closes_with_escape(page, live_server, demo):
    page.goto(live_server.url + reverse("look:styleguide"))
    page.locator("details.status summary").click()

    assert page.get_by_text("출처: 한국사회적기업진흥원").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_text("출처: 한국사회적기업진흥원").is_hidden()
