import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.support.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHOOSE = "/i18n/setlang/"


@pytest.fixture
def strict():
    """A browser of which a form without a token is refused."""
    return Client(enforce_csrf_checks=True)


def cookie_of(answer):
    return (
        answer.cookies[settings.LANGUAGE_COOKIE_NAME].value if settings.LANGUAGE_COOKIE_NAME in answer.cookies else ""
    )


def test_a_shopper_chooses_and_comes_back_to_the_page(strict):
    answer = strict.post(CHOOSE, {"language": "en", "next": "/goods/?kind=COOP"})

    assert (answer.status_code, answer["Location"], cookie_of(answer)) == (302, "/goods/?kind=COOP", "en")


@pytest.mark.parametrize("language", ["xx", "", "ko'--", "한국어"])
def test_a_language_that_we_do_not_speak_changes_nothing(strict, language):
    answer = strict.post(CHOOSE, {"language": language, "next": "/"})

    assert (answer.status_code, cookie_of(answer)) == (302, "")


def test_nobody_is_led_elsewhere(strict):
    answer = strict.post(CHOOSE, {"language": "en", "next": "https://elsewhere.example.com/"})

    assert answer["Location"] == "/"


def test_a_link_does_not_choose(strict):
    assert strict.get(CHOOSE, {"language": "en"}).status_code == 405


def test_what_a_member_chose_comes_along_to_another_browser(client, strict):
    member = make_user("member@example.com")
    client.force_login(member)

    client.post(CHOOSE, {"language": "en", "next": "/"})
    other = Client()
    answer = other.post(reverse("login"), {"username": member.email, "password": PASSWORD})
    member.refresh_from_db()

    assert (member.language, cookie_of(answer)) == ("en", "en")


def test_what_this_browser_speaks_stays_when_someone_logs_in(client):
    member = make_user("member@example.com", language="en")
    client.post(CHOOSE, {"language": "ko", "next": "/"})

    answer = client.post(reverse("login"), {"username": member.email, "password": PASSWORD})

    assert cookie_of(answer) == ""


def test_a_page_of_the_shop_without_a_form_sets_no_cookie(client):
    assert not client.get("/goods/").cookies
