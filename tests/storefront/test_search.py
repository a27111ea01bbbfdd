import pytest
from django.utils import timezone

from marketplace.storefront import cards, catalogue, search
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
