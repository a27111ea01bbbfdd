"""Which way imports point."""

import pytest

from tools import check, imports


@pytest.mark.parametrize(
    ("importer", "imported", "said"),
    [
        ("vendors.portal.views", "vendors.services", ""),
        ("vendors.services", "vendors.portal.forms", "vendors lies below vendors.portal"),
        ("campaigns.markets.coupang.client", "vendors.models", ""),
        ("vendors.models", "campaigns.models", "vendors lies below campaigns"),
        ("marketplace.payments.services", "marketplace.inventory.services",
         "marketplace.payments and marketplace.inventory don't know each other"),
        ("marketplace.core.outbox", "marketplace.saleor.api", "marketplace.core lies below marketplace.saleor"),
        ("workers.jobs.core", "marketplace.storefront.services", ""),
        ("marketplace.storefront.views", "workers.app", "marketplace.storefront lies below workers"),
        ("demo.goods", "sandbox.saleor.money", "the product and the sandbox meet over loopback only"),
        ("sandbox.saleor.app", "marketplace.core.money", "the product and the sandbox meet over loopback only"),
        ("sandbox.stripe.api", "sandbox.coupang.gate", "sandbox.stripe and sandbox.coupang don't know each other"),
        ("sandbox.stripe.api", "sandbox.shared.serving", ""),
        ("marketplace.core.money", "decimal", ""),
    ],
)  # fmt: skip
def test_an_import_may_point_down_but_not_up_or_across(importer, imported, said):
    assert imports.problem(importer, imported) == said


def test_imports_inside_functions_and_relative_ones_count(tmp_path):
    file = tmp_path / "views.py"
    file.write_text("from .forms import Form\nfrom ..purchases import basket\n\ndef f():\n    import workers.app\n")

    found = list(imports.imports(file, "marketplace.storefront.views"))

    assert found == [
        (1, "marketplace.storefront.forms.Form"),
        (2, "marketplace.purchases.basket"),
        (5, "workers.app"),
    ]


def test_a_check_that_fails_shows_what_it_found_and_what_to_do(capsys):
    passed = check.run("format", ["sh", "-c", "echo a.py would change; exit 1"])

    said = capsys.readouterr().out
    assert passed is False
    assert "WRONG format" in said
    assert "a.py would change" in said
    assert "→ make fmt" in said
