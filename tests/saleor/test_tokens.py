"""Tokens are believed once Saleor itself names the app that they belong to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core import sealed
from marketplace.core.models import OutboxMessage, SealedSecret
from marketplace.saleor import tokens
from marketplace.saleor.manifest import MARKET
from workers.jobs import saleor as jobs


@pytest.fixture
def lost(shop):
    """A Saleor that is set up, and the token of the wide app waiting to be proved again."""
    token = sealed.reveal("saleor.token.market")
    SealedSecret.objects.filter(name="saleor.token.market").delete()
    OutboxMessage.objects.all().delete()
    tokens.receive(app=MARKET, token=token, api_url=f"{shop.url}/graphql/", now=timezone.now())
    return token


def waiting():
    return OutboxMessage.objects.filter(topic="saleor.prove_tokens").count()


def test_a_true_token_is_taken_into_use_and_waits_no_more(lost):
    jobs.prove_tokens(code="market")

    assert sealed.reveal("saleor.token.market") == lost
    assert SealedSecret.objects.filter(name__contains="pending").count() == 0
    assert waiting() == 1


def test_while_saleor_is_away_the_proof_is_asked_for_again(lost, shop):
    shop.fault("app", "fail")

    jobs.prove_tokens(code="market")

    assert waiting() == 2
    assert SealedSecret.objects.filter(name__contains="pending").count() == 1
    with pytest.raises(sealed.SecretMissing):
        sealed.reveal("saleor.token.market")


def test_a_token_that_names_no_app_waits_an_hour_and_is_dropped(lost, shop):
    now = timezone.now()
    tokens.receive(app=MARKET, token="made-up", api_url=f"{shop.url}/graphql/", now=now)

    first = tokens.prove(code="market", now=now)
    last = tokens.prove(code="market", now=now + timedelta(hours=1, seconds=1))

    assert (first, last) == (True, False)
    assert sealed.reveal("saleor.token.market") == lost
    assert SealedSecret.objects.filter(name__contains="pending").count() == 0


def test_where_saleor_names_itself_otherwise_than_we_reach_it_only_that_name_counts(db, settings):
    settings.GACHI_SALEOR_URL = "http://saleor-inside:8000/graphql/"
    settings.GACHI_SALEOR_API_URL = "https://saleor.example.com/graphql/"

    with pytest.raises(tokens.UnknownSaleor):
        tokens.receive(app=MARKET, token="t", api_url=settings.GACHI_SALEOR_URL, now=timezone.now())
    assert SealedSecret.objects.count() == 0
    tokens.receive(app=MARKET, token="t", api_url=settings.GACHI_SALEOR_API_URL, now=timezone.now())

    assert SealedSecret.objects.filter(name__startswith="saleor.token.market.pending.").count() == 1
