"""The client alone: what it signs, how it reads answers. The signatures are the worked example of coupang.md §1.1."""

from datetime import UTC, datetime

import httpx
import pytest

from campaigns.markets.coupang.client import SELLER, CeaAuth, CoupangClient, query
from campaigns.markets.plan import NotReadableYet
from marketplace.channels.errors import (
    ChannelMisconfigured,
    ChannelRejected,
    ChannelThrottled,
    ChannelUnavailable,
)

ACCESS, SECRET = "a1b2c3d4-1111-2222-3333-444455556666", "0123456789abcdef0123456789abcdef01234567"


class NoMeter:
    def __init__(self):
        self.blocked = 0

    def wait(self):
        pass

    def back_off(self):
        self.blocked += 1
        return 61.0


def client(answer, meter=None):
    sent = []

    def handle(request):
        sent.append(request)
        return answer(request) if callable(answer) else answer

    auth = CeaAuth(access_key=ACCESS, secret_key=SECRET, clock=lambda: datetime(2026, 1, 5, 3, 14, 15, tzinfo=UTC))
    made = CoupangClient(
        url="https://api.example.com",
        vendor_id="A00012345",
        auth=auth,
        meter=meter or NoMeter(),
        transport=httpx.MockTransport(handle),
    )
    return made, sent


def ok(data=None, code="SUCCESS"):
    return httpx.Response(200, json={"code": code, "message": "", "data": data})


def test_the_query_is_signed_as_it_travels():
    made, sent = client(ok([], code=200))
    window = query(createdAtFrom="2026-01-01+09:00", createdAtTo="2026-01-05+09:00", status="ACCEPT", maxPerPage=50)

    made.vendor("GET", 5, f"ordersheets?{window}")

    assert sent[0].url.raw_path.endswith(
        b"?createdAtFrom=2026-01-01%2B09:00&createdAtTo=2026-01-05%2B09:00&status=ACCEPT&maxPerPage=50"
    )
    assert sent[0].headers["Authorization"] == (
        f"CEA algorithm=HmacSHA256, access-key={ACCESS}, signed-date=260105T031415Z, "
        "signature=05dcacecd06f29e1c281ef8bbbd81583716f2bb5d8088d2c0f4de7f7c5bd2403"
    )


@pytest.mark.parametrize(
    ("method", "path", "signature"),
    [
        ("POST", "seller-products", "7128baa3dcf809ab9eac567cf549ff67bafecce311072e123e755db1424c5d29"),
        (
            "PUT",
            "vendor-items/3572784698/prices/49000?forceSalePriceUpdate=true",
            "5ab8d25a60d20b9c69997f98bc6bcbe07cebc932b8d5583c48e79e9ac315395d",
        ),
    ],
)
def test_the_body_is_not_signed(method, path, signature):
    made, sent = client(ok())

    made.seller(method, path, {"any": "thing"})

    assert sent[0].headers["Authorization"].endswith(f"signature={signature}")


@pytest.mark.parametrize(
    "body",
    [
        {"code": "SUCCESS", "message": "", "data": 427011919},
        {"code": "200", "message": "", "data": {"code": "SUCCESS", "message": "", "data": 427011919}},
    ],
)
def test_a_created_product_is_read_wrapped_or_not(body):
    made, _sent = client(httpx.Response(200, json=body))

    assert made.create({})["data"] == 427011919
    assert made.seller("GET", "anything") == 427011919


@pytest.mark.parametrize("code", [200, "200"])
def test_the_code_of_orders_is_a_number_or_a_text(code):
    made, _sent = client(ok([1], code=code))

    assert made.vendor("GET", 5, "ordersheets")["data"] == [1]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, json={"code": "ERROR", "message": "유효하지 않은 재고수량입니다."}), ChannelRejected),
        (httpx.Response(200, json={"code": "ERROR", "message": "안 돼요"}), ChannelRejected),
        (httpx.Response(401, text="Invalid signature"), ChannelMisconfigured),
        (httpx.Response(403, text="<html>Access Denied</html>"), ChannelMisconfigured),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example.com"}), ChannelMisconfigured),
        (httpx.Response(404, text="Not found"), ChannelMisconfigured),
        (httpx.Response(412, text=""), ChannelUnavailable),
        (httpx.Response(500, text="oops"), ChannelUnavailable),
        (httpx.Response(504, json={"code": "ERROR", "message": "Request timed out"}), ChannelUnavailable),
        (httpx.Response(521, text=""), ChannelUnavailable),
        (httpx.Response(200, text="<html>"), ChannelUnavailable),
        (httpx.Response(200, json=[]), ChannelUnavailable),
        (
            httpx.Response(400, json={"code": "ERROR", "message": "상품 정보가 등록 또는 수정되고 있습니다. [1]"}),
            NotReadableYet,
        ),
    ],
)
def test_every_failure_is_one_of_four(answer, error):
    made, _sent = client(answer)

    with pytest.raises(error) as caught:
        made.seller("GET", "seller-products/1")

    assert type(caught.value) is error
    assert SECRET not in str(caught.value)
    assert ACCESS not in str(caught.value)


def test_no_answer_is_unavailable():
    def time_out(request):
        raise httpx.ReadTimeout("slow", request=request)

    made, _sent = client(time_out)

    with pytest.raises(ChannelUnavailable, match=r"GET .*seller-products/1: ReadTimeout"):
        made.seller("GET", "seller-products/1?secret=yes")


def test_after_a_429_everybody_backs_off():
    meter = NoMeter()
    made, _sent = client(httpx.Response(429, text="slow down"), meter)

    with pytest.raises(ChannelThrottled) as caught:
        made.seller("GET", "seller-products/1")

    assert (caught.value.retry_after, meter.blocked) == (61.0, 1)


def test_a_refusal_names_what_is_missing():
    items = [{"itemName": "x", "itemAttributes": [{"attributeTypeName": "총 수량", "message": "필수예요"}]}]
    made, _sent = client(
        httpx.Response(400, json={"code": "ERROR", "message": "필수 구매 옵션이 없어요", "errorItems": items})
    )

    with pytest.raises(ChannelRejected, match="필수 구매 옵션이 없어요 총 수량: 필수예요"):
        made.create({})


def test_the_seller_paths_are_those_of_the_reference():
    made, sent = client(ok())

    made.seller("GET", "vendor-items/1/inventories")

    assert sent[0].url.path == f"{SELLER}/vendor-items/1/inventories"
