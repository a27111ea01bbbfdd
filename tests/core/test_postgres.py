"""Connections that are kept from request to request."""

import time

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    connection.ensure_connection()
    yield connection
    connection.close()


def end_from_outside(backend_pid):
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}, autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend_pid])
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend_pid]).fetchone():
            time.sleep(0.01)


def test_a_connection_that_stands_is_used_again_without_asking(kept, django_assert_num_queries):
    before = kept.connection

    with django_assert_num_queries(0):
        assert kept.is_usable()

    assert kept.connection is before


def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(kept, settings):
    ended = kept.connection
    end_from_outside(ended.info.backend_pid)

    assert not kept.is_usable()

    kept.health_check_enabled, kept.health_check_done = True, False
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert kept.connection is not ended
