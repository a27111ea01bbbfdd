from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("purchases", "0002_steps_and_slots")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="returned_at",
            field=models.DateTimeField(blank=True, help_text="when the shopper last came back from paying", null=True),
        ),
    ]
