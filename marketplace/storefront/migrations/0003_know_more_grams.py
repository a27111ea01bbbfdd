"""Let the planner know how often the five thousand most common lexemes occur; with its usual thousand it guesses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("storefront", "0002_search_words")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE storefront_card ALTER COLUMN grams SET STATISTICS 500",
            "ALTER TABLE storefront_card ALTER COLUMN grams SET STATISTICS -1",
        )
    ]
