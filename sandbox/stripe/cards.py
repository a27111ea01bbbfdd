"""Stripe's published test cards: what each number, and the token that stands for it, does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decline:
    code: str
    decline_code: str
    message: str


@dataclass(frozen=True)
class TestCard:
    number: str
    tokens: tuple[str, ...] = ()
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    decline: Decline | None = None
    three_d_secure: bool = False
    refund: str = "succeeds"

    __test__ = False


def _declined(decline_code: str, message: str) -> Decline:
    return Decline("card_declined", decline_code, message)


GENERIC = _declined("generic_decline", "The card was declined.")
POOR = _declined("insufficient_funds", "The card has not enough funds.")
EXPIRED = Decline("expired_card", "expired_card", "The card has expired.")
WRONG_CVC = Decline("incorrect_cvc", "incorrect_cvc", "The card's security code is not right.")
PROCESSING = Decline("processing_error", "processing_error", "Something went wrong while the card was processed.")
LOST = _declined("lost_card", "The card was declined.")
STOLEN = _declined("stolen_card", "The card was declined.")
VELOCITY = _declined("card_velocity_exceeded", "The card was declined: it has been used too often.")
NOT_A_TEST_CARD = _declined("test_mode_live_card", "The card was declined: in test mode only test cards work.")
UNAUTHENTICATED = Decline("authentication_required", "authentication_required", "The card needs its owner's consent.")

_CARDS = (
    TestCard("4242424242424242", ("pm_card_visa",)),
    TestCard("4000056655665556", ("pm_card_visa_debit",), funding="debit"),
    TestCard("4000004100000005", ("pm_card_kr",), country="KR"),
    TestCard("5555555555554444", ("pm_card_mastercard",), brand="mastercard"),
    TestCard("378282246310005", ("pm_card_amex",), brand="amex"),
    TestCard("4000000000000002", ("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"), decline=GENERIC),
    TestCard(
        "4000000000009995",
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"),
        decline=POOR,
    ),
    TestCard("4000000000009987", ("pm_card_visa_chargeDeclinedLostCard",), decline=LOST),
    TestCard("4000000000009979", ("pm_card_visa_chargeDeclinedStolenCard",), decline=STOLEN),
    TestCard("4000000000000069", ("pm_card_chargeDeclinedExpiredCard",), decline=EXPIRED),
    TestCard("4000000000000127", ("pm_card_chargeDeclinedIncorrectCvc",), decline=WRONG_CVC),
    TestCard("4000000000000119", ("pm_card_chargeDeclinedProcessingError",), decline=PROCESSING),
    TestCard("4000000000006975", ("pm_card_visa_chargeDeclinedVelocityLimitExceeded",), decline=VELOCITY),
    TestCard("4000000000003220", ("pm_card_threeDSecure2Required",), three_d_secure=True),
    TestCard("4000002500003155", ("pm_card_authenticationRequiredOnSetup",), three_d_secure=True),
    TestCard("4000002760003184", ("pm_card_authenticationRequired",), three_d_secure=True),
    TestCard(
        "4000008260003178",
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",),
        decline=POOR,
        three_d_secure=True,
    ),
    TestCard("4000008400001629", ("pm_card_threeDSecureRequiredChargeDeclined",), decline=GENERIC, three_d_secure=True),
    TestCard("4000000000003055", ("pm_card_threeDSecureOptional",)),
    TestCard("4000000000007726", ("pm_card_pendingRefund",), refund="pending"),
    TestCard("4000000000005126", ("pm_card_refundFail",), refund="fails"),
)
BY_NUMBER = {card.number: card for card in _CARDS}
BY_TOKEN = {token: card for card in _CARDS for token in card.tokens}


def has_valid_check_digit(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0
