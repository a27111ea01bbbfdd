"""The payment app's sessions, reports and actions (saleor.md §4 Payment app, §5 Refund)."""

import time

import pytest

from tests.sandbox.saleor.receiver import verify
from tests.sandbox.saleor.shop import INITIALIZE, PROCESS

GATEWAYS = """mutation($id:ID!,$g:[PaymentGatewayToInitialize!]){paymentGatewayInitialize(id:$id,paymentGateways:$g)
  {gatewayConfigs{id data errors{field code}} errors{field code}}}"""


@pytest.fixture
def bought(paying):
    """A paying shop and a checkout of 13,000 won."""
    paying.made = paying.checkout(paying.product())["id"]
    paying.choose(paying.made)
    return paying


def event_of(answer):
    event = answer["transactionEvent"]
    return event["type"], event["amount"]["amount"], event["pspReference"], event["message"]


# Gateways ------------------------------------------------------------------------------------------------------------


def test_a_gateway_must_answer_with_data(shop):
    shop.install("payment_gateway_initialize_session")
    made = shop.checkout(shop.product())["id"]
    shop.receiver.answers["/payment_gateway_initialize_session"] = {"data": {"publishableKey": "pk"}}

    assert shop.anonymous.ok(GATEWAYS, id=made, g=[{"id": "gachi.app", "data": {"a": 1}}])["gatewayConfigs"] == [
        {"id": "gachi.app", "data": {"publishableKey": "pk"}, "errors": []}
    ]
    seen = shop.receiver.of("/payment_gateway_initialize_session")[0]
    assert seen.json == {
        "__typename": "PaymentGatewayInitializeSession",
        "data": {"a": 1},
        "amount": 10000.0,
        "sourceObject": {"__typename": "Checkout", "id": made},
    }
    shop.receiver.answers["/payment_gateway_initialize_session"] = {"publishableKey": "pk"}
    assert shop.anonymous.ok(GATEWAYS, id=made, g=[{"id": "gachi.app"}])["gatewayConfigs"][0]["errors"] == [
        {"field": "id", "code": "INVALID"}
    ]
    assert shop.anonymous.ok(GATEWAYS, id=made, g=[{"id": "nobody"}])["gatewayConfigs"][0]["errors"] == [
        {"field": "id", "code": "NOT_FOUND"}
    ]


# Initialise ----------------------------------------------------------------------------------------------------------


def test_the_request_to_the_app_carries_what_it_selects(bought):
    answer = bought.pay(bought.made, gateway={"data": {"method": "card"}}, key="attempt-1")

    (seen,) = bought.receiver.of("/transaction_initialize_session")
    verify(seen, bought.url)
    assert seen.headers["Saleor-Event"] == "transaction_initialize_session"
    body = seen.json
    assert body["data"] == {"method": "card"}
    assert body["merchantReference"] == body["transaction"]["id"] == answer["transaction"]["id"]
    assert body["idempotencyKey"] == "attempt-1"
    assert body["customerIpAddress"] == "127.0.0.1"
    assert body["action"] == {"amount": 13000.0, "currency": "KRW", "actionType": "CHARGE"}
    assert body["sourceObject"] == {"__typename": "Checkout", "id": bought.made}
    assert event_of(answer) == ("CHARGE_SUCCESS", 13000.0, "pi_1", "")


NO_REFERENCE = "Missing value for field: pspReference. Input: {{'result': '{}'}}."
NO_RESULT = (
    "Missing or invalid value for `result`: {}. Possible values: AUTHORIZATION_SUCCESS, AUTHORIZATION_FAILURE,"
    " AUTHORIZATION_ADJUSTMENT, AUTHORIZATION_REQUEST, AUTHORIZATION_ACTION_REQUIRED, CHARGE_ACTION_REQUIRED,"
    " CHARGE_SUCCESS, CHARGE_FAILURE, CHARGE_BACK, CHARGE_REQUEST, REFUND_SUCCESS, REFUND_FAILURE, REFUND_REVERSE,"
    " REFUND_REQUEST, CANCEL_SUCCESS, CANCEL_FAILURE, CANCEL_REQUEST, INFO."
)


@pytest.mark.parametrize(
    ("answer", "event", "charged"),
    [
        ({"result": "CHARGE_SUCCESS", "pspReference": "p"}, ("CHARGE_SUCCESS", 13000.0, "p", ""), 13000.0),
        ({"result": "CHARGE_SUCCESS", "pspReference": "p", "amount": 100}, ("CHARGE_SUCCESS", 100.0, "p", ""), 100.0),
        (
            {"result": "CHARGE_SUCCESS", "pspReference": "p", "amount": 9999999},
            ("CHARGE_SUCCESS", 9999999.0, "p", ""),
            9999999.0,
        ),
        (
            {"result": "CHARGE_SUCCESS", "pspReference": "p", "amount": "12345.5"},
            ("CHARGE_SUCCESS", 12346.0, "p", ""),
            12346.0,
        ),
        ({"result": "AUTHORIZATION_SUCCESS", "pspReference": "p"}, ("AUTHORIZATION_SUCCESS", 13000.0, "p", ""), 0.0),
        ({"result": "CHARGE_REQUEST", "pspReference": "p"}, ("CHARGE_REQUEST", 13000.0, "p", ""), 0.0),
        ({"result": "CHARGE_FAILURE", "message": "거절"}, ("CHARGE_FAILURE", 13000.0, "", "거절"), 0.0),
        ({"result": "CHARGE_ACTION_REQUIRED"}, ("CHARGE_ACTION_REQUIRED", 13000.0, "", ""), 0.0),
        ({"result": "CHARGE_SUCCESS"}, ("CHARGE_FAILURE", 13000.0, "", NO_REFERENCE.format("CHARGE_SUCCESS")), 0.0),
        ({"result": "CHARGE_REQUEST"}, ("CHARGE_FAILURE", 13000.0, "", NO_REFERENCE.format("CHARGE_REQUEST")), 0.0),
        ({"result": "PAID", "pspReference": "p"}, ("CHARGE_FAILURE", 13000.0, "", NO_RESULT.format("PAID")), 0.0),
        ({"pspReference": "p"}, ("CHARGE_FAILURE", 13000.0, "", NO_RESULT.format("None")), 0.0),
        ((500, {}), ("CHARGE_FAILURE", 13000.0, "", "Failed to delivery request."), 0.0),
        ((404, {}), ("CHARGE_FAILURE", 13000.0, "", "Failed to delivery request."), 0.0),
        ((200, b"<html>"), ("CHARGE_FAILURE", 13000.0, "", "Failed to delivery request."), 0.0),
    ],
)
def test_every_answer_has_its_rule(bought, answer, event, charged):
    bought.receiver.answers["/transaction_initialize_session"] = answer

    made = bought.pay(bought.made)

    assert event_of(made) == event
    assert made["transaction"]["chargedAmount"]["amount"] == charged
    assert len(bought.receiver.of("/transaction_initialize_session")) == 1  # never retried


def test_an_app_that_takes_too_long_counts_as_a_failure_and_holds_the_caller(bought):
    bought.receiver.answers["/transaction_initialize_session"] = lambda seen: (
        time.sleep(2) or {"result": "CHARGE_SUCCESS", "pspReference": "p"}
    )
    began = time.monotonic()

    made = bought.pay(bought.made)

    assert event_of(made) == ("CHARGE_FAILURE", 13000.0, "", "Failed to delivery request.")
    assert 1 <= time.monotonic() - began < 2


def test_data_goes_back_to_the_caller(bought):
    bought.pays(result="CHARGE_ACTION_REQUIRED", data={"clientSecret": "cs"})

    assert bought.pay(bought.made)["data"] == {"clientSecret": "cs"}


def test_the_same_key_is_the_same_transaction_and_the_app_is_called_again(bought):
    bought.pays(result="CHARGE_ACTION_REQUIRED")

    first, second = (bought.pay(bought.made, key="k") for _ in range(2))

    assert first["transaction"]["id"] == second["transaction"]["id"]
    seen = bought.receiver.of("/transaction_initialize_session")
    assert [one.json["idempotencyKey"] for one in seen] == ["k", "k"]
    other = bought.anonymous.refused(INITIALIZE, id=bought.made, g={"id": "gachi.app"}, key="k", amount=5)
    assert other == [("idempotencyKey", "UNIQUE")]


def test_amounts_are_cut_to_whole_won_silently_and_partial_sums_add_up(bought):
    bought.pay(bought.made, amount="10.5")
    bought.pays(pspReference="pi_2")
    rest = bought.pay(bought.made)

    first, second = (one.json["action"]["amount"] for one in bought.receiver.of("/transaction_initialize_session"))
    assert (first, second) == (10.0, 12990.0)
    assert rest["transaction"]["chargedAmount"]["amount"] == 12990.0
    assert bought.app.ok("query($id:ID!){checkout(id:$id){chargeStatus}}", id=bought.made) == {"chargeStatus": "FULL"}


def test_an_action_needs_handle_payments(bought):
    assert (
        bought.anonymous.code(INITIALIZE, id=bought.made, g={"id": "gachi.app"}, action="AUTHORIZATION")
        == "PermissionDenied"
    )
    bought.pays(result="AUTHORIZATION_SUCCESS")
    bought.app.ok(INITIALIZE, id=bought.made, g={"id": "gachi.app"}, action="AUTHORIZATION")
    assert bought.receiver.of("/transaction_initialize_session")[0].json["action"]["actionType"] == "AUTHORIZATION"


def test_the_channel_says_whether_to_charge_or_to_authorise(bought):
    bought.update_channel(paymentSettings={"defaultTransactionFlowStrategy": "AUTHORIZATION"})
    bought.receiver.answers["/transaction_initialize_session"] = (500, {})

    made = bought.pay(bought.made)

    assert event_of(made)[0] == "AUTHORIZATION_FAILURE"


def test_an_unknown_gateway_is_refused(bought):
    assert bought.anonymous.refused(INITIALIZE, id=bought.made, g={"id": "nobody"}) == [("paymentGateway", "NOT_FOUND")]


# Process -------------------------------------------------------------------------------------------------------------


def test_an_action_required_is_processed_to_its_end_and_then_never_again(bought):
    bought.pays(result="CHARGE_ACTION_REQUIRED")
    token = bought.pay(bought.made)["transaction"]["token"]
    bought.pays(pspReference="pi_9")

    done = bought.anonymous.ok(PROCESS, t=token, d={"step": 2})
    again = bought.anonymous.ok(PROCESS, t=token)

    assert (done["transactionEvent"]["type"], done["transaction"]["chargedAmount"]["amount"]) == (
        "CHARGE_SUCCESS",
        13000.0,
    )
    assert again["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    (seen,) = bought.receiver.of("/transaction_process_session")
    assert seen.json["data"] == {"step": 2}
    assert seen.json["action"] == {"amount": 13000.0, "currency": "KRW", "actionType": "CHARGE"}


def test_a_no_of_the_app_ends_the_session(bought):
    """Recorded on 3.23.28: a failure that the app itself answered is final, and the app is not asked again."""
    bought.pays(result="CHARGE_FAILURE")
    token = bought.pay(bought.made)["transaction"]["token"]
    bought.pays(pspReference="pi_9")

    assert bought.anonymous.ok(PROCESS, t=token)["transactionEvent"]["type"] == "CHARGE_FAILURE"
    assert bought.receiver.of("/transaction_process_session") == []


@pytest.mark.parametrize("answer", [(500, {}), {"result": "PAID"}, {"result": "CHARGE_SUCCESS"}])
def test_an_answer_that_was_none_leaves_the_session_open(bought, answer):
    bought.receiver.answers["/transaction_initialize_session"] = answer
    token = bought.pay(bought.made)["transaction"]["token"]
    bought.pays(pspReference="pi_9")

    assert bought.anonymous.ok(PROCESS, t=token)["transactionEvent"]["type"] == "CHARGE_SUCCESS"


# Reports -------------------------------------------------------------------------------------------------------------

REPORT = """mutation($t:UUID,$type:TransactionEventTypeEnum!,$amount:PositiveDecimal,$psp:String!){
  transactionEventReport(token:$t,type:$type,
  amount:$amount,pspReference:$psp){alreadyProcessed transaction{chargedAmount{amount} authorizedAmount{amount}
  refundedAmount{amount}
  refundPendingAmount{amount} chargePendingAmount{amount}} transactionEvent{type} errors{field code}}}"""


def test_a_report_is_taken_once_and_another_amount_is_incorrect(bought):
    bought.pays(result="CHARGE_REQUEST", pspReference="pi_1")
    token = bought.pay(bought.made)["transaction"]["token"]

    first = bought.app.ok(REPORT, t=token, type="CHARGE_SUCCESS", amount=13000, psp="pi_1")
    again = bought.app.ok(REPORT, t=token, type="CHARGE_SUCCESS", amount=13000, psp="pi_1")

    assert first["alreadyProcessed"] is False
    assert first["transaction"]["chargedAmount"]["amount"] == 13000.0
    assert first["transaction"]["chargePendingAmount"]["amount"] == 0.0
    assert again["alreadyProcessed"] is True
    assert again["transaction"]["chargedAmount"]["amount"] == 13000.0
    assert bought.app.refused(REPORT, t=token, type="CHARGE_SUCCESS", amount=1, psp="pi_1") == [
        ("pspReference", "INCORRECT_DETAILS")
    ]


def test_a_report_can_correct_a_lost_answer(bought):
    bought.receiver.answers["/transaction_initialize_session"] = (500, {})
    token = bought.pay(bought.made)["transaction"]["token"]

    answer = bought.app.ok(REPORT, t=token, type="CHARGE_SUCCESS", amount=13000, psp="pi_real")

    assert answer["transaction"]["chargedAmount"]["amount"] == 13000.0
    assert bought.complete(bought.made)["errors"] == []


def test_only_the_app_that_owns_a_transaction_reports_on_it(bought):
    token = bought.pay(bought.made)["transaction"]["token"]
    other = bought.install(app_id="other.app", permissions=["HANDLE_PAYMENTS"])

    assert other.code(REPORT, t=token, type="CHARGE_FAILURE", amount=1, psp="x") == "PermissionDenied"
    assert bought.admin.code(REPORT, t=token, type="CHARGE_FAILURE", amount=1, psp="x") == "PermissionDenied"
    assert bought.anonymous.code(REPORT, t=token, type="CHARGE_FAILURE", amount=1, psp="x") == "PermissionDenied"


def test_a_capture_takes_from_the_authorisation(bought):
    bought.pays(result="AUTHORIZATION_SUCCESS")
    token = bought.pay(bought.made)["transaction"]["token"]

    answer = bought.app.ok(REPORT, t=token, type="CHARGE_SUCCESS", amount=13000, psp="ch_1")

    assert answer["transaction"]["authorizedAmount"]["amount"] == 0.0
    assert answer["transaction"]["chargedAmount"]["amount"] == 13000.0
    assert bought.app.refused(REPORT, t=token, type="AUTHORIZATION_SUCCESS", amount=5, psp="again") == [
        ("type", "ALREADY_EXISTS")
    ]


# Transactions that apps write themselves -----------------------------------------------------------------------------


def test_an_app_writes_a_transaction_of_its_own(bought):
    create = """mutation($id:ID!,$t:TransactionCreateInput!){transactionCreate(id:$id,transaction:$t){
      transaction{id chargedAmount{amount}
      authorizedAmount{amount} name} errors{field code}}}"""
    given = {"name": "계좌이체", "pspReference": "bank-1", "amountCharged": {"amount": 13000, "currency": "KRW"}}

    made = bought.app.ok(create, id=bought.made, t=given)["transaction"]

    assert (made["chargedAmount"]["amount"], made["authorizedAmount"]["amount"], made["name"]) == (
        13000.0,
        0.0,
        "계좌이체",
    )
    wrong = {**given, "amountCharged": {"amount": 13000, "currency": "USD"}}
    assert bought.app.refused(create, id=bought.made, t=wrong) == [("amountCharged", "INCORRECT_CURRENCY")]
    assert bought.anonymous.code(create, id=bought.made, t=given) == "PermissionDenied"
    assert bought.complete(bought.made)["order"]["chargeStatus"] == "FULL"


def test_a_transaction_that_is_written_twice_is_there_twice(bought):
    """Nothing is unique about a pspReference: who asks again without looking has paid twice."""
    create = "mutation($id:ID!,$t:TransactionCreateInput!){transactionCreate(id:$id,transaction:$t){errors{code}}}"
    given = {"pspReference": "bank-1", "amountCharged": {"amount": 13000, "currency": "KRW"}}

    bought.app.ok(create, id=bought.made, t=given)
    bought.app.ok(create, id=bought.made, t=given)

    assert bought.complete(bought.made)["order"]["chargeStatus"] == "OVERCHARGED"
