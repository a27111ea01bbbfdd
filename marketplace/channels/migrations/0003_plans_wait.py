"""A plan that could not go on says why, and from when it may be tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_initial")]

    operations = [
        migrations.AddField("plan", "started_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "plan",
            "due_at",
            models.DateTimeField(blank=True, help_text="not carried on before then", null=True),
        ),
        migrations.AddField(
            "plan",
            "attempts",
            models.PositiveIntegerField(default=0, help_text="how often in a row the channel could not be reached"),
        ),
        migrations.AddField("plan", "problem", models.TextField(blank=True, help_text="what holds it up")),
    ]
