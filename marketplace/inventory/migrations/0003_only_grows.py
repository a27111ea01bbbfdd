"""Movements and operations are never changed, deleted or emptied: a mistake is corrected by another movement."""

from django.db import migrations

CREATE = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION gachi_refuse_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION gachi_refuse_change()
"""
DROP = """
DROP TRIGGER {table}_is_never_emptied ON {table};
DROP TRIGGER {table}_only_grows ON {table}
"""


def only_grows(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(CREATE.format(table=table), DROP.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_operations"), ("core", "0002_append_only")]

    operations = [only_grows("inventory_stockmovement"), only_grows("inventory_stockoperation")]
