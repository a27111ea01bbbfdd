"""TRUNCATE passes by triggers for rows, so the audit trail refuses it by one for statements."""

from django.db import migrations

CREATE = """
CREATE TRIGGER core_auditentry_is_never_emptied BEFORE TRUNCATE ON core_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION gachi_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(CREATE, "DROP TRIGGER core_auditentry_is_never_emptied ON core_auditentry"),
    ]
