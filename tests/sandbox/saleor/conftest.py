import pytest

from tests.sandbox.saleor.receiver import Receiver
from tests.sandbox.saleor.shop import Shop

QUICK = (
    "--retry-scale",
    "0.01",
    "--sync-timeout",
    "1",
    "--completion-seconds",
    "0.05",
    "--price-sweep-seconds",
    "0.2",
    "--media-delay-seconds",
    "0.3",
    "--no-settings-stay",  # tests change settings as if Saleor had been restarted after it
)


@pytest.fixture(scope="session")
def saleor(start_standin):
    """The stand-in with short waits; one process for all tests, emptied before each."""
    return start_standin("saleor", *QUICK, database="sandbox_saleor_tests")


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def bare(saleor, receiver):
    """A shop in a new, empty Saleor: nothing is set up."""
    saleor.reset()
    return Shop(saleor.url, receiver)


@pytest.fixture
def shop(bare):
    """A shop that is set up, without an app."""
    return bare.set_up()


@pytest.fixture
def paying(shop):
    """A shop whose payment app says yes to everything."""
    shop.install("transaction_initialize_session", "transaction_process_session")
    shop.pays()
    return shop
