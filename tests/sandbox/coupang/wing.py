"""A seller with WING keys, and the documents that it sends: example data of the reference, varied by the tests."""

import copy
import hashlib
import hmac
import itertools
import time
from datetime import UTC, datetime, timedelta, timezone

import httpx

KST = timezone(timedelta(hours=9))
VENDOR = "A00012345"
USER = "gachi_wing"
ACCESS_KEY = "a1b2c3d4-1111-2222-3333-444455556666"
SECRET_KEY = "0123456789abcdef0123456789abcdef01234567"

SP = "/v2/providers/seller_api/apis/api/v1/marketplace"
OPEN = "/v2/providers/openapi/apis/api"
MARKET = "/v2/providers/marketplace_openapi/apis/api"

_numbers = itertools.count(1)


def op(version, rest, vendor=VENDOR):
    return f"{OPEN}/v{version}/vendors/{vendor}/{rest}"


def authorization(method, path, query="", *, at=None, access_key=ACCESS_KEY, secret_key=SECRET_KEY):
    """Sign as §1.1 describes, without the stand-in's own code."""
    signed_date = (at or datetime.now(UTC)).strftime("%y%m%dT%H%M%SZ")
    message = signed_date + method + path + query
    digest = hmac.new(secret_key.encode(), message.encode(), hashlib.sha256).hexdigest()
    return f"CEA algorithm=HmacSHA256, access-key={access_key}, signed-date={signed_date}, signature={digest}"


class Seller:
    """Calls the market as a seller's server does; every call is signed over the bytes that travel."""

    def __init__(self, standin):
        self.standin = standin
        self.url = standin.url
        self.http = httpx.Client(base_url=standin.url, timeout=30, trust_env=False)

    def call(self, method, target, body=None, *, headers=None, **signing):
        path, _, query = target.partition("?")
        sent = {"Authorization": authorization(method, path, query, **signing), **(headers or {})}
        return self.http.request(method, target, headers=sent, json=body)

    def get(self, target, **more):
        return self.call("GET", target, **more)

    def post(self, target, body=None, **more):
        return self.call("POST", target, body, **more)

    def put(self, target, body=None, **more):
        return self.call("PUT", target, body, **more)

    # What shoppers and staff do, without a signature.

    def control(self, action, **body):
        return self.http.post(f"/_sandbox/{action}", json=body)

    def items(self):
        return self.http.get("/_sandbox/shop/items").json()

    def orders(self):
        return self.http.get("/_sandbox/shop/orders").json()

    # Roads that many tests take.

    def make_places(self):
        outbound = self.post(op(5, "outboundShippingCenters"), outbound_place())
        centre = self.post(op(5, "returnShippingCenters"), return_centre())
        return int(outbound.json()["data"]["resultMessage"]), centre.json()["data"]["resultMessage"]

    def document(self, **changes):
        outbound, centre = self.make_places()
        return product(outbound, centre, self.image, **changes)

    def create(self, document):
        answer = self.post(f"{SP}/seller-products", document)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def product(self, product_id):
        return self.get(f"{SP}/seller-products/{product_id}")

    def wait_for_status(self, product_id, status, seconds=10):
        limit = time.monotonic() + seconds
        while True:
            answer = self.product(product_id).json()
            if answer["data"] and answer["data"]["statusName"] == status:
                return answer["data"]
            assert time.monotonic() < limit, answer
            time.sleep(0.05)

    def sell(self, **changes):
        """Put a product on sale; return its document as read back, with its vendorItemIds."""
        return self.wait_for_status(self.create(self.document(**changes)), "승인완료")

    def offer(self, **changes):
        """Put a product with one option on sale; return its vendorItemId."""
        return self.sell(**changes)["items"][0]["vendorItemId"]

    def inventory(self, option):
        return self.get(f"{SP}/vendor-items/{option}/inventories").json()["data"]

    def buy(self, option, units=1, **more):
        answer = self.control("shop/buy", vendorItemId=option, units=units, **more)
        assert answer.status_code == 201, answer.text
        bought = answer.json()
        return bought["orderId"], bought["shipmentBoxIds"][0]

    def sheets(self, status="ACCEPT", **changes):
        return self.get(op(5, f"ordersheets?{day_query(status=status, **changes)}"))

    def acknowledge(self, *boxes):
        return self.put(op(4, "ordersheets/acknowledgement"), {"vendorId": VENDOR, "shipmentBoxIds": list(boxes)})

    def invoice(self, order, box, option, number="680405450931", *, update=False, **changes):
        return self.invoices([entry(order, box, option, number, **changes)], update=update)

    def invoices(self, entries, *, update=False):
        call = "orders/updateInvoices" if update else "orders/invoices"
        return self.post(op(4, call), {"vendorId": VENDOR, "orderSheetInvoiceApplyDtos": entries})

    def claims(self, query=""):
        today = datetime.now(KST).strftime("%Y-%m-%d")
        return self.get(op(6, f"returnRequests?createdAtFrom={today}&createdAtTo={today}{query}"))


def day_query(**changes):
    today = datetime.now(KST).strftime("%Y-%m-%d%%2B09:00")
    values = {"createdAtFrom": today, "createdAtTo": today, "status": "ACCEPT"} | changes
    return "&".join(f"{name}={value}" for name, value in values.items() if value is not None)


def entry(order, box, option, number, **changes):
    return {
        "shipmentBoxId": box,
        "orderId": order,
        "vendorItemId": option,
        "deliveryCompanyCode": "CJGLS",
        "invoiceNumber": number,
        "splitShipping": False,
        "preSplitShipped": False,
        "estimatedShippingDate": "",
    } | changes


def codes(answer):
    """Return the result codes of an acknowledgement or invoice call."""
    return [result["resultCode"] for result in answer.json()["data"]["responseList"]]


def address(kind="JIBUN"):
    return {
        "addressType": kind,
        "countryCode": "KR",
        "companyContactNumber": "02-0000-0100",
        "phoneNumber2": "",
        "returnZipCode": "04524",
        "returnAddress": "서울특별시 중구 세종대로",
        "returnAddressDetail": "110",
    }


def outbound_place(**changes):
    return {
        "vendorId": VENDOR,
        "userId": USER,
        "shippingPlaceName": f"출고지 {next(_numbers)}",
        "usable": True,
        "global": False,
        "placeAddresses": [address(), address("ROADNAME")],
        "remoteInfos": [{"deliveryCode": "CJGLS", "jeju": 3000, "notJeju": 5000}],
    } | changes


def return_centre(**changes):
    courier = {"deliverCode": "CJGLS", "deliverName": "CJ대한통운", "contractNumber": "30001234"}
    for who in ("vendorCreditFee", "vendorCashFee", "consumerCashFee", "returnFee"):
        courier |= {f"{who}{kg}kg": 3000 for kg in ("05", "10", "20")}
    return {
        "vendorId": VENDOR,
        "userId": USER,
        "shippingPlaceName": f"반품지 {next(_numbers)}",
        "goodsflowInfoOpenApiDto": courier,
        "placeAddresses": [address()],
    } | changes


NOTICES = {
    "품명 및 모델명": "재생면 파우치 HG-13",
    "인증사항": "해당사항 없음",
    "제조국(원산지)": "대한민국",
    "제조자(수입자)": "함께숲협동조합",
    "소비자상담 관련 전화번호": "02-0000-0100",
}


def item(image, name="네이비 13인치", **changes):
    """An option as in the example of §4.1; `attributes` may be given as a dictionary."""
    attributes = changes.pop("attributes", {"색상": name, "수량": "1개"})
    return {
        "itemName": name,
        "originalPrice": 32000,
        "salePrice": 28000,
        "maximumBuyCount": 50,
        "maximumBuyForPerson": 0,
        "maximumBuyForPersonPeriod": 1,
        "outboundShippingTimeDay": 2,
        "unitCount": 1,
        "adultOnly": "EVERYONE",
        "taxType": "TAX",
        "parallelImported": "NOT_PARALLEL_IMPORTED",
        "overseasPurchased": "NOT_OVERSEAS_PURCHASED",
        "pccNeeded": False,
        "externalVendorSku": f"SE-{next(_numbers):04d}",
        "barcode": "",
        "emptyBarcode": True,
        "emptyBarcodeReason": "자체제작 상품",
        "modelNo": "HG-13",
        "certifications": [{"certificationType": "NOT_REQUIRED", "certificationCode": ""}],
        "searchTags": ["사회적기업", "업사이클"],
        "images": [{"imageOrder": 0, "imageType": "REPRESENTATION", "vendorPath": image}],
        "notices": notices(),
        "attributes": [{"attributeTypeName": kind, "attributeValueName": value} for kind, value in attributes.items()],
        "contents": [
            {"contentsType": "HTML", "contentDetails": [{"content": "<div>파우치</div>", "detailType": "TEXT"}]}
        ],
        "offerCondition": "NEW",
        "offerDescription": "",
    } | changes


def notices(group="기타 재화", details=None):
    return [
        {"noticeCategoryName": group, "noticeCategoryDetailName": name, "content": content}
        for name, content in (details or NOTICES).items()
    ]


def product(outbound, centre, image, *, items=None, **changes):
    document = {
        "displayCategoryCode": 56137,
        "sellerProductName": "함께숲 재생면 노트북 파우치",
        "vendorId": VENDOR,
        "saleStartedAt": "2026-02-01T00:00:00",
        "saleEndedAt": "2099-01-01T23:59:59",
        "displayProductName": "함께숲 재생면 노트북 파우치",
        "brand": "함께숲",
        "generalProductName": "재생면 노트북 파우치",
        "productGroup": "노트북파우치",
        "deliveryMethod": "SEQUENCIAL",
        "deliveryCompanyCode": "CJGLS",
        "deliveryChargeType": "CONDITIONAL_FREE",
        "deliveryCharge": 3000,
        "freeShipOverAmount": 30000,
        "deliveryChargeOnReturn": 3000,
        "remoteAreaDeliverable": "Y",
        "unionDeliveryType": "UNION_DELIVERY",
        "returnCenterCode": centre,
        "returnChargeName": "서울 반품지",
        "companyContactNumber": "02-0000-0100",
        "returnZipCode": "04524",
        "returnAddress": "서울특별시 중구 세종대로",
        "returnAddressDetail": "110",
        "returnCharge": 3000,
        "outboundShippingPlaceCode": outbound,
        "vendorUserId": USER,
        "requested": True,
    } | changes
    return copy.deepcopy(document | {"items": items or [item(image)]})
