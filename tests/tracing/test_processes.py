"""From a request to the task that it woke, one trace: with the processes that production runs."""

import httpx
import pytest

pytest.importorskip("opentelemetry.sdk", reason="requirements/tracing.txt is not installed: no trace was looked at")

from sandbox.launch.processes import free_port
from tests.support.collector import collecting
from tests.support.running import RELAY, WORKER, running, until
from tests.workers.test_causes import signed_event

GRANIAN = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws", "--workers", "2"]
POOLS = {
    "threads": [*WORKER, "--pool", "threads", "--concurrency", "2"],
    "prefork": [*WORKER, "--pool", "prefork", "--concurrency", "2"],
}


@pytest.mark.parametrize("pool", POOLS)
def test_a_webhook_and_the_task_it_woke_are_one_trace(pool, transactional_db, empty_redis, tmp_path):
    port = free_port()
    commands = {
        "hooks": [*GRANIAN, "--port", str(port), "marketplace.hooks_wsgi:application"],
        "relay": RELAY,
        "worker": POOLS[pool],
    }
    body, signature = signed_event()
    with (
        collecting() as collector,
        running(
            tmp_path, commands, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_BSP_SCHEDULE_DELAY="200"
        ) as processes,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        until(lambda: _answers(client), *processes.values())
        headers = {"Stripe-Signature": signature, "X-Request-Id": "brought-by-stripe"}

        answer = client.post("/webhooks/stripe/?from=stripe-s-own", content=body, headers=headers)

        assert answer.status_code == 200
        task = until(lambda: _named(collector, "run/webhooks.handle"), *processes.values())
        request = until(lambda: _named(collector, "POST webhooks/stripe/"), *processes.values())
        until(lambda: _lines_of(processes["worker"], "brought-by-stripe"), *processes.values())

    assert (request.service, task.service) == ("gachi-hooks", "gachi-worker")
    assert task.trace == request.trace
    assert task.parent == request.id
    assert request.attributes["gachi.request_id"] == task.attributes["gachi.cause"] == "brought-by-stripe"
    within = {span.name for span in collector.spans() if span.parent == task.id}
    assert {"SELECT", "UPDATE"} <= within
    assert {span.name for span in collector.spans() if not span.parent} == {"POST webhooks/stripe/"}
    assert b"stripe-s-own" not in collector.raw()
    assert b"evt_1" not in collector.raw()


def _answers(client):
    try:
        return client.get("/health/live/").status_code == 200
    except httpx.TransportError:
        return False


def _named(collector, name):
    return next((span for span in collector.spans() if span.name == name), None)


def _lines_of(process, cause):
    return [line for line in process.lines() if line.get("cause") == cause]
