from django.db import migrations, models
from django.db.models import F


def take_what_runs_as_applied(apps, schema_editor):
    campaigns = apps.get_model("campaigns", "Campaign").objects.using(schema_editor.connection.alias)
    campaigns.exclude(state="DRAFT").update(applied_version=F("version"))


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_what_was_taken_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="applied_version",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="the version that a person last said yes to"
            ),
        ),
        migrations.RunPython(take_what_runs_as_applied, migrations.RunPython.noop),
    ]
