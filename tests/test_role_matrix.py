"""Every address of the portal, the console and the till against every role. An address that is not here fails."""

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from campaigns.models import CampaignChannel, Consignment, PopupSale
from campaigns.popups import places
from marketplace.core.models import AuditEntry, OutboxMessage
from marketplace.inventory.models import Shortfall
from tests.console.conftest import *  # noqa: F403  its small world, with something on every page
from tests.support.factories import make_enterprise, make_member
from vendors.models import Member, Shipment

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "outsider", "viewer", "editor", "owner", "staff")
LOGIN, NOT_HERE, NO = "log-in", 404, 403
# What each role meets, in the order of ROLES. `yes`: the page, or the answer to a deed with nothing in it.
READ = (LOGIN, NOT_HERE, "yes", "yes", "yes", NOT_HERE)
EDIT = (LOGIN, NOT_HERE, NO, "yes", "yes", NOT_HERE)
ANYONE = (LOGIN, "yes", "yes", "yes", "yes", "yes")
STAFF = (LOGIN, NOT_HERE, NOT_HERE, NOT_HERE, NOT_HERE, "yes")

E, L, S, C = "dasibom", "upcycled-bag", "upcycled-bag-1", "year-end"
MATRIX = {
    "portal:home": ("GET", [], ANYONE),
    "portal:today": ("GET", [E], READ),
    "portal:listings": ("GET", [E], READ),
    "portal:listing": ("GET", [E, L], READ),
    "portal:listing-state": ("POST", [E, L], EDIT),
    "portal:listing-picture": ("POST", [E, L], EDIT),
    "portal:listing-picture-drop": ("POST", [E, L, 0], EDIT),
    "portal:stock": ("GET", [E, S], READ),
    "portal:stock-change": ("POST", [E, S], EDIT),
    "portal:stock-count": ("POST", [E, S], EDIT),
    "portal:orders": ("GET", [E], READ),
    "portal:order": ("GET", [E, "<order>"], READ),
    "portal:order-acknowledge": ("POST", [E, "<order>"], EDIT),
    "portal:order-ship": ("POST", [E, "<order>"], EDIT),
    "portal:order-tracking": ("POST", [E, "<order>", "<shipment>"], EDIT),
    "console:home": ("GET", [], STAFF),
    "console:search": ("GET", [], STAFF),
    "console:exhibitions": ("GET", [], STAFF),
    "console:exhibition-new": ("POST", [], STAFF),
    "console:exhibition": ("GET", ["year-end"], STAFF),
    "console:exhibition-edit": ("POST", ["year-end"], STAFF),
    "console:exhibition-plan": ("POST", ["year-end"], STAFF),
    "console:exhibition-progress": ("GET", ["year-end"], STAFF),
    "console:exhibition-stop": ("POST", ["year-end"], STAFF),
    "console:orders": ("GET", [], STAFF),
    "console:order": ("GET", ["<order>"], STAFF),
    "console:order-stop": ("POST", ["<order>"], STAFF),
    "console:purchases": ("GET", [], STAFF),
    "console:purchase": ("GET", ["ABC234"], STAFF),
    "console:purchase-wake": ("POST", ["ABC234"], STAFF),
    "console:shortfalls": ("GET", [], STAFF),
    "console:shortfall": ("GET", ["<shortfall>"], STAFF),
    "console:shortfall-fill": ("POST", ["<shortfall>"], STAFF),
    "console:shortfall-drop": ("POST", ["<shortfall>"], STAFF),
    "console:stocks": ("GET", [], STAFF),
    "console:stock": ("GET", [S], STAFF),
    "console:stock-look": ("POST", [S], STAFF),
    "console:enterprises": ("GET", [], STAFF),
    "console:enterprise": ("GET", [E], STAFF),
    "console:listings": ("GET", [], STAFF),
    "console:listing": ("GET", [L], STAFF),
    "console:market-listings": ("GET", [], STAFF),
    "console:plans": ("GET", [], STAFF),
    "console:plan": ("GET", ["<plan>"], STAFF),
    "console:plan-approve": ("POST", ["<plan>"], STAFF),
    "console:lanes": ("GET", [], STAFF),
    "console:lane-unpark": ("POST", ["<lane>"], STAFF),
    "console:outbox": ("GET", [], STAFF),
    "console:inbox": ("GET", [], STAFF),
    "console:inbox-retry": ("POST", ["<message>"], STAFF),
    "console:audit": ("GET", [], STAFF),
    "till:home": ("GET", [], STAFF),
    "till:new-place": ("POST", [], STAFF),
    "till:popup": ("GET", [C], STAFF),
    "till:place": ("POST", [C], STAFF),
    "till:state": ("POST", [C], STAFF),
    "till:notes": ("GET", [C], STAFF),
    "till:new-note": ("POST", [C, E], STAFF),
    "till:note": ("GET", [C, "<note>"], STAFF),
    "till:note-draft": ("POST", [C, "<note>"], STAFF),
    "till:note-send": ("POST", [C, "<note>"], STAFF),
    "till:note-receive": ("POST", [C, "<note>"], STAFF),
    "till:note-drop": ("POST", [C, "<note>"], STAFF),
    "till:sell": ("POST", [C], STAFF),
    "till:sales": ("GET", [C], STAFF),
    "till:sale": ("GET", [C, "sale-1"], STAFF),
    "till:sale-undo": ("POST", [C, "sale-1"], STAFF),
    "till:days": ("POST", [C], STAFF),
    "till:count": ("POST", [C], STAFF),
    "till:send-back": ("POST", [C, E], STAFF),
    "till:balance": ("GET", [C], STAFF),
    "till:sign": ("POST", [C], STAFF),
    "till:close": ("POST", [C], STAFF),
    "till:report": ("GET", [C], STAFF),
}


def addresses():
    """Return the name of every address beneath the three doors."""
    rooms = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver)]
    return {
        f"{room.namespace}:{pattern.name}"
        for room in rooms
        if room.namespace in ("portal", "console", "till")
        for pattern in room.url_patterns
        if isinstance(pattern, URLPattern)
    }


@pytest.fixture
def numbers(world, order, parked_lane, parked_message, catalogue_plan, maker):
    """What stands in the matrix between angle brackets, in a world where all of it is there."""
    now = timezone.now()
    CampaignChannel.objects.create(campaign=world, channel="popup")
    details = places.PlaceDetails(venue="가온백화점 북부점 7층", address="서울특별시 노원구 가상로 7")
    place = places.create_place(campaign=world, details=details, actor="tests", now=now)
    place = places.open_doors(exhibition=place, actor="tests", now=now)
    note = Consignment.objects.create(exhibition=place, enterprise=maker, reference="IN-1", direction="IN")
    PopupSale.objects.create(
        exhibition=place, key="sale-1", sold_at=now, sold_by=world.created_by, paid="CASH", total=30000
    )
    shipment = Shipment.objects.create(order=order, carrier="CJGLS", tracking_number="680405450931", shipped_at=now)
    return {
        "<order>": order.reference,
        "<shipment>": shipment.pk,
        "<shortfall>": Shortfall.objects.get().pk,
        "<plan>": catalogue_plan.pk,
        "<lane>": parked_lane.pk,
        "<message>": parked_message.pk,
        "<note>": note.reference,
    }


@pytest.fixture
def person(client, world, maker):
    """A function that logs someone in."""

    def log_in(role):
        client.logout()
        if role == "staff":
            client.force_login(world.created_by)
        elif role == "outsider":
            client.force_login(make_member(make_enterprise("other", name="다른곳"), Member.Role.OWNER).user)
        elif role != "anonymous":
            client.force_login(make_member(maker, role.upper(), email=f"{role}@example.com").user)

    return log_in


def met(response):
    """Say what someone met at an address, in the words of the matrix."""
    if response.status_code == 302 and response["Location"].startswith("/login/"):
        return LOGIN
    return "yes" if response.status_code in (200, 302, 422) else response.status_code


def test_no_address_is_missing():
    assert addresses() == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
def test_everyone_meets_what_the_matrix_says(client, numbers, person, role):
    person(role)
    for name, (method, args, wanted) in MATRIX.items():
        url = reverse(name, args=[numbers.get(arg, arg) for arg in args])
        before = transaction.savepoint()

        response = client.generic(method, url, content_type="application/x-www-form-urlencoded")

        transaction.savepoint_rollback(before)
        assert met(response) == wanted[ROLES.index(role)], (role, method, url)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "staff"])
def test_whoever_may_not_changes_nothing(client, numbers, person, role):
    person(role)
    before = AuditEntry.objects.count(), OutboxMessage.objects.count()
    for name, (method, args, wanted) in MATRIX.items():
        if method == "POST" and wanted[ROLES.index(role)] != "yes":
            client.post(reverse(name, args=[numbers.get(arg, arg) for arg in args]))

    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == before


@pytest.mark.parametrize("role", ROLES)
def test_nobody_finds_figures_for_machines(client, settings, world, maker, person, role):
    """Not by the web process, which has a public door, nor by the hooks process, which asks for a token."""
    settings.GACHI_METRICS_TOKEN = "only-for-machines"
    person(role)

    assert [client.get(path).status_code for path in ("/metrics/", "/metrics")] == [NOT_HERE, NOT_HERE]
    with override_settings(ROOT_URLCONF="marketplace.webhooks.urls"):
        assert client.get("/metrics/").status_code == NOT_HERE
        assert client.get("/metrics/", headers={"Authorization": "Bearer only-for-machines"}).status_code == 200
