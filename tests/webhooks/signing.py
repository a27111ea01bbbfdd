"""Sign as Saleor does (transcribed from saleor.md §2: detached, unencoded payload, RS256)."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def _b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Signer:
    """A Saleor's key under a `kid`."""

    def __init__(self, kid="key-1"):
        self.kid = kid
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def public(self):
        numbers = self.key.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "key_ops": ["verify"],
            "kid": self.kid,
            "n": _b64(numbers.n.to_bytes(256, "big")),
            "e": _b64(numbers.e.to_bytes(3, "big")),
        }

    def sign(self, body, **header):
        protected = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": self.kid, "typ": "JWT", **header}
        head = _b64(json.dumps(protected, separators=(",", ":")).encode())
        signature = self.key.sign(head.encode() + b"." + body, padding.PKCS1v15(), hashes.SHA256())
        return f"{head}..{_b64(signature)}"

    def log_in_token(self, claims):
        """A user's JWT, which Saleor signs with the same key."""
        head = _b64(json.dumps({"alg": "RS256", "kid": self.kid, "typ": "JWT"}).encode())
        payload = _b64(json.dumps(claims).encode())
        signature = self.key.sign(f"{head}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{head}.{payload}.{_b64(signature)}"
