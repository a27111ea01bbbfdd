"""The proof that our schema is a part of Saleor's."""

from graphql import build_schema

from sandbox.saleor.subset import PRUNED, at_hand, differences, main


def test_the_pruned_schema_is_a_part_of_the_full_one_where_that_is_at_hand(capsys):
    assert main([]) == 0
    assert ("is a part of" in capsys.readouterr().out) == (at_hand() is not None)


def test_a_bigger_schema_still_holds_ours(tmp_path):
    text = (
        PRUNED.read_text().replace("type Query {", "type Query {\n  giftCards: Int", 1)
        + "\ntype GiftCard {\n  id: ID!\n}\n"
    )
    full = tmp_path / "full.graphql"
    full.write_text(text)

    assert main(["--full", str(full)]) == 0


def test_what_the_full_schema_lacks_or_turns_round_is_named(tmp_path, capsys):
    text = PRUNED.read_text()
    text = text.replace("  orderCancel(id: ID!): OrderCancel\n", "", 1)
    text = text.replace("  quantityAllocated: Int!\n", "  quantityAllocated: String!\n", 1)
    text = text.replace("input StockInput {", "input StockInput {\n  reason: String!", 1)
    full = tmp_path / "full.graphql"
    full.write_text(text)

    assert main(["--full", str(full)]) == 1
    named = capsys.readouterr().out
    assert "Mutation.orderCancel was removed." in named
    assert "Stock.quantityAllocated changed type from Int! to String!." in named
    assert "A required field reason on input type StockInput was added." in named


def test_the_same_schema_differs_in_nothing():
    schema = build_schema(PRUNED.read_text())

    assert differences(schema, schema) == []
