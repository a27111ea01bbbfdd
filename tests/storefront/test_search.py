import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marketplace.purchases import baskets
from marketplace.storefront import basket_cookie, cards, catalogue, search
from marketplace.storefront.catalogue import Wish
from tests.support.factories import make_enterprise, make_listing, show_price

pytestmark = pytest.mark.django_db


def listed(enterprise, reference, title, **fields):
    listing = make_listing(enterprise, reference=reference, title=title, **fields)
    for variant in listing.variants.all():
        show_price(variant)
    cards.refresh(listing_ids=[listing.pk], now=timezone.now())
    return listing


@pytest.fixture
def shelf():
    maker = make_enterprise(name="느린콩두부협동조합")
    listed(maker, "firm-tofu", "새벽 부침두부")
    listed(maker, "soymilk", "진한 콩국")
    listed(maker, "tote", "폐현수막 토트백", search_words=["에코백"])


ODD = ["토크백", "가" * 1000, "a b c d e f g h i", "🙂" * 1000, "\x00토크백", "%_\\", "ㄳㄵㄶ", "가ㄱ각ᄀ"]


def found(text):
    return [card.reference for card in catalogue.find(Wish(query=search.parse(text))).cards]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("부침두부", ["firm-tofu"]),
        ("침두", ["firm-tofu"]),
        ("토트", ["tote"]),
        ("에코백", ["tote"]),
        ("콩국", ["soymilk"]),
        ("새벽 두부", ["firm-tofu"]),
        ("두부국", []),
        ("%", []),
        ("🙂", []),
        ("\x00콩국\x00", ["soymilk"]),
        ("콩국' | 'x", []),
    ],
)
def test_a_search_finds_inside_words_and_nothing_else(shelf, text, references):
    assert found(text) == references or (not references and not search.parse(text).words)


def test_a_search_finds_by_the_makers_name_with_whole_words_first(shelf):
    assert set(found("느린콩")) == {"firm-tofu", "soymilk", "tote"}
    assert found("콩")[0] in {"firm-tofu", "soymilk", "tote"}


def test_a_search_of_a_thousand_characters_is_cut_and_says_so(shelf, client):
    response = client.get("/search/", {"q": "콩국" * 500})

    assert response.status_code == 200
    assert "앞부분으로만 찾았어요" in response.content.decode()


def test_goods_without_a_confirmed_price_are_not_shown():
    listing = make_listing(reference="unpriced")

    cards.refresh(listing_ids=[listing.pk], now=timezone.now())

    assert catalogue.find(Wish()).cards == []


def test_facets_narrow_and_count_exactly(shelf):
    village = make_enterprise("village", name="들꽃마을", status="MV")
    listed(village, "tea", "국화차")
    cards.count_facets()

    everything = catalogue.find(Wish())
    narrowed = catalogue.find(Wish(kinds=("MV",)))

    assert everything.total == 4
    assert everything.counts["kind"] == {"SE": 3, "MV": 1}
    assert [card.reference for card in narrowed.cards] == ["tea"]
    assert narrowed.total == 1


@pytest.mark.parametrize(
    ("typed", "references"),
    [
        ("ㅌㅌㅂ", ["tote"]),
        ("ㅋㄱ", ["soymilk"]),
        ("ㅊㄷㅂ", ["firm-tofu"]),  # inside 부침두부
        ("ㅍㅎㅅㅁ 토트", ["tote"]),
        ("ㅎㅎㅎㅎ", []),
        ("ㄱㅅ", []),
        ("ㅏㅏ", []),
    ],
)
def test_initial_consonants_find_words(shelf, typed, references):
    assert found(typed) == references


def test_consonants_that_a_keyboard_joins_are_taken_apart():
    listed(make_enterprise(), "box", "곡식 꾸러미")

    assert found("ㄱㅅ") == found("ㄳ") == ["box"]


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("토크백", "토트백", "폐현수막 토트백"),
        ("부침두뷰", "부침두부", "새벽 부침두부"),
        ("진한 콩굮", "진한 콩국", "진한 콩국"),
        ("canvs", "canvas", "폐현수막 토트백"),
    ],
)
def test_a_mistyped_word_finds_what_was_meant_and_says_so(shelf, client, typed, meant, title):
    page = client.get("/search/", {"q": typed}).content.decode()

    assert f"‘{typed}’ 대신 ‘{meant}’" in page
    assert title in page
    assert f'value="{typed}"' in page


def test_the_same_is_said_in_english(shelf, client):
    client.cookies["gachi_language"] = "en"

    assert "instead of ‘canvs’" in client.get("/search/", {"q": "canvs"}).content.decode()


@pytest.mark.parametrize("typed", ["컴퓨터", "qqqq", "ㄱㄴㄷㄹ", "토트백%", "<b>", "두부' OR 1=1", "비ᅠ누", "ㅂㅣ누"])
def test_nothing_is_put_into_a_shoppers_mouth(shelf, client, typed):
    response = client.get("/search/", {"q": typed})

    assert response.status_code == 200
    assert "대신 ‘" not in response.content.decode()


@pytest.mark.parametrize("typed", ODD)
def test_any_search_asks_at_most_six_queries(shelf, client, typed, django_assert_max_num_queries):
    client.get("/search/")
    with django_assert_max_num_queries(6):
        assert client.get("/search/", {"q": typed}).status_code == 200


def test_so_does_a_mistyped_one_of_a_shopper_with_a_basket(shelf, client, django_assert_max_num_queries):
    answer = basket_cookie.remember(HttpResponse(), baskets.start(now=timezone.now()))
    client.cookies[basket_cookie.NAME] = answer.cookies[basket_cookie.NAME].value
    client.get("/goods/")  # categories and districts are read once a minute

    with django_assert_max_num_queries(6) as queries:
        page = client.get("/search/", {"q": "토크백"}).content.decode()

    assert "‘토크백’ 대신 ‘토트백’" in page
    assert any("purchases_basket" in query["sql"] for query in queries)


def test_the_second_page_carries_on_where_the_first_ended():
    maker = make_enterprise()
    for number in range(30):
        listed(maker, f"inside-{number}", f"수제비누{number}")
    for number in range(10):
        listed(maker, f"whole-{number}", f"비누 {number}")

    pages = [catalogue.find(Wish(query=search.parse("비누"), page=page)) for page in (1, 2)]
    seen = [card.reference for page in pages for card in page.cards]

    assert [reference.partition("-")[0] for reference in seen] == ["whole"] * 10 + ["inside"] * 30
    assert len(set(seen)) == 40
    assert pages[0].total == 40


def runs_of(words):
    """The lexemes of cards that an earlier release made: every run of one, two and three letters."""
    runs = {word[start : start + length] for word in words for length in (1, 2, 3) for start in range(len(word))}
    return sorted(runs | {f"={word}" for word in words})


def database_finds(lexemes, query):
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_tsvector(%s::text[]) @@ %s::tsquery", [lexemes, query.grams])
        return cursor.fetchone()[0]


LETTERS = "가나다ᄀab1"


@pytest.mark.parametrize("index", [search.lexemes_of, runs_of])
@given(words=st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=4), typed=st.text(f"{LETTERS} "))
@example(words=["가나다가"], typed="나다나 다")
@example(words=["가나", "나다"], typed="가나다")
def test_all_that_holds_the_words_is_found_and_nothing_else(index, words, typed):
    query = search.parse(typed)
    assume(query.words)

    is_found = database_finds(index(words), query) and all(
        any(beyond in word for word in words) for beyond in query.words_beyond_grams
    )

    assert is_found == all(any(asked in word for word in words) for asked in query.words)


def test_each_letter_of_a_word_is_one_lexeme():
    assert search.lexemes_of(["토트백이", "이"]) == sorted(["토트백", "트백이", "백이", "이", "=토트백이", "=이"])
