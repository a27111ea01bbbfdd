import pytest

from marketplace.saleor import signatures
from tests.webhooks.signing import Signer


class Jwks:
    """What Saleor's key address answers, and how often it was asked."""

    def __init__(self, *signers):
        self.signers = list(signers)
        self.problem = None
        self.asked = 0

    def __call__(self):
        self.asked += 1
        if self.problem:
            raise self.problem
        return [signer.public for signer in self.signers]


@pytest.fixture(scope="session")
def signer():
    return Signer()


@pytest.fixture
def jwks(signer, monkeypatch):
    """Saleor's keys, freshly forgotten by us."""
    jwks = Jwks(signer)
    monkeypatch.setattr(signatures, "KEYS", signatures.Keys(jwks))
    return jwks
