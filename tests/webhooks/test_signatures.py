import httpx
import pytest

from marketplace.saleor.signatures import Forged, Keys, NotVerifiable, verify
from tests.webhooks.conftest import Jwks
from tests.webhooks.signing import Signer

BODY = b'{"__typename": "OrderCreated", "name": "\\uac00\\uce58"}'


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_what_saleor_signed_passes_and_its_keys_are_fetched_once(signer, jwks):
    verify(body=BODY, signature=signer.sign(BODY))
    verify(body=b"{}", signature=signer.sign(b"{}"))

    assert jwks.asked == 1


def test_one_changed_byte_is_a_forgery(signer, jwks):
    signature = signer.sign(BODY)

    with pytest.raises(Forged):
        verify(body=BODY.replace(b"Created", b"CreateD"), signature=signature)


@pytest.mark.parametrize("signature", ["", "nonsense", "a.b.c", "..", "é..x"])
def test_what_is_no_signature_is_a_forgery(jwks, signature):
    with pytest.raises(Forged):
        verify(body=BODY, signature=signature)


def test_a_log_in_token_of_the_same_key_does_not_pass_for_a_signature(signer, jwks):
    token = signer.log_in_token({"email": "shopper@example.com"})

    with pytest.raises(Forged, match="does not cover the body"):
        verify(body=BODY, signature=token)


def test_a_signature_with_a_payload_of_its_own_does_not_cover_the_body(signer, jwks):
    head, _, rest = signer.sign(BODY).partition("..")

    with pytest.raises(Forged):
        verify(body=BODY, signature=f"{head}.e30.{rest}")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512"])
def test_only_rs256_is_believed(signer, jwks, algorithm):
    with pytest.raises(Forged):
        verify(body=BODY, signature=signer.sign(BODY, alg=algorithm))


def test_a_strangers_key_under_our_kid_is_a_forgery(signer, jwks):
    stranger = Signer(signer.kid)

    with pytest.raises(Forged):
        verify(body=BODY, signature=stranger.sign(BODY))


def test_a_new_key_of_saleors_is_fetched_when_it_is_first_seen(signer, jwks):
    clock, new = Clock(), Signer("key-2")
    keys = Keys(jwks, clock)
    verify(body=BODY, signature=signer.sign(BODY), keys=keys)

    jwks.signers = [new]
    clock.now += 60
    verify(body=BODY, signature=new.sign(BODY), keys=keys)

    assert jwks.asked == 2


def test_made_up_kids_do_not_make_us_ask_saleor_again_and_again(signer, jwks):
    clock, stranger = Clock(), Signer("made-up")
    keys = Keys(jwks, clock)

    with pytest.raises(Forged):
        verify(body=BODY, signature=stranger.sign(BODY), keys=keys)
    for _again in range(20):
        with pytest.raises(NotVerifiable):
            verify(body=BODY, signature=stranger.sign(BODY), keys=keys)
    verify(body=BODY, signature=signer.sign(BODY), keys=keys)

    assert jwks.asked == 1


@pytest.mark.parametrize("problem", [httpx.ConnectError("away"), ValueError("no JSON"), KeyError("keys")])
def test_without_saleors_keys_nobody_can_say(signer, jwks, problem):
    jwks.problem = problem

    with pytest.raises(NotVerifiable):
        verify(body=BODY, signature=signer.sign(BODY))


def test_known_keys_serve_on_while_saleor_is_away(signer):
    clock, jwks = Clock(), Jwks(signer)
    keys = Keys(jwks, clock)
    verify(body=BODY, signature=signer.sign(BODY), keys=keys)

    jwks.problem = httpx.ConnectError("away")
    clock.now += 7200
    verify(body=BODY, signature=signer.sign(BODY), keys=keys)

    assert jwks.asked == 2
