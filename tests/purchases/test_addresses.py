"""Korean addresses in the names that Saleor's older list knows (saleor.md §4; regions: domain-ko.md §7)."""

import pytest

from marketplace.purchases import addresses


def in_saleor(region, city):
    found = addresses.for_saleor(
        name="김나눔", phone="010-0000-1234", postal_code="08274", region=region, city=city,
        address="길 1", detail="101호",
    )  # fmt: skip
    return found.region, found.city, found.city_area


@pytest.mark.parametrize(("region", "city", "there"), [
    ("서울특별시", "구로구", ("서울특별시", "구로구", "")),
    ("경기도", "수원시 팔달구", ("경기도", "수원시", "팔달구")),
    ("강원특별자치도", "춘천시", ("강원도", "춘천시", "")),
    ("전북특별자치도", "전주시 완산구", ("전라북도", "전주시", "완산구")),
    ("전남광주통합특별시", "광산구", ("광주광역시", "광산구", "")),
    ("전남광주통합특별시", "순천시", ("전라남도", "순천시", "")),
    ("세종특별자치시", "", ("세종특별자치시", "", "")),
    ("대구광역시", "군위군", ("대구광역시", "군위군", "")),
])  # fmt: skip
def test_regions_get_the_names_that_saleor_knows(region, city, there):
    assert in_saleor(region, city) == there


@pytest.mark.parametrize(("typed", "kept"), [
    ("010-1234-5678", "01012345678"), ("+82 10-1234-5678", "01012345678"), ("(02) 123-4567", "021234567"),
    ("+82 (0)10.1234.5678", "01012345678"),
])  # fmt: skip
def test_phones_are_kept_as_digits(typed, kept):
    assert addresses.clean_phone(typed) == kept


def test_every_fault_of_an_address_is_named_at_once():
    with pytest.raises(addresses.BadAddress) as refused:
        addresses.check(name="", phone="1", postal_code="1", region="화성", city="", address="")

    assert list(refused.value.problems) == ["name", "phone", "postal_code", "region", "city", "address"]
