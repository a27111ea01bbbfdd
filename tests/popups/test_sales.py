"""Counter sales: once per key, at the price that was said, never more than is there."""

from datetime import timedelta

import pytest

from campaigns.models import Campaign, PopupSale
from campaigns.popups import days, places, sales
from campaigns.popups.sales import SaleRefused
from marketplace.inventory.models import StockMovement

pytestmark = pytest.mark.django_db


def test_a_sale_takes_units_quota_and_the_campaigns_price(shop, sell, item, bag, soap, units):
    sale = sell({bag.sku: 2, soap.sku: 1}, 66500, paid="CARD")

    item.refresh_from_db()
    assert (sale.total, sale.paid) == (66500, "CARD")
    assert sorted(sale.lines.values_list("units", "line_total")) == [(1, 6500), (2, 60000)]
    assert (units(bag.sku), units(soap.sku)) == ((4, 0), (7, 0))
    assert item.taken == 2


def test_outside_the_campaigns_window_the_list_price_counts(shop, sell, campaign, item, bag):
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.ENDED)

    sale = sell({bag.sku: 1}, 39000)

    item.refresh_from_db()
    assert (sale.total, item.taken) == (39000, 0)


def test_the_same_form_twice_is_one_sale(shop, sell, bag, units):
    first = sell({bag.sku: 1}, 30000, key="k")
    second = sell({bag.sku: 1}, 30000, key="k")

    assert first == second
    assert units(bag.sku) == (5, 0)


def test_a_key_that_was_used_for_another_sale_is_refused(shop, sell, bag, soap, units):
    sell({bag.sku: 1}, 30000, key="k")

    with pytest.raises(SaleRefused, match="이미 마쳤어요"):
        sell({bag.sku: 1, soap.sku: 1}, 36500, key="k")

    assert (units(bag.sku), units(soap.sku)) == ((5, 0), (8, 0))


def test_more_than_is_here_is_refused_and_says_how_many_are_left(shop, sell, soap, bag, units):
    with pytest.raises(SaleRefused) as refused:
        sell({soap.sku: 9, bag.sku: 1}, 88500)

    assert refused.value.problems == ["‘금잔화 비누’은(는) 8개 남았어요. 9개는 팔 수 없어요."]
    assert (units(bag.sku), units(soap.sku)) == ((6, 0), (8, 0))
    assert not PopupSale.objects.exists()


def test_more_than_the_quota_is_refused_and_a_used_up_quota_ends_the_price(shop, sell, item, bag):
    with pytest.raises(SaleRefused, match="기획전 값으로 4개까지"):
        sell({bag.sku: 5}, 150000)
    sell({bag.sku: 4}, 120000)
    with pytest.raises(SaleRefused, match="39,000원이에요"):
        sell({bag.sku: 1}, 30000)

    assert sell({bag.sku: 1}, 39000).total == 39000
    item.refresh_from_db()
    assert item.taken == 4


def test_nothing_is_sold_before_the_doors_open_or_after_the_closing_began(place, bring, sell, bag, staff, now):
    bring(bag, 2)
    with pytest.raises(SaleRefused, match="문을 연 팝업"):
        sell({bag.sku: 1}, 39000)

    shop = places.open_doors(exhibition=place, actor=staff, now=now)
    places.begin_closing(exhibition=shop, actor=staff, now=now)
    with pytest.raises(SaleRefused, match="문을 연 팝업"):
        sell({bag.sku: 1}, 39000)

    assert not PopupSale.objects.exists()


def test_food_past_its_best_before_is_not_sold(shop, sell, soap, now):
    soap.listing.best_before_on = now.date() - timedelta(days=1)
    soap.listing.save()

    with pytest.raises(SaleRefused, match="소비기한이 지나"):
        sell({soap.sku: 1}, 6500)


def test_a_sale_is_taken_back_once(shop, sell, item, bag, staff, units, now):
    sale = sell({bag.sku: 2}, 60000)

    first = sales.undo_sale(sale=sale, actor=staff, now=now)
    second = sales.undo_sale(sale=sale, actor=staff, now=now)

    item.refresh_from_db()
    assert first == second
    assert (first.reverses, first.total, first.paid) == (sale, 60000, "CASH")
    assert units(bag.sku) == (6, 0)
    assert item.taken == 0
    assert StockMovement.objects.filter(kind="RETURN").count() == 1
    with pytest.raises(SaleRefused, match="다시 되돌릴 수 없어요"):
        sales.undo_sale(sale=first, actor=staff, now=now)


def close(shop, staff, now, *, counted, shown, reason="", day=None):
    return days.close_day(
        exhibition=shop, day_on=day or now.date(), shown_cash=shown, cash_counted=counted, reason=reason, actor=staff,
        now=now,
    )  # fmt: skip


def test_a_day_adds_up_by_kind_of_payment(shop, sell, bag, soap, staff, now):
    sell({soap.sku: 2}, 13000)
    sell({bag.sku: 1}, 30000, paid="CARD")
    sales.undo_sale(sale=sell({soap.sku: 1}, 6500), actor=staff, now=now)

    figures = days.day_to_close(exhibition=shop, now=now)
    closing = close(shop, staff, now, counted=13000, shown=13000)

    assert (figures.sales, figures.undone, figures.cash, figures.card) == (3, 1, 13000, 30000)
    assert (closing.cash_expected, closing.cash_counted, closing.card_total) == (13000, 13000, 30000)
    assert closing.sales.count() == 4


def test_cash_that_differs_wants_a_reason(shop, sell, soap, staff, now):
    sell({soap.sku: 2}, 13000)

    with pytest.raises(days.DayRefused, match=r"-1,000원 달라요"):
        close(shop, staff, now, counted=12000, shown=13000)
    assert not shop.days.exists()

    assert close(shop, staff, now, counted=12000, shown=13000, reason="거스름돈 실수").reason == "거스름돈 실수"


def test_a_sale_while_the_form_was_open_is_not_closed_unseen(shop, sell, soap, staff, now):
    sell({soap.sku: 2}, 13000)

    with pytest.raises(days.DayRefused, match="13,000원으로 바뀌었어요"):
        close(shop, staff, now, counted=0, shown=0)

    assert not shop.days.exists()


def test_a_closed_day_is_locked_and_closes_once(shop, sell, soap, staff, now):
    sell({soap.sku: 1}, 6500)
    first = close(shop, staff, now, counted=6500, shown=6500)
    again = close(shop, staff, now, counted=1, shown=6500, reason="다시")

    with pytest.raises(SaleRefused, match="이미 하루 마감"):
        sell({soap.sku: 1}, 6500, at=now + timedelta(hours=1))

    first.refresh_from_db()
    assert (again, first.cash_counted) == (first, 6500)
    assert days.day_to_close(exhibition=shop, now=now) is None


def test_a_reversal_after_the_closing_belongs_to_the_next_day(shop, sell, soap, staff, units, now):
    sale = sell({soap.sku: 1}, 6500)
    today = close(shop, staff, now, counted=6500, shown=6500)
    reversal = sales.undo_sale(sale=sale, actor=staff, now=now + timedelta(hours=1))
    tomorrow = now + timedelta(days=1)

    assert days.day_to_close(exhibition=shop, now=now) is None
    figures = days.day_to_close(exhibition=shop, now=tomorrow)
    closing = close(shop, staff, tomorrow, counted=-6500, shown=-6500)

    reversal.refresh_from_db()
    assert (figures.day_on, figures.cash) == (tomorrow.date(), -6500)
    assert reversal.day_closing == closing
    assert list(today.sales.all()) == [sale]
    assert units(soap.sku) == (8, 0)


def test_days_close_in_their_order(shop, sell, soap, staff, now):
    tomorrow = now + timedelta(days=1)
    sell({soap.sku: 1}, 6500)
    sell({soap.sku: 2}, 13000, at=tomorrow)

    with pytest.raises(days.DayRefused, match="그날을 마감할 수 없어요"):
        close(shop, staff, tomorrow, counted=13000, shown=13000)
    close(shop, staff, tomorrow, counted=6500, shown=6500, day=now.date())
    close(shop, staff, tomorrow, counted=13000, shown=13000)

    assert list(shop.days.order_by("day_on").values_list("cash_expected", flat=True)) == [6500, 13000]
