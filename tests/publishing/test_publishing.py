"""Listings published to Saleor's stand-in by plan and apply."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.channels import seen
from marketplace.channels.models import Lane, Plan, PlanStep
from marketplace.core.models import OutboxMessage
from marketplace.core.sayings import saying
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from tests.publishing.conftest import run, take_turns
from tests.support.factories import make_category, make_enterprise, make_listing, make_stock
from vendors import services
from vendors.models import Category, EnterpriseStatus, Listing, ShownPrice, Variant
from vendors.publishing import documents
from vendors.publishing.planning import MANY_ENDED, MANY_REPRICED, plan_catalogue
from vendors.publishing.prices import Price, confirm_prices


def read(reference):
    return api.worker().product(reference).product


def shown(sku):
    row = ShownPrice.objects.get(variant__sku=sku, channel="shop")
    return row.price, row.prior_price, row.campaign_item_id


def sold(reference):
    variants = [row for row in read(reference).variants if row.channel_listings]
    return {row.sku: (row.name, row.channel_listings[0].price.amount) for row in variants}


def read_stocks(skus):
    return {sku: api.worker().variant_stocks(sku).product_variant.stocks for sku in skus}


def states(plan):
    if plan.problem:
        return {"plan": plan.problem}
    return {step.key: (step.state, step.problem) for step in plan.steps.all()}


def change(listing, **fields):
    """Edit a listing through its service, everything else as it is."""
    listing.refresh_from_db()
    options = fields.pop("options", None) or [
        services.Option(sku=row.sku, price=row.price, option=row.option)
        for row in listing.variants.filter(is_active=True).order_by("position")
    ]
    kept = {
        name: getattr(listing, name)
        for name in services.ListingDetails.__dataclass_fields__
        if name not in ("options", "notice")
    }
    details = services.ListingDetails(
        **{**kept, **fields}, options=options, notice=[tuple(pair) for pair in listing.notice]
    )
    return services.change_listing(
        listing=listing, shown_version=listing.version, details=details, actor="tests", now=timezone.now()
    )


@pytest.mark.django_db
def test_only_another_list_price_is_told_to_the_campaigns():
    listing = make_listing(prices=(39000, 42000))
    told = OutboxMessage.objects.filter(topic="vendors.prices_changed")

    change(listing, title="다른 이름")
    before = told.count()
    options = [
        services.Option(sku=row.sku, price=row.price - 1000 * place, option=row.option)
        for place, row in enumerate(listing.variants.order_by("position"))
    ]
    change(listing, options=options)

    assert before == 0
    assert [message.payload for message in told] == [{"listing_id": listing.pk}]


def test_a_listing_becomes_a_product_with_everything_it_should_show(publish):
    listing = make_listing(prices=(39000, 42000), summary="튼튼한 <가방> & 파우치", story="첫 줄\n\n둘째 줄")

    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert [step.key for step in plan.steps.order_by("position")] == [
        "category:bags",
        "page:dasibom",
        "product:upcycled-bag",
    ]
    product = read("upcycled-bag")
    assert (product.name, product.slug, product.category.slug) == (listing.title, "upcycled-bag", "bags")
    assert documents._texts(product.description) == ["튼튼한 &lt;가방&gt; &amp; 파우치", "첫 줄", "둘째 줄"]
    attributes = {row.attribute.slug: [value.name for value in row.values] for row in product.attributes}
    assert attributes["enterprise-kind"] == ["se"]
    assert attributes["district"] == ["mapo"]
    assert attributes["badges"] == ["se"]
    maker = next(row for row in product.attributes if row.attribute.slug == "enterprise")
    assert [value.reference for value in maker.values] == [ids.require("page", "dasibom")]
    assert [(listing.is_published, listing.is_available_for_purchase) for listing in product.channel_listings] == [
        (True, True)
    ]
    assert {row.sku: (row.name, row.channel_listings[0].price.amount) for row in product.variants} == {
        "upcycled-bag-1": ("옵션 1", 39000),
        "upcycled-bag-2": ("옵션 2", 42000),
    }
    assert len(product.media) == 1
    assert ids.find("product", "upcycled-bag") == product.id
    assert ids.find_many("variant", ["upcycled-bag-1", "upcycled-bag-2"]) == {
        row.sku: row.id for row in product.variants
    }


def test_what_saleor_confirmed_is_what_shoppers_see(publish):
    make_listing(prices=(39000, 42000))
    assert not ShownPrice.objects.exists()

    publish()

    assert shown("upcycled-bag-1") == (39000, None, None)
    assert shown("upcycled-bag-2") == (42000, None, None)


def test_a_second_plan_after_an_apply_is_empty(publish, shop):
    make_listing(prices=(39000, 42000), summary="<b>굵게</b> & 얇게")
    make_listing(make_enterprise("dalbit", name="달빛"), reference="candle", title="밀랍초", prices=(15000,))
    publish()
    shop.clear_faults()

    again = publish()

    assert (again.state, again.steps.count()) == (Plan.State.APPLIED, 0)
    assert shop.calls() == []


def test_a_category_that_is_renamed_reaches_saleor_once(publish, shop):
    make_listing()
    publish()
    Category.objects.filter(slug="bags").update(name="가방과 지갑")
    shop.fault("categoryUpdate", "fail_after")

    plan = publish()
    waits = states(plan)
    run(plan)
    again = publish()

    assert [(step.key, step.before, step.after) for step in plan.steps.all()] == [
        ("category:bags", {"slug": "bags", "name": "가방"}, {"slug": "bags", "name": "가방과 지갑"})
    ]
    assert waits != states(plan)
    assert plan.state == Plan.State.APPLIED, states(plan)
    assert api.worker().category("bags").category.name == "가방과 지갑"
    assert len(shop.calls("categoryUpdate")) == 1
    assert again.steps.count() == 0


def test_a_category_that_someone_of_saleors_deleted_is_made_again(publish, shop):
    make_listing()
    publish()
    ids.remember("category", "bags", "Q2F0ZWdvcnk6OTk5OTk5")
    Category.objects.filter(slug="bags").update(name="가방과 지갑")

    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert ids.require("category", "bags") == api.worker().category("bags").category.id


def test_many_products_are_made_in_one_call(publish, shop):
    enterprise = make_enterprise()
    for number in range(12):
        make_listing(enterprise, reference=f"bag-{number}")

    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert len(shop.calls("productBulkCreate")) == 1
    assert ShownPrice.objects.count() == 12


def test_options_begin_with_their_units_and_their_lanes_have_nothing_to_write(publish, shop):
    listing = make_listing(prices=(39000, 42000))
    publish()
    first, second = listing.variants.order_by("position")
    options = [services.Option(sku=row.sku, price=row.price, option=row.option) for row in (first, second)]
    change(listing, options=[*options, services.Option(sku="upcycled-bag-3", price=45000, option="옵션 3")])
    make_stock("upcycled-bag-3", 4)
    publish()

    def units():
        rows = read_stocks(variant.sku for variant in listing.variants.order_by("position"))
        return {sku: [(row.quantity, row.quantity_allocated) for row in stocks] for sku, stocks in rows.items()}

    begun = units()
    take_turns("saleor-stock")

    assert begun == {"upcycled-bag-1": [(10, 0)], "upcycled-bag-2": [(10, 0)], "upcycled-bag-3": [(4, 0)]}
    assert units() == begun
    assert not shop.calls("productVariantStocksUpdate")


def test_the_discounted_price_that_a_bulk_create_leaves_empty_is_filled(publish):
    make_listing()

    publish()

    query = """query($c: String!) {
      products(first: 10, channel: $c, where: {minimalPrice: {range: {gte: 1}}}) { edges { node { id } } } }"""
    deadline = timezone.now() + timedelta(seconds=10)
    found = []
    while not found and timezone.now() < deadline:
        saleor = api.worker()
        answer = saleor.get_data(saleor.execute(query, None, {"c": "shop"}))
        found = answer["products"]["edges"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"title": "새 이름"}, "name"),
        ({"story": "새 이야기"}, "paragraphs"),
    ],
)
def test_an_edit_is_one_update_and_then_nothing(publish, fields, part):
    listing = make_listing()
    publish()
    change(listing, **fields)

    plan = publish()

    assert states(plan) == {"product:upcycled-bag": ("DONE", "")}
    step = plan.steps.get()
    assert {name for name in step.after if step.after[name] != step.before[name]} == {part}
    assert publish().steps.count() == 0


def test_a_listing_moves_to_another_category(publish):
    listing = make_listing()
    publish()
    change(listing, category=make_category("pouches", "파우치"))

    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert read("upcycled-bag").category.slug == "pouches"
    assert publish().steps.count() == 0


def test_a_new_price_is_shown_once_saleor_confirmed_it(publish, shop):
    listing = make_listing()
    publish()
    change(listing, options=[services.Option(sku="upcycled-bag-1", price=45000)])
    assert shown("upcycled-bag-1") == (39000, None, None)

    shop.fault("productVariantChannelListingUpdate", "fail")
    plan = publish()
    before = shown("upcycled-bag-1")
    run(plan)

    assert before == (39000, None, None)
    assert plan.state == Plan.State.APPLIED
    assert shown("upcycled-bag-1") == (45000, None, None)


def test_a_paused_listing_is_taken_off_sale_and_comes_back(publish):
    listing = make_listing()
    publish()

    services.pause_listing(listing=listing, actor="tests", now=timezone.now())
    publish()
    paused = read("upcycled-bag").channel_listings[0]
    services.activate_listing(listing=listing, actor="tests", now=timezone.now())
    publish()
    back = read("upcycled-bag").channel_listings[0]

    assert (paused.is_published, paused.is_available_for_purchase) == (False, False)
    assert (back.is_published, back.is_available_for_purchase) == (True, True)
    assert publish().steps.count() == 0


def test_a_draft_is_not_published(publish):
    make_listing(active=False)

    plan = publish()

    assert (plan.state, plan.steps.count()) == (Plan.State.APPLIED, 0)


def test_options_come_change_their_name_go_and_come_back(publish):
    listing = make_listing(prices=(39000, 42000))
    publish()
    one, two, three = (f"upcycled-bag-{n}" for n in (1, 2, 3))

    change(
        listing,
        options=[
            services.Option(sku=one, price=39000, option="작은 것"),
            services.Option(sku=three, price=50000, option="큰 것"),
        ],
    )
    assert publish().state == Plan.State.APPLIED
    product = read("upcycled-bag")
    sold = {
        row.sku: (row.name, row.channel_listings[0].price.amount) for row in product.variants if row.channel_listings
    }
    assert sold == {one: ("작은 것", 39000), three: ("큰 것", 50000)}
    assert {row.variant.sku for row in ShownPrice.objects.all()} == {one, three}
    assert publish().steps.count() == 0

    change(
        listing,
        options=[
            services.Option(sku=one, price=39000, option="작은 것"),
            services.Option(sku=two, price=41000, option="중간 것"),
        ],
    )
    assert publish().state == Plan.State.APPLIED
    product = read("upcycled-bag")
    sold = {
        row.sku: (row.name, row.channel_listings[0].price.amount) for row in product.variants if row.channel_listings
    }
    assert sold == {one: ("작은 것", 39000), two: ("중간 것", 41000)}
    assert publish().steps.count() == 0


def test_a_product_that_someone_deletes_meanwhile_is_made_again(publish, monkeypatch):
    """Recorded on 3.23.28: a bulk mutation of a product that is not there answers no rows (goods.json)."""
    listing = make_listing(prices=(39000,))
    publish()
    was = read("upcycled-bag").id
    rename = api.Saleor.product_variant_bulk_update

    def delete_first(self, product, variants):
        monkeypatch.undo()
        self.execute("mutation($id: ID!) {productDelete(id: $id) {errors {code}}}", variables={"id": product})
        return rename(self, product, variants)

    monkeypatch.setattr(api.Saleor, "product_variant_bulk_update", delete_first)
    change(listing, options=[services.Option(sku="upcycled-bag-1", price=39000, option="작은 것")])
    plan = publish()
    assert plan.state != Plan.State.FAILED
    run(plan)

    assert plan.state == Plan.State.APPLIED
    assert read("upcycled-bag").id != was
    assert sold("upcycled-bag") == {"upcycled-bag-1": ("작은 것", 39000)}


def test_a_badge_ends_with_its_status(publish):
    listing = make_listing()
    publish()

    EnterpriseStatus.objects.filter(enterprise=listing.enterprise).update(state=EnterpriseStatus.State.REVOKED)
    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    attributes = {row.attribute.slug: [v.name for v in row.values] for row in read("upcycled-bag").attributes}
    assert (attributes["badges"], attributes["enterprise-kind"]) == ([], ["none"])
    assert publish().steps.count() == 0


def test_a_maker_is_a_page_that_follows_its_name(publish):
    listing = make_listing()
    publish()
    enterprise = listing.enterprise
    enterprise.name = "다시봄 협동조합"
    enterprise.save()

    plan = publish()

    assert states(plan) == {"page:dasibom": ("DONE", "")}
    assert api.worker().page("dasibom").page.title == "다시봄 협동조합"
    assert publish().steps.count() == 0


# Pictures


def test_a_picture_that_cannot_be_fetched_keeps_no_product_from_being_sold(publish, settings, live_server):
    settings.GACHI_PUBLIC_URL = "http://127.0.0.1:9"
    make_listing()

    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert read("upcycled-bag").media == []
    assert shown("upcycled-bag-1") == (39000, None, None)

    settings.GACHI_PUBLIC_URL = live_server.url
    again = publish()

    assert states(again) == {"product:upcycled-bag": ("DONE", "")}
    assert len(read("upcycled-bag").media) == 1
    assert publish().steps.count() == 0


def test_pictures_that_saleor_dropped_are_sent_again(publish):
    listing = make_listing()
    publish()
    product = read("upcycled-bag")
    api.worker().product_media_delete(product.media[0].id)
    change(listing, title="새 이름")

    publish()

    assert len(read("upcycled-bag").media) == 1
    assert publish().steps.count() == 0


# Lost answers


@pytest.mark.parametrize("kind", ["drop_after", "fail_after"])
def test_a_lost_answer_to_a_create_is_found_out_and_nothing_is_made_twice(publish, shop, kind):
    enterprise = make_enterprise()
    for number in range(3):
        make_listing(enterprise, reference=f"bag-{number}")
    shop.fault("productBulkCreate", kind)

    plan = publish()
    held_up = (plan.state, plan.problem.partition(":")[0])
    run(plan)

    assert held_up == (Plan.State.APPLYING, "SaleorUnavailable")
    assert plan.state == Plan.State.APPLIED, states(plan)
    assert len(shop.calls("productBulkCreate")) == 1
    assert [read(f"bag-{number}").external_reference for number in range(3)] == ["bag-0", "bag-1", "bag-2"]
    assert ShownPrice.objects.count() == 3
    assert publish().steps.count() == 0


@pytest.mark.parametrize(
    "operation",
    ["categoryCreate", "pageCreate", "productBulkCreate", "productChannelListingUpdate", "product"],
)
@pytest.mark.parametrize("kind", ["fail", "drop_after"])
def test_whatever_call_is_lost_the_plan_ends_with_everything_there_once(publish, shop, operation, kind):
    make_listing(prices=(39000, 42000))
    shop.fault(operation, kind)

    plan = publish()
    for _again in range(2):
        run(plan)

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert shown("upcycled-bag-1") == (39000, None, None)
    assert publish().steps.count() == 0


def test_a_killed_worker_leaves_a_plan_that_goes_on_without_making_anything_twice(publish, shop, monkeypatch):
    from vendors.publishing import applying

    enterprise = make_enterprise()
    for number in range(3):
        make_listing(enterprise, reference=f"bag-{number}")
    real = applying.bring_in_line
    calls = []

    def die_at_the_second(product, wanted, *, now):
        calls.append(product.external_reference)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(product, wanted, now=now)

    monkeypatch.setattr(applying, "bring_in_line", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        publish()
    plan = Plan.objects.get()
    Plan.objects.update(claimed_until=timezone.now())

    run(plan)

    assert plan.state == Plan.State.APPLIED
    assert len(shop.calls("productBulkCreate")) == 1
    assert publish().steps.count() == 0


def test_a_refused_product_fails_alone(publish, shop):
    enterprise = make_enterprise()
    make_listing(enterprise, reference="bag-1")
    make_listing(enterprise, reference="bag-2")
    variant = Variant.objects.get(sku="bag-1-1")
    taken = inputs.ProductVariantBulkCreateInput(sku=variant.sku, attributes=[], channel_listings=[])
    api.worker().product_bulk_create(
        [
            inputs.ProductBulkCreateInput(
                name="someone else's", product_type=ids.require("product-type", "goods"), variants=[taken]
            )
        ]
    )

    plan = publish()

    assert plan.state == Plan.State.FAILED
    assert states(plan)["product:bag-1"][0] == "FAILED"
    assert "UNIQUE" in states(plan)["product:bag-1"][1]
    assert states(plan)["product:bag-2"] == ("DONE", "")
    assert {row.variant.sku for row in ShownPrice.objects.all()} == {"bag-2-1"}


# Campaign prices


def test_a_campaigns_price_is_left_alone(publish):
    listing = make_listing()
    publish()
    confirm_prices(channel="shop", prices={"upcycled-bag-1": Price(29000, 39000, 7)}, now=timezone.now())

    nothing = publish()
    change(listing, options=[services.Option(sku="upcycled-bag-1", price=45000)], title="새 이름")
    publish()

    assert nothing.steps.count() == 0
    assert shown("upcycled-bag-1") == (29000, 39000, 7)

    confirm_prices(channel="shop", prices={"upcycled-bag-1": Price(39000)}, now=timezone.now())
    publish()

    assert shown("upcycled-bag-1") == (45000, None, None)


# What waits for a person


def test_a_plan_that_takes_much_off_sale_waits_for_a_person(publish):
    enterprise = make_enterprise()
    for number in range(10):
        make_listing(enterprise, reference=f"bag-{number}")
    publish()
    for listing in Listing.objects.order_by("pk")[:3]:
        services.pause_listing(listing=listing, actor="tests", now=timezone.now())

    plan = plan_catalogue(now=timezone.now())

    assert (plan.needs_person, plan.reason) == (True, saying(MANY_ENDED, of=10, count=3))


def test_a_plan_that_reprices_much_waits_for_a_person_and_a_small_one_does_not(publish):
    enterprise = make_enterprise()
    for number in range(10):
        make_listing(enterprise, reference=f"bag-{number}")
    publish()
    variants = list(Variant.objects.order_by("pk"))

    Variant.objects.filter(pk__in=[row.pk for row in variants[:2]]).update(price=1000)
    few = plan_catalogue(now=timezone.now())
    Variant.objects.filter(pk__in=[row.pk for row in variants[:3]]).update(price=1000)
    many = plan_catalogue(now=timezone.now())

    assert (few.needs_person, few.reason) == (False, "")
    assert (many.needs_person, many.reason) == (True, saying(MANY_REPRICED, of=10, count=3))


# The lane


def test_an_edit_reaches_saleor_by_its_makers_lane(shop, publish):
    from workers.jobs import publishing

    listing = make_listing()
    assert OutboxMessage.objects.filter(topic="vendors.publish_listing").exists()

    for _edit in range(3):
        publishing.publish_listing(listing_id=listing.pk)
    take_turns("saleor-catalogue")

    plan = Plan.objects.get()
    assert (plan.subject, plan.state) == ("catalogue:dasibom", Plan.State.APPROVED)
    assert OutboxMessage.objects.filter(topic="channels.run_plan").count() == 1
    run(plan)
    assert read("upcycled-bag").name == listing.title
    assert Lane.objects.get(kind="saleor-catalogue").is_behind is False


def test_the_same_plan_under_way_is_left_to_run(shop):
    from workers.jobs import publishing

    listing = make_listing()
    for _twice in range(2):
        publishing.publish_enterprise(enterprise_id=listing.enterprise_id)
        take_turns("saleor-catalogue")

    assert Plan.objects.filter(state=Plan.State.APPROVED).count() == 1
    assert not Plan.objects.filter(state=Plan.State.DRAFT).exists()
    assert OutboxMessage.objects.filter(topic="channels.run_plan").count() == 1


def test_what_is_only_added_waits_for_what_is_being_added(shop):
    from workers.jobs import publishing

    listing = make_listing()
    publishing.publish_listing(listing_id=listing.pk)
    take_turns("saleor-catalogue")
    first = Plan.objects.get()

    second = make_listing(reference="second", enterprise=listing.enterprise)
    publishing.publish_listing(listing_id=second.pk)
    take_turns("saleor-catalogue")
    assert [plan.pk for plan in Plan.objects.filter(state__in=("DRAFT", "APPROVED"))] == [first.pk]
    assert Lane.objects.get(kind="saleor-catalogue").is_behind
    run(first)
    take_turns("saleor-catalogue")

    later = Plan.objects.get(state="APPROVED")
    assert [step.key for step in later.steps.all()] == ["product:second"]
    assert Lane.objects.get(kind="saleor-catalogue").is_behind is False


def test_what_changes_something_on_sale_does_not_wait_for_what_is_being_added(shop, publish):
    from workers.jobs import publishing

    listing = make_listing()
    publish()
    second = make_listing(reference="second", enterprise=listing.enterprise)
    publishing.publish_listing(listing_id=second.pk)
    take_turns("saleor-catalogue")
    adding = Plan.objects.get(state="APPROVED")

    listing.refresh_from_db()
    services.pause_listing(listing=listing, actor="tests", now=timezone.now())
    publishing.publish_listing(listing_id=listing.pk)
    take_turns("saleor-catalogue")

    adding.refresh_from_db()
    assert adding.state == Plan.State.STALE
    changing = Plan.objects.get(state="APPROVED")
    assert [step.key for step in changing.steps.order_by("position")] == ["product:upcycled-bag", "product:second"]


def test_a_plan_that_saleor_keeps_waiting_is_replaced_by_what_is_added(shop):
    from workers.jobs import publishing

    listing = make_listing()
    publishing.publish_listing(listing_id=listing.pk)
    take_turns("saleor-catalogue")
    Plan.objects.update(attempts=1)

    second = make_listing(reference="second", enterprise=listing.enterprise)
    publishing.publish_listing(listing_id=second.pk)
    take_turns("saleor-catalogue")

    assert Plan.objects.get(state="APPROVED").steps.filter(key="product:second").exists()


def test_before_set_up_a_plan_waits_and_goes_on_after_it(saleor):
    from marketplace.saleor.setup import set_up
    from tests.support.saleor import ADMIN

    make_listing()
    plan = plan_catalogue(now=timezone.now())
    from marketplace.channels import plans

    plans.approve(plan=plan, digest=plan.digest, actor="tests", now=timezone.now())
    run(plan)
    held_up = (plan.state, plan.problem.partition(":")[0], PlanStep.objects.filter(state="FAILED").count())
    set_up(admin=ADMIN, say=lambda _line: None)
    run(plan)

    assert held_up == (Plan.State.APPLYING, "SaleorNotSetUp", 0)
    assert plan.state == Plan.State.APPLIED
    assert seen.read(channel="saleor", keys=["product:upcycled-bag"])["product:upcycled-bag"]["is_on_sale"] is True


def test_a_saleor_that_lost_everything_is_filled_again(publish, shop):
    from marketplace.saleor.setup import set_up
    from tests.support.saleor import ADMIN

    make_listing()
    publish()
    shop.reset()

    set_up(admin=ADMIN, say=lambda _line: None)
    plan = publish()

    assert plan.state == Plan.State.APPLIED, states(plan)
    assert plan.steps.count() == 3
    assert read("upcycled-bag").name == "업사이클 캔버스 가방"
    assert publish().steps.count() == 0
