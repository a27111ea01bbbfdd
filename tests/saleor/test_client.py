"""The generated client and the subscriptions are what the schema allows."""

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from marketplace.saleor.manifest import APPS
from tools import saleor_client

SCHEMA = build_schema(saleor_client.SCHEMA.read_text())
HOOKS = [hook for app in APPS.values() for hook in app.hooks]


def test_the_committed_client_is_what_its_operations_generate():
    assert saleor_client.is_current()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.identifier)
def test_a_webhooks_query_is_valid_or_the_installation_would_hang_for_ever(hook):
    assert validate(SCHEMA, parse(hook.query)) == []
    for name in ("__typename", "issuedAt", "version"):
        assert name in hook.query


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.identifier)
def test_a_webhook_names_only_events_that_saleor_knows(hook):
    asynchronous = set(SCHEMA.type_map["WebhookEventTypeAsyncEnum"].values)
    synchronous = set(SCHEMA.type_map["WebhookEventTypeSyncEnum"].values)

    assert set(hook.async_events) <= asynchronous
    assert set(hook.sync_events) <= synchronous
    assert bool(hook.async_events) != bool(hook.sync_events)


def test_each_operation_has_a_file_of_its_own():
    for path in Path(saleor_client.HOME, "operations").glob("*.graphql"):
        assert len(parse(path.read_text()).definitions) == 1, path.name
