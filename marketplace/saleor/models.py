"""What Gachi remembers of Saleor: ids of the things it set up there, and how far it has read."""

from django.db import models


class RemoteId(models.Model):
    """Saleor's id of something that Gachi set up or published there, under our own name for it."""

    kind = models.CharField(max_length=40, help_text="channel, warehouse, attribute, product-type, page, product …")
    reference = models.CharField(max_length=120)
    remote_id = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="one_remote_id_per_reference")]
        indexes = [models.Index(fields=["remote_id"], name="remote_id_back")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class SyncCursor(models.Model):
    """How far a sweep has read Saleor's changes. The next one starts ten minutes behind it."""

    name = models.CharField(max_length=40, unique=True)
    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
