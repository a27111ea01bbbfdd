"""Another Saleor's schema: what of ours would break with it is named."""

from tools.saleor_schema import PRUNED, main


def given(tmp_path, *changes):
    text = PRUNED.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = tmp_path / "newer.graphql"
    path.write_text(text)
    return str(path)


def test_with_our_own_schema_nothing_breaks(tmp_path, capsys):
    assert main([given(tmp_path)]) == 0
    assert capsys.readouterr().out == "Nothing of ours would break.\n"


def test_an_operation_that_would_break_is_named_with_its_reason(tmp_path, capsys):
    assert main([given(tmp_path, ("  orderCancel(id: ID!): OrderCancel\n", ""))]) == 1
    said = capsys.readouterr().out
    assert "marketplace/saleor/operations/order_cancel.graphql\n  Cannot query field 'orderCancel'" in said
    assert said.endswith("Something of ours would break.\n")


def test_a_shared_fragment_breaks_whatever_spreads_it(tmp_path, capsys):
    assert main([given(tmp_path, ("  quantityAllocated: Int!\n", ""))]) == 1
    said = capsys.readouterr().out
    assert "operations/variant_stocks.graphql" in said
    assert "operations/product_variant_stocks_update.graphql" in said


def test_a_subscription_counts_too(tmp_path, capsys):
    assert main([given(tmp_path, ("  issuingPrincipal: IssuingPrincipal\n", ""))]) == 1
    assert "subscriptions/stock.graphql" in capsys.readouterr().out


def test_what_only_the_stand_in_plays_is_named_and_breaks_nothing(tmp_path, capsys):
    assert main([given(tmp_path, ("  isDigital: Boolean!\n", ""))]) == 0
    said = capsys.readouterr().out
    assert "ProductType.isDigital was removed." in said
    assert said.endswith("Nothing of ours would break.\n")
