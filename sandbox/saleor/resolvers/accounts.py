"""Users: the administrator's and customers' tokens, and the customers themselves."""

import time
from typing import Any

import jwt

from .. import ids
from ..identity import ALL_PERMISSIONS, check_password
from ..paging import page
from ..problems import PermissionDenied, refuse
from ..registry import field, mutation, query
from ..store import Call, Row


def permission(code: str) -> dict[str, str]:
    """Return a `Permission` (or `UserPermission`)."""
    return {"code": code, "name": code.replace("_", " ").capitalize()}


def _token(call: Call, user: Row, kind: str) -> str:
    return call.world.key.user_token(
        issuer=call.world.api_url,
        user_id=ids.to_global("User", user["id"]),
        email=user["email"],
        is_staff=user["is_staff"],
        kind=kind,
    )


@mutation("tokenCreate")
def token_create(call: Call, email: str, password: str) -> dict[str, Any]:
    failures, until = call.world.login_failures.get(call.address, (0, 0.0))
    if time.monotonic() < until:
        raise refuse("email", "LOGIN_ATTEMPT_DELAYED", "Logging has been delayed after a wrong password.")
    user = call.row("SELECT * FROM account WHERE lower(email) = lower(%s)", email)
    if user is None or not user["is_active"] or not check_password(password, user["password_hash"]):
        # The wait is per client address and doubles with each failure.
        call.world.login_failures[call.address] = (failures + 1, time.monotonic() + min(2**failures, 3600))
        raise refuse("email", "INVALID_CREDENTIALS", "Please, enter valid credentials")
    call.world.login_failures.pop(call.address, None)
    mode = call.world.shop["password_login_mode"]
    if mode == "DISABLED" or (mode == "CUSTOMERS_ONLY" and user["is_staff"]):
        raise refuse("email", "DISABLED_AUTHENTICATION_METHOD", "Logging in with a password is switched off.")
    access, refresh = _token(call, user, "access"), _token(call, user, "refresh")
    return {"token": access, "refresh_token": refresh, "csrf_token": "not-needed", "user": user}


@mutation("tokenRefresh")
def token_refresh(call: Call, refresh_token: str | None = None) -> dict[str, Any]:
    if refresh_token is None:
        raise refuse("refreshToken", "JWT_MISSING_TOKEN", "Missing refreshToken")
    user = _user_of(call, refresh_token, "refresh", "refreshToken")
    return {"token": _token(call, user, "access"), "user": user}


@mutation("tokenVerify")
def token_verify(call: Call, token: str) -> dict[str, Any]:
    user = _user_of(call, token, "access", "token")
    return {"is_valid": True, "user": user, "payload": call.world.key.read_token(token)}


def _user_of(call: Call, token: str, kind: str, name: str) -> Row:
    answer: dict[str, Any] = {"is_valid": False} if name == "token" else {}
    try:
        claims = call.world.key.read_token(token)
    except jwt.ExpiredSignatureError:
        problem = refuse(name, "JWT_SIGNATURE_EXPIRED", "Signature has expired")
    except jwt.InvalidTokenError:
        problem = refuse(name, "JWT_INVALID_TOKEN", "Invalid token")
    else:
        user = call.get("account", ids.number(claims["user_id"], "User"))
        if claims.get("type") == kind and user is not None and user["is_active"]:
            return user
        problem = refuse(name, "JWT_INVALID_TOKEN", "Invalid token")
    problem.answer = answer
    raise problem


@mutation("customerCreate")
def customer_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    email = (input.get("email") or "").strip().lower()
    if not email:
        raise refuse("email", "REQUIRED", "This field is required.")
    if call.value("SELECT 1 FROM account WHERE email = %s", email):
        raise refuse("email", "UNIQUE", "User with this Email already exists.")
    values = {key: value for key, value in input.items() if value is not None}
    return {"user": call.insert("account", {**values, "email": email})}


@query("me")
def me(call: Call) -> Row | None:
    return call.get("account", call.caller.user_id)


@query("user")
def user_by(call: Call, id: str | None = None, email: str | None = None, external_reference: str | None = None) -> Any:
    if not call.may("MANAGE_STAFF", "MANAGE_USERS", "MANAGE_ORDERS"):
        raise PermissionDenied(("MANAGE_STAFF", "MANAGE_USERS", "MANAGE_ORDERS"))
    if id is not None:
        return call.get("account", ids.number(id, "User"))
    if email is not None:
        return call.row("SELECT * FROM account WHERE lower(email) = lower(%s)", email)
    return call.row("SELECT * FROM account WHERE external_reference = %s", external_reference)


@field("User", "userPermissions")
def user_permissions(row: Row, call: Call) -> list[dict[str, str]]:
    return [permission(code) for code in ALL_PERMISSIONS] if row["is_staff"] else []


@field("User", "orders")
def user_orders(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    if call.caller.user_id != row["id"] and not call.may("MANAGE_STAFF", "MANAGE_USERS", "MANAGE_ORDERS"):
        raise PermissionDenied(("MANAGE_STAFF",))
    return page(
        call,
        "orders",
        "FROM orders t WHERE t.status <> 'DRAFT' AND t.user_id = %s",
        (row["id"],),
        key="t.created",
        key_type="timestamptz",
        pk_type="uuid",
        descending=True,
        **window,
    )
