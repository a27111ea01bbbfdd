"""What this account of the stand-in is like. Every field is a command-line flag; README.md says why."""

from dataclasses import dataclass

from stripe._api_version import _ApiVersion

API_VERSION = _ApiVersion.CURRENT

# Stripe's list is longer; these are the ones that an account in Korea would meet first.
CURRENCIES = frozenset({"aud", "cad", "chf", "cny", "eur", "gbp", "hkd", "jpy", "krw", "nzd", "sgd", "twd", "usd"})


@dataclass(frozen=True)
class Settings:
    base_url: str
    secret_key: str
    publishable_key: str
    webhook_secret: str
    webhook_url: str
    webhook_events: tuple[str, ...]
    webhook_retry_scale: float
    webhook_timeout: float
    minimum_krw: int
    authorization_lifetime: int
    processing_seconds: float
    refund_settles_after: float
    refunds_pending: bool
    release_as_refund: bool
    idempotency_lifetime: int
    lock_wait: float
    rate_limit: int
    three_d_secure: str

    def minimum(self, currency: str) -> int:
        """Return the least that may be charged, in the currency's smallest unit."""
        return {"krw": self.minimum_krw, "jpy": 50, "usd": 50, "eur": 50}.get(currency, 1)
