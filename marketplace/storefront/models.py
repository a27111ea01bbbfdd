"""What the shop's pages read: one row per listing, with everything that a card, a facet or a search needs."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from vendors.models import Listing

VISIBLE = Q(is_visible=True)


class Card(models.Model):
    """A copy of a listing as the shop shows it, made anew by ``cards.refresh`` whenever something about it changed."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="card")
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=160, blank=True)
    maker = models.CharField(max_length=80)
    maker_en = models.CharField(max_length=80, blank=True)
    maker_reference = models.CharField(max_length=60)
    enterprise_id = models.PositiveBigIntegerField()
    category_id = models.PositiveBigIntegerField()
    top_category_id = models.PositiveBigIntegerField()
    district = models.CharField(max_length=30, help_text="slug")
    kinds = ArrayField(models.CharField(max_length=2), default=list)
    marks = ArrayField(models.CharField(max_length=30), default=list)
    picture = models.JSONField(null=True)
    alt = models.CharField(max_length=120, blank=True)
    alt_en = models.CharField(max_length=200, blank=True)
    price = models.PositiveBigIntegerField(null=True)
    prior_price = models.PositiveBigIntegerField(null=True)
    rate = models.PositiveSmallIntegerField(default=0)
    has_price_range = models.BooleanField(default=False)
    units_left = models.PositiveIntegerField(default=0)
    is_shippable = models.BooleanField(default=True)
    is_made_to_order = models.BooleanField(default=False)
    campaign_id = models.PositiveBigIntegerField(null=True)
    campaign_ends_at = models.DateTimeField(null=True)
    is_visible = models.BooleanField(default=False)
    listed_at = models.DateTimeField()
    haystack = models.TextField(help_text="normalised words that a search may find, newline between them")
    grams = SearchVectorField(
        help_text="the three letters from each letter of every word on, and =word for whole words"
    )
    refreshed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-listed_at", "-listing"], condition=VISIBLE, name="card_new"),
            models.Index(fields=["price", "-listing"], condition=VISIBLE, name="card_price"),
            models.Index(fields=["-rate", "-listing"], condition=VISIBLE, name="card_rate"),
            models.Index(fields=["top_category_id", "-listed_at"], condition=VISIBLE, name="card_top_category"),
            models.Index(fields=["category_id", "-listed_at"], condition=VISIBLE, name="card_category"),
            models.Index(fields=["enterprise_id", "-listed_at"], condition=VISIBLE, name="card_enterprise"),
            models.Index(fields=["campaign_id"], condition=VISIBLE, name="card_campaign"),
            models.Index(fields=["district", "-listed_at"], condition=VISIBLE, name="card_district"),
            models.Index(fields=["refreshed_at"], name="card_refreshed"),
            GinIndex(fields=["kinds"], name="card_kinds"),
            GinIndex(fields=["marks"], name="card_marks"),
            GinIndex(fields=["grams"], name="card_grams"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that some card was found by: what a mistyped word may have meant. Words stay when their cards go."""

    word = models.CharField(max_length=60, unique=True)
    letters = models.CharField(max_length=180, help_text="the word letter by letter (search.letters_of)")

    class Meta:
        indexes = [GistIndex(OpClass("letters", name="gist_trgm_ops(siglen=64)"), name="search_word_letters")]

    def __str__(self) -> str:
        return self.word


class FacetCount(models.Model):
    """How many visible cards each facet value has, per top category (0: all): counted by a sweep, not by a page."""

    top_category_id = models.PositiveBigIntegerField(default=0)
    facet = models.CharField(max_length=10)
    value = models.CharField(max_length=40)
    cards = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["top_category_id", "facet", "value"], name="one_count_per_facet_value")
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value} {self.cards}"
