"""A turn that is asked for while one is taken has a time of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_plans_wait")]

    operations = [
        migrations.AddField(
            "lane",
            "next_due_at",
            models.DateTimeField(
                blank=True, help_text="when a turn is wanted that was asked for during a turn", null=True
            ),
        ),
    ]
