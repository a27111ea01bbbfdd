"""The server's RSA key: user tokens, webhook signatures, and the key set that publishes it."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _number(value: int) -> str:
    return _b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Key:
    """One RSA key with its id."""

    def __init__(self, pem: str) -> None:
        loaded = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey):
            raise TypeError("the stored key is not an RSA key")
        self.pem = pem
        self.private = loaded
        numbers = loaded.public_key().public_numbers()
        self.jwk = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e), "use": "sig", "alg": "RS256"}
        thumb = json.dumps({k: self.jwk[k] for k in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
        self.kid = _b64(hashlib.sha256(thumb.encode()).digest())

    @classmethod
    def make(cls) -> "Key":
        """Return a new key."""
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(pem.decode())

    def key_set(self) -> dict[str, Any]:
        """Return what ``/.well-known/jwks.json`` answers."""
        return {"keys": [{**self.jwk, "kid": self.kid}]}

    def sign_detached(self, body: bytes) -> str:
        """Return the compact JWS over `body` with detached, unencoded payload (RFC 7797)."""
        header = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": self.kid, "typ": "JWT"}
        protected = _b64(json.dumps(header, separators=(",", ":")).encode())
        signature = self.private.sign(f"{protected}.".encode() + body, padding.PKCS1v15(), hashes.SHA256())
        return f"{protected}..{_b64(signature)}"

    def user_token(self, *, issuer: str, user_id: str, email: str, is_staff: bool, kind: str) -> str:
        """Return a user's access (5 minutes) or refresh (30 days) token."""
        now = datetime.now(UTC)
        life = timedelta(minutes=5) if kind == "access" else timedelta(days=30)
        claims = {
            "iat": now,
            "owner": "saleor",
            "iss": issuer,
            "exp": now + life,
            "token": "stand-in",
            "email": email,
            "type": kind,
            "user_id": user_id,
            "is_staff": is_staff,
        }
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid})

    def read_token(self, token: str) -> dict[str, Any]:
        """Return the claims of a user token, or raise a `jwt.InvalidTokenError`."""
        claims: dict[str, Any] = jwt.decode(token, self.private.public_key(), algorithms=["RS256"])
        return claims
