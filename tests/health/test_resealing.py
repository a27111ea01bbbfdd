"""A sealing key is changed without losing what the old one sealed."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone

from marketplace.core import sealed
from marketplace.core.models import SealedSecret

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def kept(db, settings):
    settings.GACHI_SEALING_KEYS = (OLD,)
    sealed.seal("a", "first", at=timezone.now())
    sealed.seal("b", "second", at=timezone.now())


def test_after_resealing_the_old_key_may_go(kept, settings, capsys):
    settings.GACHI_SEALING_KEYS = (NEW, OLD)
    call_command("reseal_secrets")

    settings.GACHI_SEALING_KEYS = (NEW,)
    assert (sealed.reveal("a"), sealed.reveal("b")) == ("first", "second")
    assert capsys.readouterr().out == "2 secret(s) are sealed with the first key.\n"


def test_without_resealing_it_may_not(kept, settings):
    settings.GACHI_SEALING_KEYS = (NEW,)

    with pytest.raises(sealed.SecretMissing):
        sealed.reveal("a")


def test_where_one_does_not_open_nothing_is_changed(kept, settings):
    settings.GACHI_SEALING_KEYS = (Fernet.generate_key().decode(),)
    sealed.seal("c", "of a lost key", at=timezone.now())
    before = list(SealedSecret.objects.order_by("pk").values_list("name", "ciphertext"))
    settings.GACHI_SEALING_KEYS = (NEW, OLD)

    with pytest.raises(CommandError, match=r"Nothing was changed\. c: sealed with a key"):
        call_command("reseal_secrets")

    after = list(SealedSecret.objects.order_by("pk").values_list("name", "ciphertext"))
    assert [(name, bytes(text)) for name, text in after] == [(name, bytes(text)) for name, text in before]
