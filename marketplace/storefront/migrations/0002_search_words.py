"""Words that a mistyped word may have meant."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storefront", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                (
                    "letters",
                    models.CharField(help_text="the word letter by letter (search.letters_of)", max_length=180),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        django.contrib.postgres.indexes.OpClass("letters", name="gist_trgm_ops(siglen=64)"),
                        name="search_word_letters",
                    )
                ],
            },
        ),
    ]
