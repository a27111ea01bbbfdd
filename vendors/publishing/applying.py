"""Carrying out catalogue plans in Saleor: look at what is there, change what differs, look again.

Nothing is sent blindly: after a lost answer the next try finds the thing by our reference and goes on from there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db.models import F

from marketplace.channels.models import PlanStep
from marketplace.channels.plans import Outcome
from marketplace.channels.plans.planning import Action
from marketplace.inventory.services import HOME
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import PageFields, ProductFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable
from marketplace.saleor.models import RemoteId
from vendors.models import Category, ShownPrice
from vendors.publishing import SHOP, documents, inputs_of, stock
from vendors.publishing.documents import Document
from vendors.publishing.prices import Price, confirm_prices, price_in, withdraw_prices

BATCH = 50

log = structlog.get_logger(__name__)


class Publisher:
    """Applies the steps of catalogue plans (``product:…``, ``page:…``, ``category:…``)."""

    def apply(self, step: PlanStep, now: datetime) -> Outcome:
        """Bring one thing in line and say what Saleor shows of it now; raises a SaleorError."""
        kind, _, reference = step.key.partition(":")
        wanted = _wanted(step)
        if kind == "category":
            return Outcome.DONE.seeing(publish_category(reference, wanted))
        if kind == "page":
            return Outcome.DONE.seeing(publish_maker(reference, wanted))
        product = find_product(reference)
        if product is None:
            create_products(_batch(step))
            product = find_product(reference)
        if product is None:
            raise SaleorUnavailable(f"product {reference} was made, and is not there")
        return Outcome.DONE.seeing(bring_in_line(product, wanted, now=now))


def _wanted(step: PlanStep) -> Document:
    """Return the document that a step wants; catalogue plans only create and update."""
    if not isinstance(step.after, dict):
        raise ValueError(f"step {step.pk} wants nothing under {step.key}")
    return step.after


def _reference(step: PlanStep) -> str:
    return step.key.partition(":")[2]


def _batch(step: PlanStep) -> list[PlanStep]:
    """Return the step and others of its plan that are to be created too: one call makes many.

    They are marked as tried before the call, as the plan's runner marks the first. One tried before may be there.
    """
    pending = step.plan.steps.filter(state=PlanStep.State.PENDING, action=Action.CREATE, key__startswith="product:")
    others = pending.exclude(pk=step.pk).order_by("position")[: BATCH - 1]
    batch = [other for other in others if not other.attempts or find_product(_reference(other)) is None]
    PlanStep.objects.filter(pk__in=[other.pk for other in batch]).update(attempts=F("attempts") + 1)
    return [step, *batch]


def find_product(reference: str) -> ProductFields | None:
    """Look a product up by our reference, and remember its ids."""
    product = api.worker().product(reference).product
    if product is not None:
        variants = {("variant", variant.sku): variant.id for variant in product.variants or [] if variant.sku}
        ids.remember_many({("product", reference): product.id, **variants})
    return product


def create_products(steps: Sequence[PlanStep]) -> None:
    """Create products in one call, each whole or not at all; raises SaleorRejected if the first was refused.

    The others' refusals come up when their own turn comes, and so does what happened to them if the answer is lost.
    """
    wanted = {_reference(step): _wanted(step) for step in steps}
    first = next(iter(wanted))
    done = _bulk_create(wanted)
    problems = done[first]
    if problems and all("media" in (problem.path or "") for problem in problems):
        # Our pictures could not be fetched. The product is worth more: it goes without, and the next plan sends them.
        problems = _bulk_create({first: {**wanted[first], "pictures": []}})[first]
    if problems and not any(problem.code == "UNIQUE" and problem.path == "externalReference" for problem in problems):
        problem = problems[0]
        raise SaleorRejected(problem.code, problem.path or "", problem.message or "", operation="productBulkCreate")


def _bulk_create(wanted: dict[str, Document]) -> dict[str, list[Any]]:
    makers = {document["attributes"]["enterprise"][0] for document in wanted.values()}
    references = References.read(makers=makers, categories={document["category"] for document in wanted.values()})
    units = stock.units_at_home(sku for document in wanted.values() for sku in document["variants"])
    rows = [inputs_of.product(reference, document, references, units) for reference, document in wanted.items()]
    done = api.worker().product_bulk_create(rows).product_bulk_create
    if done is None or len(done.results) != len(rows):
        raise SaleorUnavailable("productBulkCreate answered for other products than were sent")
    made = zip(wanted, done.results, strict=True)
    ids.remember_many({("product", reference): result.product.id for reference, result in made if result.product})
    return {reference: result.errors or [] for reference, result in zip(wanted, done.results, strict=True)}


class References(inputs_of.References):
    """Saleor's ids of what products refer to, made there if they are not there yet."""

    @classmethod
    def read(cls, *, makers: Iterable[str], categories: Iterable[str]) -> "References":
        channel, product_type, tax_class = ("channel", SHOP), ("product-type", "goods"), ("tax-class", "default")
        warehouse = ("warehouse", HOME)
        attributes = {slug: ("attribute", slug) for slug in inputs_of.ATTRIBUTES}
        known = ids.require_many([channel, warehouse, product_type, tax_class, *attributes.values()])
        wanted_makers, wanted_categories = set(makers), set(categories)
        pages, ours = ids.find_many("page", wanted_makers), ids.find_many("category", wanted_categories)
        return cls(
            channel=known[channel],
            warehouse=known[warehouse],
            product_type=known[product_type],
            tax_class=known[tax_class],
            attributes={slug: known[name] for slug, name in attributes.items()},
            makers={reference: pages.get(reference) or _find_page(reference).id for reference in wanted_makers},
            categories={slug: ours.get(slug) or ensure_category(slug) for slug in sorted(wanted_categories)},
        )


def _find_page(reference: str) -> PageFields:
    page = api.worker().page(reference).page
    if page is None:
        raise SaleorRejected("NOT_FOUND", reference, "the maker's page is not in Saleor yet", operation="page")
    ids.remember("page", reference, page.id)
    return page


def ensure_category(slug: str) -> str:
    """Return Saleor's id of a category of ours, making it and its parent if they are not there."""
    if known := ids.find("category", slug):
        return known
    saleor = api.worker()
    if found := saleor.category(slug).category:
        ids.remember("category", slug, found.id)
        return found.id
    category = Category.objects.select_related("parent").get(slug=slug)
    parent = ensure_category(category.parent.slug) if category.parent else None
    made = saleor.category_create(inputs.CategoryInput(name=category.name, slug=slug), parent).category_create
    if made is None or made.category is None:
        raise SaleorUnavailable(f"category {slug} was made, and is not in the answer")
    ids.remember("category", slug, made.category.id)
    return made.category.id


def publish_category(slug: str, wanted: Document) -> Document:
    """Bring a category's name in line, making the category if it is not there; returns what Saleor shows.

    Saleor cannot move a category: under what it was made, it stays.
    """
    saleor = api.worker()
    there = saleor.category(slug).category
    if there is None:
        ids.forget("category", slug)
        ensure_category(slug)
        there = saleor.category(slug).category
    name = wanted.get("name")  # a plan that was approved before names were kept has none
    if there is not None and name and there.name != name:
        saleor.category_update(there.id, inputs.CategoryInput(name=name))
        there = saleor.category(slug).category
    if there is None:
        raise SaleorUnavailable(f"category {slug} was written, and is not there")
    ids.remember("category", slug, there.id)
    return {"slug": slug, "name": there.name}


def publish_maker(reference: str, wanted: Document) -> Document:
    """Bring a maker's page in line, making it if it is not there; returns what Saleor shows."""
    saleor = api.worker()
    page = saleor.page(reference).page
    content = documents.rich_text(wanted["paragraphs"])
    if page is None:
        made = saleor.page_create(
            inputs.PageCreateInput(
                slug=reference,
                title=wanted["title"],
                content=content,
                is_published=wanted["is_published"],
                page_type=ids.require("page-type", "enterprise"),
            )
        ).page_create
        page = made.page if made else None
    elif documents.of_page(page) != wanted:
        change = inputs.PageInput(title=wanted["title"], content=content, is_published=wanted["is_published"])
        done = saleor.page_update(page.id, change).page_update
        page = done.page if done else None
    if page is None:
        raise SaleorUnavailable(f"page {reference} was written, and is not in the answer")
    ids.remember("page", reference, page.id)
    return documents.of_page(page)


def bring_in_line(product: ProductFields, wanted: Document, *, now: datetime) -> Document:
    """Change what of a product differs, off sale before anything and on sale after everything; then look again.

    What Saleor shows at the end is confirmed to shoppers and returned, whether or not it is all that was wanted: the
    next plan is made from it.
    """
    references = References.read(makers=wanted["attributes"]["enterprise"], categories=[wanted["category"]])
    there = document_of(product, references.channel)
    saleor = api.worker()
    if there["is_on_sale"] and not wanted["is_on_sale"]:
        saleor.product_channel_listing_update(product.id, inputs_of.sale(references.channel, is_on_sale=False))
    gone = [sku for sku in there["variants"] if sku not in wanted["variants"]]
    if gone:
        variant_ids = [variant.id for variant in product.variants or [] if variant.sku in gone]
        saleor.product_channel_listing_update(product.id, inputs_of.without(references.channel, variant_ids))
    if any(there[part] != wanted[part] for part in ("name", "paragraphs", "category", "attributes")):
        saleor.product_update(product.id, inputs_of.content(wanted, references))
    _options(saleor, product, there, wanted, references)
    if there["pictures"] != wanted["pictures"]:
        _pictures(saleor, product, wanted["pictures"])
    if wanted["is_on_sale"]:
        # Also where it is on sale already: a bulk create leaves the discounted price empty, and this has it filled.
        saleor.product_channel_listing_update(product.id, inputs_of.sale(references.channel, is_on_sale=True))
    return _look_again(product, references.channel, now=now)


def _options(
    saleor: api.Saleor, product: ProductFields, there: Document, wanted: Document, references: References
) -> None:
    """Add options that are missing, rename those that differ, and set prices that no campaign has set."""
    known = {variant.sku: variant for variant in product.variants or [] if variant.sku}
    new = {sku: row for sku, row in wanted["variants"].items() if sku not in known}
    if new:
        units = stock.units_at_home(new)
        rows = [inputs_of.variant(sku, row, references, units[sku]) for sku, row in new.items()]
        done = saleor.product_variant_bulk_create(product.id, rows).product_variant_bulk_create
        _refuse_rows("productVariantBulkCreate", done.results if done else [], sent=len(rows))
    renamed = [
        inputs.ProductVariantBulkUpdateInput(id=known[sku].id, name=row["name"])
        for sku, row in wanted["variants"].items()
        if sku in known and known[sku].name != row["name"]
    ]
    if renamed:
        done_ = saleor.product_variant_bulk_update(product.id, renamed).product_variant_bulk_update
        _refuse_rows("productVariantBulkUpdate", done_.results if done_ else [], sent=len(renamed))
    in_campaign = _skus_in_campaign(wanted["variants"])
    for sku, row in wanted["variants"].items():
        was = there["variants"].get(sku)
        if sku in known and sku not in in_campaign and (was is None or was["price"] != row["price"]):
            saleor.product_variant_channel_listing_update(sku, [inputs_of.price(references.channel, row["price"])])


def _refuse_rows(operation: str, results: Sequence[Any], *, sent: int) -> None:
    if len(results) != sent:
        # For a product that is not there any more the answer is no rows at all. The next try will find that out.
        raise SaleorUnavailable(f"{operation} answered for {len(results)} of {sent} rows")
    for result in results:
        for problem in result.errors or []:
            raise SaleorRejected(problem.code, problem.path or "", problem.message or "", operation=operation)


def _skus_in_campaign(skus: Iterable[str]) -> set[str]:
    rows = ShownPrice.objects.filter(channel=SHOP, campaign_item_id__isnull=False, variant__sku__in=list(skus))
    return set(rows.values_list("variant__sku", flat=True))


def _pictures(saleor: api.Saleor, product: ProductFields, wanted: list[list[str]]) -> None:
    """Replace all pictures: Saleor does not say where one came from, so none can be told from another.

    A picture that Saleor cannot fetch does not keep the product from being sold: the next plan sends them again.
    """
    saleor.update_metadata(product.id, [inputs_of.pictures(wanted)])
    for medium in product.media or []:
        saleor.product_media_delete(medium.id)
    for url, alt in wanted:
        try:
            saleor.product_media_create(inputs.ProductMediaCreateInput(product=product.id, media_url=url, alt=alt))
        except SaleorRejected as exc:
            log.warning("publishing.picture_refused", product=product.external_reference, url=url, problem=str(exc))


def _look_again(product: ProductFields, channel_id: str, *, now: datetime) -> Document:
    """Read the product as it is now, confirm its prices, have its stock looked at, and return it as a document."""
    reference = product.external_reference or product.slug
    found = find_product(reference)
    if found is None:
        raise SaleorUnavailable(f"product {reference} was changed, and is not there")
    document = document_of(found, channel_id)
    prices = {
        variant.sku: Price(*shown)
        for variant in found.variants or []
        if variant.sku and (shown := price_in(variant, channel_id)) is not None
    }
    in_campaign = _skus_in_campaign(prices)
    confirm_prices(channel=SHOP, prices={s: p for s, p in prices.items() if s not in in_campaign}, now=now)
    unsold = {variant.sku for variant in found.variants or [] if variant.sku and variant.sku not in prices}
    withdraw_prices(channel=SHOP, skus=unsold, now=now)
    stock.request_looks(skus=document["variants"], now=now)
    return document


def document_of(product: ProductFields, channel_id: str) -> Document:
    """Return what Saleor shows of a product, in our words."""
    pages = [value.reference for row in product.attributes for value in row.values if value.reference]
    makers = dict(RemoteId.objects.filter(kind="page", remote_id__in=pages).values_list("remote_id", "reference"))
    return documents.of_product(product, channel_id=channel_id, makers=makers)
