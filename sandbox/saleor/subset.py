"""``python -m sandbox.saleor.subset [--full PATH]``: prove that our schema is a part of Saleor's.

Whatever is valid against `schema.graphql` is then valid against Saleor's own schema, and answers have the same shape.
Saleor's schema is not in this repository; without `--full` it is looked for in SALEOR_SCHEMA and in `reference/`,
here or beside the repository, and where it is not at hand nothing is compared.
"""

import argparse
import os
import sys
from pathlib import Path

from graphql import GraphQLSchema, build_schema
from graphql.utilities import find_breaking_changes

PRUNED = Path(__file__).with_name("schema.graphql")
NAME = "saleor-3.23.graphql"


def differences(pruned: GraphQLSchema, full: GraphQLSchema) -> list[str]:
    """Say what of `pruned` the full schema does not hold; empty for a true part of it.

    What the full one has in addition (types, fields, optional arguments, values) is no difference.
    """
    return sorted(change.description for change in find_breaking_changes(pruned, full))


def at_hand() -> Path | None:
    """Return where Saleor's own schema is on this machine, or None."""
    root = Path(__file__).resolve().parents[2]
    named = os.environ.get("SALEOR_SCHEMA")
    places = [
        *([Path(named)] if named else []),
        root / "reference" / NAME,
        root.parent / "reference" / NAME,
        root.parent / "shared" / "reference" / NAME,
    ]
    return next((place for place in places if place.exists()), None)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox.saleor.subset", description=__doc__)
    parser.add_argument("--full", type=Path, default=at_hand(), help="Saleor's own schema, as SDL")
    parser.add_argument("--pruned", type=Path, default=PRUNED, help="ours, if it is another file")
    chosen = parser.parse_args(arguments)
    if chosen.full is None:
        print("Saleor's own schema is not at hand: nothing was compared")
        return 0
    found = differences(
        build_schema(chosen.pruned.read_text(encoding="utf-8")), build_schema(chosen.full.read_text(encoding="utf-8"))
    )
    for line in found:
        print(line)
    if not found:
        print(f"{chosen.pruned.name} is a part of {chosen.full.name}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
