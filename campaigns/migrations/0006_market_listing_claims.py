from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_market_unread"),
    ]

    operations = [
        migrations.AddField(
            model_name="marketlisting",
            name="claim_token",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="marketlisting",
            name="claimed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
