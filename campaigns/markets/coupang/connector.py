"""쿠팡 as one of our markets: its quirks, and nothing of ours but plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_noop

from campaigns.markets.coupang import payloads
from campaigns.markets.coupang.client import CoupangClient, query
from campaigns.markets.coupang.payloads import Category, Seller
from campaigns.markets.plan import (
    Bent,
    CannotBeListed,
    Claim,
    ClaimGone,
    Created,
    Goods,
    Parcel,
    ProductState,
    Sheet,
    ShipmentGone,
    Shown,
)
from marketplace.channels.errors import ChannelRejected, ChannelUnavailable
from marketplace.core.sayings import saying

PLACE = "가치 출고지"
PRICE_STEP = 10
LONGEST_TITLE = 100
LONGEST_WINDOW = timedelta(days=30)
PAGE = 50
_APPROVED = {"승인완료", "부분승인완료"}
_DENIED, _DELETED = "승인반려", "상품삭제"
_GONE = ("취소 또는 반품되었습니다", "유효하지 않은 주문번호")
_CLAIM_LISTS = {
    "CANCEL": {"cancelType": "CANCEL"},
    "STOP": {"status": "RU"},
    "RETURN": {"status": "UC"},
    "STOPPED": {"status": "CC"},
}


class StopRequested(ChannelUnavailable):
    """The buyer asked to stop the parcel just now; the request is heard first, then the parcel told again."""


class Coupang:
    """The market of coupang.md §0–§6.1."""

    code = "coupang"

    def __init__(self, client: CoupangClient, seller: Seller) -> None:
        self._client, self._seller = client, seller
        self._outbound: int | None = None
        self._categories: dict[int, Category] = {}

    # ---------------------------------------------------------------------------------------------------- products

    def bend(self, *, price: int, prior_price: int | None, title: str) -> Bent:
        bends = []
        sold = max(price - price % PRICE_STEP, PRICE_STEP)
        prior = prior_price - prior_price % PRICE_STEP if prior_price else None
        if sold != price:
            bends.append(
                saying(
                    gettext_noop("쿠팡은 10원 단위로 팔아서 %(price)s원 대신 %(sold)s원에 팔아요."),
                    price=f"{price:,}",
                    sold=f"{sold:,}",
                )
            )
        if prior is not None and prior <= sold:
            prior = None
        if len(title) > LONGEST_TITLE:
            bends.append(saying(gettext_noop("쿠팡의 상품명은 %(most)s자까지라 뒤를 줄여요."), most=LONGEST_TITLE))
        return Bent(price=sold, prior_price=prior, bends=tuple(bends))

    def create(self, goods: Goods) -> Created:
        return self._submit(self._document(goods), method="POST")

    def resubmit(self, product_id: str, goods: Goods) -> Created:
        there = self._product(product_id)
        document = self._document(goods) | {
            "sellerProductId": int(product_id),
            # The category of a product cannot be changed.
            "displayCategoryCode": there.get("displayCategoryCode"),
        }
        [item] = document["items"]
        for known in there.get("items") or []:
            if known.get("externalVendorSku") == goods.sku:
                item["sellerProductItemId"] = known.get("sellerProductItemId")
                item["vendorItemId"] = known.get("vendorItemId")
        return self._submit(document, method="PUT")

    def _document(self, goods: Goods) -> dict[str, Any]:
        category, outbound = self._category(goods), self._outbound_place()
        return payloads.product_document(
            goods, seller=self._seller, category=category, outbound=outbound, now=datetime.now(UTC)
        )

    def _submit(self, document: Mapping[str, Any], *, method: str) -> Created:
        answer = self._client.create(document, method=method)
        warnings = [str(answer.get("details") or "")]
        for item in answer.get("errorItems") or []:
            names = [str(each.get("attributeTypeName")) for each in item.get("itemAttributes") or []]
            warnings.append(f"{item.get('itemName')}: {', '.join(names)}")
        return Created(str(answer.get("data")), tuple(filter(None, warnings)))

    def find(self, sku: str) -> Sequence[str]:
        rows = self._client.seller("GET", f"seller-products/external-vendor-sku-codes/{quote(sku, safe='')}")
        return [str(row["sellerProductId"]) for row in rows or [] if row.get("statusName") != _DELETED]

    def read_product(self, product_id: str, sku: str) -> ProductState:
        product = self._product(product_id)
        status = str(product.get("statusName"))
        if status in _APPROVED:
            for item in product.get("items") or []:
                if item.get("externalVendorSku") == sku and item.get("vendorItemId"):
                    return ProductState("APPROVED", item_id=str(item["vendorItemId"]))
            return ProductState("DENIED", reason=self._reason(product_id))
        if status == _DENIED:
            return ProductState("DENIED", reason=self._reason(product_id))
        return ProductState("GONE" if status == _DELETED else "WAITING")

    def _product(self, product_id: str) -> dict[str, Any]:
        try:
            data = self._client.seller("GET", f"seller-products/{int(product_id)}")
        except ChannelRejected as exc:
            if "데이터가 없습니다" in str(exc):
                return {"statusName": _DELETED}
            raise
        return data if isinstance(data, dict) else {}

    def _reason(self, product_id: str) -> str:
        rows = self._client.seller("GET", f"seller-products/{int(product_id)}/histories?{query(maxPerPage=20)}")
        reasons = [str(row.get("comment") or "") for row in rows or []]
        return next(filter(None, reasons), "")

    def _category(self, goods: Goods) -> Category:
        """Return the leaf that 쿠팡 itself would choose, with what it asks of a product."""
        kinds = " ".join([goods.category, *goods.search_words])
        asked = {"productName": f"{goods.title} {goods.option}".strip(), "productDescription": kinds}
        found = self._client.open("POST", "v1/categorization/predict", asked).get("data") or {}
        if found.get("autoCategorizationPredictionResultType") != "SUCCESS" or not found.get("predictedCategoryId"):
            raise CannotBeListed(gettext_noop("쿠팡이 알맞은 카테고리를 찾지 못했어요. 상품명에 무엇인지 적어 주세요."))
        code = int(found["predictedCategoryId"])
        if code not in self._categories:
            meta = self._client.seller("GET", f"meta/category-related-metas/display-category-codes/{code}")
            self._categories[code] = Category(code, meta)
        return self._categories[code]

    def _outbound_place(self) -> int:
        """Return the code of the place from which parcels leave, made if it is not there."""
        if self._outbound is None:
            self._outbound = self._find_place()
        if self._outbound is None:
            try:
                body = payloads.outbound_place(self._seller, PLACE)
                answer = self._client.vendor("POST", 5, "outboundShippingCenters", body)
                self._outbound = int(answer["data"]["resultMessage"])  # the code is in there indeed
            except ChannelRejected:
                # Someone made it at the same moment.
                self._outbound = self._find_place()
                if self._outbound is None:
                    raise
        return self._outbound

    def _find_place(self) -> int | None:
        found = self._client.market(f"v2/vendor/shipping-place/outbound?{query(placeNames=PLACE)}")
        codes = [
            int(row["outboundShippingPlaceCode"])
            for row in found.get("content") or []
            if row.get("shippingPlaceName") == PLACE and row.get("usable", True)
        ]
        return codes[0] if codes else None

    # ------------------------------------------------------------------------------------------------ one option

    def read_offer(self, item_id: str) -> Shown:
        data = self._client.seller("GET", f"vendor-items/{int(item_id)}/inventories")
        try:
            return Shown(int(data["amountInStock"]), int(data["salePrice"]), bool(data["onSale"]))
        except (KeyError, TypeError, ValueError) as exc:
            raise ChannelUnavailable(f"inventories of {item_id} cannot be read: {exc}") from exc

    def set_price(self, item_id: str, *, price: int, prior_price: int | None) -> None:
        item, original = int(item_id), prior_price or price
        # A campaign may cut more than half; without force the market refuses that (§4.4).
        self._client.seller("PUT", f"vendor-items/{item}/prices/{price}?{query(forceSalePriceUpdate='true')}")
        self._client.seller("PUT", f"vendor-items/{item}/original-prices/{original}")

    def write_quantity(self, item_id: str, units: int) -> None:
        self._client.seller("PUT", f"vendor-items/{int(item_id)}/quantities/{units}")

    def stop_sale(self, item_id: str) -> None:
        self._client.seller("PUT", f"vendor-items/{int(item_id)}/sales/stop")

    def resume_sale(self, item_id: str) -> None:
        self._client.seller("PUT", f"vendor-items/{int(item_id)}/sales/resume")

    # ---------------------------------------------------------------------------------------------------- orders

    def read_sheets(self, states: Sequence[str], since: datetime, until: datetime) -> Iterator[Sheet]:
        for code in (code for state in states for code in payloads.STATES[state]):
            for start, end in _days(since, until):
                window = {"createdAtFrom": f"{start}+09:00", "createdAtTo": f"{end}+09:00", "status": code}
                for row in self._pages(5, "ordersheets", window):
                    yield payloads.to_sheet(row)

    def _pages(self, version: int, path: str, window: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        token: str | None = None
        while token != "":
            answer = self._client.vendor("GET", version, f"{path}?{query(**window, nextToken=token, maxPerPage=PAGE)}")
            yield from answer.get("data") or []
            token = str(answer.get("nextToken") or "")

    def read_sheet(self, remote_id: str) -> Sheet:
        try:
            answer = self._client.vendor("GET", 5, f"ordersheets/{int(remote_id)}")
        except ChannelRejected as exc:
            if any(words in str(exc) for words in _GONE):
                raise ShipmentGone(str(exc)) from exc
            raise
        data = answer.get("data")
        # A single one comes as an object or in a list of one.
        row = data[0] if isinstance(data, list) and data else data
        if not isinstance(row, dict):
            raise ChannelUnavailable(f"an order sheet without data: {remote_id}")
        return payloads.to_sheet(row)

    def acknowledge(self, remote_id: str) -> None:
        body = {"vendorId": self._seller.vendor_id, "shipmentBoxIds": [int(remote_id)]}
        self._check(self._client.vendor("PUT", 4, "ordersheets/acknowledgement", body), remote_id)

    def send_parcel(self, parcel: Parcel) -> None:
        self._write_invoice("orders/invoices", parcel)

    def correct_parcel(self, parcel: Parcel) -> None:
        self._write_invoice("orders/updateInvoices", parcel)

    def _write_invoice(self, path: str, parcel: Parcel) -> None:
        entries = [
            {
                "shipmentBoxId": int(parcel.remote_id),
                "orderId": int(parcel.order_id),
                "vendorItemId": int(item_id),
                "deliveryCompanyCode": _carrier(parcel.carrier),
                "invoiceNumber": parcel.number,
                "splitShipping": False,
                "preSplitShipped": False,
                "estimatedShippingDate": "",
            }
            for item_id in parcel.item_ids
        ]
        body = {"vendorId": self._seller.vendor_id, "orderSheetInvoiceApplyDtos": entries}
        self._check(self._client.vendor("POST", 4, path, body), parcel.remote_id)

    def _check(self, answer: Mapping[str, Any], remote_id: str) -> None:
        """Raise what the result of one box says: HTTP 200 also tells of failures (§9.5)."""
        rows = (answer.get("data") or {}).get("responseList") or []
        mine = [row for row in rows if str(row.get("shipmentBoxId")) == remote_id]
        if not mine:
            raise ChannelUnavailable(f"no result for {remote_id}")
        for row in mine:
            if not row.get("succeed"):
                raise _result(str(row.get("resultCode")), row)

    # ---------------------------------------------------------------------------------------------------- claims

    def read_claims(self, kinds: Sequence[str], since: datetime, until: datetime) -> Iterator[Claim]:
        for kind in kinds:
            for start, end in _days(since, until):
                window = {"createdAtFrom": start, "createdAtTo": end, **_CLAIM_LISTS[kind]}
                for row in self._pages(6, "returnRequests", window):
                    yield payloads.to_claim(row)

    def open_stops(self, order_id: str, now: datetime) -> list[Claim]:
        [(start, end)] = _days(now - LONGEST_WINDOW + timedelta(days=1), now)
        window = {"createdAtFrom": start, "createdAtTo": end, "status": "RU", "orderId": order_id}
        return [payloads.to_claim(row) for row in self._pages(6, "returnRequests", window)]

    def read_claim(self, remote_id: str) -> Claim:
        try:
            data = self._client.vendor("GET", 6, f"returnRequests/{int(remote_id)}").get("data")
        except ChannelRejected as exc:
            if "존재하지 않습니다" in str(exc):
                raise ClaimGone(str(exc)) from exc
            raise
        row = data[0] if isinstance(data, list) and data else data
        if not isinstance(row, dict):
            raise ClaimGone(f"claim {remote_id} is not there")
        return payloads.to_claim(row)

    def confirm_stopped(self, claim: Claim) -> None:
        body = self._answer(claim) | {"cancelCount": claim.units}
        self._client.vendor("PUT", 4, f"returnRequests/{int(claim.remote_id)}/stoppedShipment", body)

    def confirm_sent(self, claim: Claim, parcel: Parcel) -> None:
        body = self._answer(claim) | {
            "deliveryCompanyCode": _carrier(parcel.carrier),
            "invoiceNumber": parcel.number,
        }
        self._client.vendor("PUT", 4, f"returnRequests/{int(claim.remote_id)}/completedShipment", body)

    def _answer(self, claim: Claim) -> dict[str, Any]:
        return {"vendorId": self._seller.vendor_id, "receiptId": int(claim.remote_id)}


def _result(code: str, row: Mapping[str, Any]) -> Exception:
    if code in payloads.STOP_WANTED:
        return StopRequested(code)
    if code in payloads.GONE:
        return ShipmentGone(code)
    if code in payloads.FOR_A_PERSON:
        return ChannelRejected(saying("%(what)s (%(code)s)", what=payloads.FOR_A_PERSON[code], code=code))
    # A code that nobody knows yet is as good as the market's own word on whether to try again.
    if code in payloads.AGAIN or row.get("retryRequired"):
        return ChannelUnavailable(code)
    return ChannelRejected(f"{code} {row.get('resultMessage') or ''}".strip())


def _carrier(code: str) -> str:
    try:
        return payloads.CARRIERS[code]
    except KeyError:
        raise ChannelRejected(saying(gettext_noop("쿠팡이 모르는 택배사예요. (%(code)s)"), code=code)) from None


def _days(since: datetime, until: datetime) -> list[tuple[str, str]]:
    """Cut a span into windows of whole Korean days that the market allows, as (first day, last day)."""
    windows = []
    start, last = since.astimezone(payloads.SEOUL).date(), until.astimezone(payloads.SEOUL).date()
    while start <= last:
        end = min(start + LONGEST_WINDOW, last)
        windows.append((start.isoformat(), end.isoformat()))
        start = end + timedelta(days=1)
    return windows
