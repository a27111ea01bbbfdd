"""A trigger function for tables that only grow, and the first table that has it."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION gachi_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: write a row that corrects instead', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TRIGGER = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION gachi_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gachi_refuse_change()"),
        migrations.RunSQL(
            TRIGGER.format(table="core_auditentry"), "DROP TRIGGER core_auditentry_only_grows ON core_auditentry"
        ),
    ]
