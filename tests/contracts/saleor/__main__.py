"""``make record GACHI_SALEOR_URL=… GACHI_SALEOR_ADMIN=email:password``: record a real Saleor's answers.

The Saleor must be blank (migrated, one administrator, nothing set up) and able to call this machine; it is not blank
afterwards. What it answers replaces tests/recordings/saleor/, which the stand-in is held to.
"""

import os
import sys
from datetime import UTC, datetime

import httpx

from tests.contracts.saleor import recording

LOG_IN = "mutation($e: String!, $p: String!) {tokenCreate(email: $e, password: $p) {token}}"


def main():
    url = os.environ.get("GACHI_SALEOR_URL", "")
    email, _, password = os.environ.get("GACHI_SALEOR_ADMIN", "").partition(":")
    if not url or not password:
        sys.exit("GACHI_SALEOR_URL (ends with /graphql/) and GACHI_SALEOR_ADMIN (email:password) are needed.")
    version = _version(url, email, password)
    found = recording.perform(url, email=email, password=password)
    recording.write(found, version=version, on=datetime.now(tz=UTC).date().isoformat())
    answers = sum(map(len, found.values()))
    sys.stdout.write(f"Saleor {version} recorded: {answers} answers in {recording.FOLDER}\n")


def _version(url, email, password):
    """Return the version that a Saleor names, or end with what stands in the way of recording it."""
    with httpx.Client(timeout=30, trust_env=False) as client:
        answer = client.post(url, json={"query": LOG_IN, "variables": {"e": email, "p": password}}).json()
        token = ((answer.get("data") or {}).get("tokenCreate") or {}).get("token")
        if not token:
            sys.exit(f"{url} does not let {email} in: {answer}")
        query = "{shop {version} channels {slug}}"
        shop = client.post(url, json={"query": query}, headers={"Authorization": f"Bearer {token}"}).json()["data"]
    if "shop" in {channel["slug"] for channel in shop["channels"]}:
        sys.exit(f"{url} is set up already: a recording starts from a blank Saleor.")
    return str(shop["shop"]["version"])


main()
