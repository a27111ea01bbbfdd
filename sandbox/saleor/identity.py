"""Who is calling: nobody, a user by JWT, an app by its opaque token."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

ALL_PERMISSIONS = (
    "MANAGE_USERS",
    "MANAGE_STAFF",
    "IMPERSONATE_USER",
    "MANAGE_APPS",
    "MANAGE_OBSERVABILITY",
    "MANAGE_CHECKOUTS",
    "HANDLE_CHECKOUTS",
    "HANDLE_TAXES",
    "MANAGE_TAXES",
    "MANAGE_CHANNELS",
    "MANAGE_CUSTOMER_TYPES_AND_ATTRIBUTES",
    "MANAGE_DISCOUNTS",
    "MANAGE_GIFT_CARD",
    "MANAGE_MENUS",
    "MANAGE_ORDERS",
    "MANAGE_ORDERS_IMPORT",
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "HANDLE_PAYMENTS",
    "MANAGE_PLUGINS",
    "MANAGE_PRODUCTS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
    "MANAGE_SHIPPING",
    "MANAGE_SETTINGS",
    "MANAGE_TRANSLATIONS",
)


@dataclass(frozen=True)
class Caller:
    """The one identity of a request."""

    kind: str = "anonymous"
    id: int = 0
    is_staff: bool = False
    identifier: str | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, permissions: tuple[str, ...]) -> bool:
        """Say whether one of `permissions` is met; AUTHENTICATED_… name kinds of callers."""
        return any(
            permission in self.permissions
            or (permission == "AUTHENTICATED_APP" and self.kind == "app")
            or (permission == "AUTHENTICATED_STAFF_USER" and self.kind == "user" and self.is_staff)
            or (permission == "AUTHENTICATED_USER" and self.kind == "user")
            for permission in permissions
        )

    @property
    def app_id(self) -> int | None:
        return self.id if self.kind == "app" else None

    @property
    def user_id(self) -> int | None:
        return self.id if self.kind == "user" else None


ANONYMOUS = Caller()


def staff(user_id: int) -> Caller:
    """Return the caller for a staff user: this stand-in knows superusers only."""
    return Caller("user", user_id, True, None, frozenset(ALL_PERMISSIONS))


def new_token() -> str:
    """Return a new opaque app token."""
    return secrets.token_urlsafe(22)[:30]


def token_hash(token: str) -> str:
    """Return what is stored of an app token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Return a salted hash of a password."""
    salt = secrets.token_hex(8)
    return f"{salt}${hashlib.scrypt(password.encode(), salt=salt.encode(), n=1024, r=8, p=1).hex()}"


def check_password(password: str, stored: str) -> bool:
    """Say whether this is the password whose hash was stored."""
    salt, _, digest = stored.partition("$")
    if not digest:
        return False
    return hmac.compare_digest(hashlib.scrypt(password.encode(), salt=salt.encode(), n=1024, r=8, p=1).hex(), digest)
