"""What the console calls the things that rows hold as codes."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import ChannelCode, MarketOrder, PopupSale
from marketplace.channels.models import Plan, PlanStep
from marketplace.core import sayings
from marketplace.core.models import InboxMessage
from marketplace.look import formats
from marketplace.payments.models import Payment
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt
from vendors.models import EnterpriseStatus, Member, Variant
from vendors.portal.forms import StockChangeForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = dict[str, "str | StrPromise"]

BUCKETS: "Words" = {
    "on_hand": gettext_lazy("가지고 있는 것"),
    "free": gettext_lazy("팔 수 있는 것"),
    "allocated": gettext_lazy("주문에 약속한 것"),
    "offered": gettext_lazy("오픈마켓에 내놓은 것"),
    "leased": gettext_lazy("팝업 계산대에 맡긴 것"),
    "in_transit_out": gettext_lazy("옮기는 중인 것"),
}
MOVEMENTS: "Words" = {
    "ON_HAND": BUCKETS["on_hand"],
    "ALLOCATED": BUCKETS["allocated"],
    "OFFERED": BUCKETS["offered"],
    "LEASED": BUCKETS["leased"],
    "IN_TRANSIT_OUT": BUCKETS["in_transit_out"],
    "RECEIVE": gettext_lazy("들어옴"),
    "LOSE": gettext_lazy("줄어듦"),
    "COUNT": gettext_lazy("세어서 맞춤"),
    "COMMIT": gettext_lazy("주문에 약속"),
    "RELEASE": gettext_lazy("약속을 풂"),
    "SHIP": gettext_lazy("보냄"),
    "SELL": gettext_lazy("팝업에서 팜"),
    "RETURN": gettext_lazy("돌아옴"),
    "OFFER": gettext_lazy("오픈마켓에 내놓음"),
    "WITHDRAW": gettext_lazy("오픈마켓에서 거둠"),
    "SELL_OFFERED": gettext_lazy("오픈마켓에서 팔림"),
    "REOFFER": gettext_lazy("오픈마켓 취소"),
    "LEASE": gettext_lazy("계산대에 맡김"),
    "UNLEASE": gettext_lazy("계산대에서 돌려받음"),
    "SEND": gettext_lazy("팝업으로 보냄"),
    "ARRIVE": gettext_lazy("도착함"),
    "UNSEND": gettext_lazy("보내기를 거둠"),
    "LOST_IN_TRANSIT": gettext_lazy("옮기다 잃음"),
}
PLAN_STATES: "Words" = {
    Plan.State.DRAFT: gettext_lazy("읽기를 기다림"),
    Plan.State.APPROVED: gettext_lazy("곧 적용"),
    Plan.State.APPLYING: gettext_lazy("적용 중"),
    Plan.State.APPLIED: gettext_lazy("적용함"),
    Plan.State.FAILED: gettext_lazy("일부 실패"),
    Plan.State.STALE: gettext_lazy("새 계획이 대신함"),
}
PLAN_MAKERS: "Words" = {
    "clock": gettext_lazy("기획전의 때가 되어"),
    "quota": gettext_lazy("기획전 수량이 바뀌어"),
    "list price": gettext_lazy("정가가 바뀌어"),
    "sweep": gettext_lazy("빠진 것을 맞추려고"),
    "catalogue": gettext_lazy("상품이 바뀌어"),
    "popup": gettext_lazy("팝업을 맞추려고"),
}
PLAN_BADGES = {
    Plan.State.DRAFT: "warning",
    Plan.State.APPROVED: "info",
    Plan.State.APPLYING: "info",
    Plan.State.APPLIED: "status",
    Plan.State.FAILED: "bad",
}
STEP_STATES: "Words" = {
    PlanStep.State.PENDING: gettext_lazy("차례를 기다림"),
    PlanStep.State.WAITING: gettext_lazy("승인을 기다림"),
    PlanStep.State.DONE: gettext_lazy("마침"),
    PlanStep.State.FAILED: gettext_lazy("실패"),
}
STEP_BADGES = {PlanStep.State.WAITING: "warning", PlanStep.State.DONE: "status", PlanStep.State.FAILED: "bad"}
ATTEMPT_STATES: "Words" = {
    Attempt.State.HELD: gettext_lazy("결제 중"),
    Attempt.State.AUTHORISED: gettext_lazy("결제 승인"),
    Attempt.State.COMPLETING: gettext_lazy("주문 넣는 중"),
    Attempt.State.ORDERED: gettext_lazy("주문 들어감"),
    Attempt.State.CAPTURED: gettext_lazy("주문 완료"),
    Attempt.State.LEAVING: gettext_lazy("되돌리는 중"),
    Attempt.State.ENDED: gettext_lazy("주문 없이 끝남"),
}
ATTEMPT_BADGES = {
    Attempt.State.CAPTURED: "status",
    Attempt.State.ENDED: "",
    Attempt.State.LEAVING: "warning",
}
PAYMENT_STATES: "Words" = {
    Payment.State.STARTED: gettext_lazy("시작함"),
    Payment.State.WAITING: gettext_lazy("결제를 기다림"),
    Payment.State.AUTHORISED: gettext_lazy("승인됨"),
    Payment.State.CAPTURED: gettext_lazy("받음"),
    Payment.State.VOIDED: gettext_lazy("승인을 풂"),
    Payment.State.REFUNDED: gettext_lazy("모두 돌려줌"),
    Payment.State.FAILED: gettext_lazy("실패"),
}
MARKET_STATES: "Words" = {
    MarketOrder.State.PLACED: gettext_lazy("결제 완료"),
    MarketOrder.State.ACKNOWLEDGED: gettext_lazy("상품 준비 중"),
    MarketOrder.State.SHIPPED: gettext_lazy("배송 중"),
    MarketOrder.State.DELIVERED: gettext_lazy("배송 완료"),
    MarketOrder.State.CANCELLED: gettext_lazy("취소"),
}
CLAIMS: "Words" = {
    "CANCEL": gettext_lazy("취소"),
    "STOP": gettext_lazy("출고 중지 요청"),
    "RETURN": gettext_lazy("반품"),
}
REASONS: "Words" = {**dict(StockChangeForm.REASONS), "COUNTED": gettext_lazy("세어 봄")}
INBOX_STATES: "Words" = {
    InboxMessage.State.RECEIVED: gettext_lazy("처리를 기다림"),
    InboxMessage.State.DONE: gettext_lazy("처리함"),
    InboxMessage.State.PARKED: gettext_lazy("멈춤"),
}
LANES: "Words" = {
    "saleor-catalogue": gettext_lazy("Saleor 상품"),
    "saleor-stock": gettext_lazy("Saleor 재고"),
    "saleor-offer": gettext_lazy("Saleor의 오픈마켓 값"),
    "saleor-popup": gettext_lazy("Saleor의 팝업"),
    "market-quantity": gettext_lazy("오픈마켓 수량"),
    "saleor-market-order": gettext_lazy("Saleor에 옮긴 오픈마켓 주문"),
}
ACTIONS: "Words" = {
    "campaign.created": gettext_lazy("기획전을 만들었어요"),
    "campaign.changed": gettext_lazy("기획전을 고쳤어요"),
    "campaign.cover": gettext_lazy("기획전 사진을 바꿨어요"),
    "campaign.applied": gettext_lazy("기획전을 적용했어요"),
    "campaign.live": gettext_lazy("기획전을 열었어요"),
    "campaign.ended": gettext_lazy("기획전을 마감했어요"),
    "campaign.stopped": gettext_lazy("기획전을 일찍 멈췄어요"),
    "enterprise.registered": gettext_lazy("기업을 등록했어요"),
    "enterprise.status": gettext_lazy("기업 지위를 적었어요"),
    "enterprise.member": gettext_lazy("기업 담당자를 정했어요"),
    "listing.added": gettext_lazy("상품을 올렸어요"),
    "listing.changed": gettext_lazy("상품을 고쳤어요"),
    "listing.pictures": gettext_lazy("상품 사진을 바꿨어요"),
    "listing.mark": gettext_lazy("상품 인증을 적었어요"),
    "listing.active": gettext_lazy("판매를 시작했어요"),
    "listing.paused": gettext_lazy("판매를 멈췄어요"),
    "plan.approved": gettext_lazy("계획을 승인했어요"),
    "lane.unparked": gettext_lazy("멈춘 레인을 다시 돌렸어요"),
    "inbox.retried": gettext_lazy("받은 메시지를 다시 처리했어요"),
    "purchase.held": gettext_lazy("상품을 잡아 두었어요"),
    "purchase.captured": gettext_lazy("결제를 마쳤어요"),
    "purchase.mail_refused": gettext_lazy("주문 메일을 보낼 수 없어요. 전화로 알려 주세요"),
    "purchase.leaving": gettext_lazy("결제를 되돌리기 시작했어요"),
    "purchase.ended": gettext_lazy("주문 없이 끝났어요"),
    "purchase.cancelled": gettext_lazy("주문이 취소됐어요"),
    "purchase.stock_drift": gettext_lazy("Saleor 재고가 장부와 달랐어요"),
    "purchase.woken": gettext_lazy("결제를 깨웠어요"),
    "personal_data.seen": gettext_lazy("개인정보를 봤어요"),
    "shipment.told": gettext_lazy("판매처에 송장번호를 알렸어요"),
    "shipment.corrected": gettext_lazy("송장번호를 고쳤어요"),
    "shortfall.dropped": gettext_lazy("모자란 것을 정리했어요"),
    "vendor_order.acknowledged": gettext_lazy("주문을 확인했어요"),
    "vendor_order.shipped": gettext_lazy("주문을 보냈어요"),
    "vendor_order.mail_refused": gettext_lazy("기업에 메일을 보낼 수 없어요. 전화로 알려 주세요"),
    "vendor_order.cancelled": gettext_lazy("주문을 취소했어요"),
    "vendor_order.readdressed": gettext_lazy("받는 곳이 바뀌었어요"),
    "vendor_order.stop_confirmed": gettext_lazy("보내기를 멈췄어요"),
    "market_claim.done": gettext_lazy("판매처의 취소·반품을 처리했어요"),
    "location.opened": gettext_lazy("재고를 둘 곳을 열었어요"),
    "location.closed": gettext_lazy("재고를 둘 곳을 닫았어요"),
    "consignment.drafted": gettext_lazy("반입·반출 전표를 만들었어요"),
    "consignment.changed": gettext_lazy("반입·반출 전표를 고쳤어요"),
    "consignment.sent": gettext_lazy("반입·반출을 보냈어요"),
    "consignment.received": gettext_lazy("반입·반출을 받았어요"),
    "consignment.dropped": gettext_lazy("반입·반출 전표를 버렸어요"),
    "popup.created": gettext_lazy("팝업 자리를 만들었어요"),
    "popup.doors-opened": gettext_lazy("팝업을 열었어요"),
    "popup.changed": gettext_lazy("팝업 자리를 고쳤어요"),
    "popup.sold": gettext_lazy("팝업에서 팔았어요"),
    "popup.sale-undone": gettext_lazy("팝업 판매를 되돌렸어요"),
    "popup.day-closed": gettext_lazy("팝업의 하루를 마감했어요"),
    "popup.counted": gettext_lazy("팝업에서 실사했어요"),
    "popup.signed": gettext_lazy("팝업의 차이에 서명했어요"),
    "popup.closed": gettext_lazy("팝업을 마감했어요"),
}
SUBJECTS: "Words" = {
    "campaigns.campaign": gettext_lazy("기획전"),
    "vendors.enterprise": gettext_lazy("기업"),
    "vendors.enterprisestatus": gettext_lazy("기업 지위"),
    "vendors.member": gettext_lazy("기업 담당자"),
    "vendors.listingmark": gettext_lazy("상품 인증"),
    "campaigns.exhibition": gettext_lazy("팝업"),
    "campaigns.consignment": gettext_lazy("반입·반출"),
    "campaigns.popupsale": gettext_lazy("팝업 판매"),
    "campaigns.marketclaim": gettext_lazy("판매처 취소·반품"),
    "inventory.location": gettext_lazy("재고를 둘 곳"),
    "vendors.listing": gettext_lazy("상품"),
    "vendors.vendororder": gettext_lazy("주문"),
    "vendors.shipment": gettext_lazy("송장"),
    "purchases.attempt": gettext_lazy("결제"),
    "channels.plan": gettext_lazy("계획"),
    "channels.lane": gettext_lazy("레인"),
    "inventory.shortfall": gettext_lazy("모자란 것"),
    "core.inboxmessage": gettext_lazy("받은 메시지"),
}
_FIELDS: "Words" = {
    "price": gettext_lazy("값"),
    "prior": gettext_lazy("할인 전 값"),
    "on_sale": gettext_lazy("파는지"),
    "is_on_sale": gettext_lazy("파는지"),
    "is_published": gettext_lazy("보이는지"),
    "paragraphs": gettext_lazy("이야기"),
    "units": gettext_lazy("내놓을 수량"),
    "title": gettext_lazy("이름"),
    "name": gettext_lazy("이름"),
    "category": gettext_lazy("갈래"),
    "products": gettext_lazy("물건"),
    "address": gettext_lazy("주소"),
    "pickup": gettext_lazy("찾아갈 수 있는지"),
    "is_open": gettext_lazy("문을 열었는지"),
    "sells_from": gettext_lazy("어디 재고인지"),
    "variants": gettext_lazy("옵션"),
    "pictures": gettext_lazy("사진"),
    "attributes": gettext_lazy("속성"),
}
# Bookkeeping that says nothing to a reader: the price beside it does.
_SILENT = {"campaign_item_id", "sells"}
_ANSWERS = {name: (gettext_lazy("팔지 않음"), gettext_lazy("파는 중")) for name in ("on_sale", "is_on_sale")}
_YES_OR_NO = (gettext_lazy("아니요"), gettext_lazy("네"))
LONGEST_VALUE = 60
DETAILS: "Words" = {
    "after": gettext_lazy("바꾼 뒤"),
    "before": gettext_lazy("바꾸기 전"),
    "card": gettext_lazy("카드"),
    "carrier": gettext_lazy("택배사"),
    "cash_counted": gettext_lazy("센 현금"),
    "cash_expected": gettext_lazy("있어야 할 현금"),
    "claim": gettext_lazy("요청 번호"),
    "code": gettext_lazy("인증"),
    "count": gettext_lazy("개수"),
    "day": gettext_lazy("날"),
    "book": gettext_lazy("장부"),
    "campaign": gettext_lazy("기획전"),
    "counted": gettext_lazy("센 수"),
    "damaged": gettext_lazy("상한 수"),
    "difference": gettext_lazy("차이"),
    "differences": gettext_lazy("차이"),
    "fields": gettext_lazy("고친 것"),
    "key": gettext_lazy("열쇠"),
    "kind": gettext_lazy("무엇"),
    "lost": gettext_lazy("잃은 수"),
    "made_by": gettext_lazy("만든 사람"),
    "note": gettext_lazy("적은 것"),
    "number": gettext_lazy("번호"),
    "paid": gettext_lazy("무엇으로 냈나"),
    "plans": gettext_lazy("계획"),
    "problem": gettext_lazy("막힌 까닭"),
    "reason": gettext_lazy("까닭"),
    "received_by": gettext_lazy("받은 사람"),
    "reference": gettext_lazy("번호"),
    "remote_id": gettext_lazy("그곳의 번호"),
    "resolution": gettext_lazy("어떻게"),
    "role": gettext_lazy("맡은 일"),
    "sent_by": gettext_lazy("보낸 사람"),
    "signed_by": gettext_lazy("서명한 사람"),
    "sku": gettext_lazy("SKU"),
    "skus": gettext_lazy("SKU"),
    "state": gettext_lazy("상태"),
    "subject": gettext_lazy("무엇을"),
    "channel": gettext_lazy("어디서"),
    "total": gettext_lazy("금액"),
    "totals": gettext_lazy("수량"),
    "tracking_number": gettext_lazy("송장번호"),
    "units": gettext_lazy("수량"),
    "version": gettext_lazy("버전"),
    "was": gettext_lazy("전에는"),
}
# A code in a detail, by the detail's name: what other pages call it.
_CODES: "dict[str, Words]" = {
    "role": dict(Member.Role.choices),
    "state": dict(EnterpriseStatus.State.choices),
    "kind": CLAIMS,
    "paid": dict(PopupSale.Paid.choices),
    "reason": dict(Reason.choices),
}


def said(words: "Words", code: str) -> str:
    """Return the word for a code, or the code where there is none yet."""
    return str(words.get(code, code))


def channel(code: str) -> str:
    """Return the name of a channel or market."""
    return str(ChannelCode(code).label) if code in ChannelCode else {"saleor": "Saleor"}.get(code, code)


def variant(row: Variant) -> str:
    """Return the name of a thing that is sold with its option, as the reader's language has them."""
    return " · ".join(filter(None, (formats.named(row.listing), formats.named(row))))


def field(name: str) -> str:
    return said(_FIELDS, name)


def detail(name: str, content: Any) -> str:
    """Write one particular of the audit trail."""
    if isinstance(content, list):
        told = ", ".join(str(each) for each in content)
    elif name == "channel":
        told = channel(str(content))
    elif name in ("total", "card", "cash_counted", "cash_expected") and isinstance(content, int):
        told = formats.won(content)
    else:
        told = sayings.said(said(_CODES.get(name, {}), str(content)))
    return f"{said(DETAILS, name)} {told}"


def value(name: str, content: Any) -> str:
    """Write a value of a step's content as a reader wants it."""
    if name == "units":
        return _("있는 만큼") if content is None else _("%(units)s개까지") % {"units": content}
    if content == "":
        return "–"
    if isinstance(content, bool):
        return str(_ANSWERS.get(name, _YES_OR_NO)[content])
    if name in ("price", "prior") and isinstance(content, int):
        return formats.won(content)
    if isinstance(content, list | dict):
        return _("%(count)s가지") % {"count": len(content)}
    text = str(content)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def changes(before: Any, after: Any) -> list[dict[str, str]]:
    """Return what one step changes: each field with what is there and what will be, empty where there is nothing."""
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    rows = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name in _SILENT or old.get(name) == new.get(name) or (name == "units" and old and name not in old):
            continue
        was = value(name, old[name]) if old.get(name) is not None else ""
        becomes = value(name, new[name]) if new.get(name) is not None or (name == "units" and name in new) else ""
        if was == becomes:  # too large to be shown whole
            was, becomes = _("지금 것"), _("새 것")
        rows.append({"field": field(name), "before": was, "after": becomes})
    return rows
