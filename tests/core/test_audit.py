"""The audit trail refuses every change, whoever asks the database for it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from marketplace.core import audit
from marketplace.core.models import AuditEntry
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE core_auditentry SET action = 'nothing'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry",
        "TRUNCATE core_auditentry CASCADE",
    ],
)
def test_the_audit_trail_only_grows(sentence):
    user = make_user()
    audit.record("tests.done", subject=user, actor=user, at=timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what waits for the commit would be what refuses
        with pytest.raises(IntegrityError, match="core_auditentry only grows"), transaction.atomic():
            cursor.execute(sentence)

    assert AuditEntry.objects.get().action == "tests.done"


def test_every_table_that_only_grows_refuses_to_be_emptied_too():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT class.relname, bool_or(trigger.tgtype::int & 32 > 0)
            FROM pg_trigger trigger
            JOIN pg_class class ON class.oid = trigger.tgrelid
            JOIN pg_proc function ON function.oid = trigger.tgfoid
            WHERE function.proname = 'gachi_refuse_change' GROUP BY class.relname
        """)
        found = dict(cursor.fetchall())

    assert found["core_auditentry"] is True
    assert [table for table, is_never_emptied in found.items() if not is_never_emptied] == []
