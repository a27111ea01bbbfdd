from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was looked at the longest ago is looked at next."""

    atomic = False
    dependencies = [("channels", "0004_turns_asked_for_during_a_turn")]
    operations = [
        AddIndexConcurrently(
            model_name="seen", index=models.Index(fields=["channel", "seen_at"], name="seen_longest_ago")
        )
    ]
