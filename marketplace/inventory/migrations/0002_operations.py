"""What was asked for under each key, so that a key used again for something else is noticed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StockOperation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160, unique=True)),
                (
                    "content",
                    models.JSONField(help_text="what was asked for; the same key with other content is refused"),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        # No movement has been written before this migration, so none is left without an operation.
        migrations.AddField(
            model_name="stockmovement",
            name="operation",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="movements",
                to="inventory.stockoperation",
            ),
            preserve_default=False,
        ),
    ]
