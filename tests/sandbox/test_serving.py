"""A stand-in listens on loopback, and elsewhere only where a container asks it to."""

import httpx
import pytest

from sandbox.launch import processes

HEALTH = "/_sandbox/health"


def test_it_listens_on_loopback_and_is_called_so(start_standin):
    standin = start_standin("stripe", database="sandbox_stripe_serving")

    assert standin.url == f"http://127.0.0.1:{standin.port}"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.2:{standin.port}{HEALTH}", trust_env=False)


def test_in_a_container_it_listens_where_it_is_told_and_is_called_as_the_others_know_it(start_standin):
    port = processes.free_port()
    told = {"SANDBOX_HOST": "127.0.0.2", "SANDBOX_URL": "http://stripe.localhost:8011"}

    standin = start_standin("stripe", database="sandbox_stripe_serving_elsewhere", port=port, env=told)

    assert standin.url == "http://stripe.localhost:8011"
    assert httpx.get(f"http://127.0.0.2:{port}{HEALTH}", trust_env=False).status_code == 200
