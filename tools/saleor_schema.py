"""``make schema SCHEMA=path``: what of ours would break with another version of Saleor, named one by one.

The schema is Saleor's own, as SDL: its file saleor/graphql/schema.graphql at the version's tag, or what `manage.py
get_graphql_schema` prints. Every operation and every webhook subscription of ours is validated against it; what else of
our part of the schema it has otherwise is named too. Exit status 1 if anything of ours would break.
"""

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from graphql import GraphQLSchema, build_schema, parse, validate
from graphql.utilities import find_breaking_changes

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "marketplace" / "saleor"
PRUNED = ROOT / "sandbox" / "saleor" / "schema.graphql"


def broken(schema: GraphQLSchema) -> dict[str, list[str]]:
    """Return what is wrong with each of our .graphql files under a schema; files without fault are left out."""
    paths = sorted([*OURS.glob("operations/*.graphql"), *OURS.glob("subscriptions/*.graphql")])
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    fragments = {name[1]: text for text in texts.values() if (name := re.match(r"fragment (\w+)", text))}
    found: dict[str, list[str]] = {}
    for path, text in texts.items():
        names = _spread(text, fragments) - set(re.findall(r"^fragment (\w+)", text, re.M))
        errors = validate(schema, parse(text + "".join(fragments[name] for name in sorted(names))))
        if problems := [error.message for error in errors if "is never used" not in error.message]:
            found[path.relative_to(ROOT).as_posix()] = problems
    return found


def _spread(text: str, fragments: Mapping[str, str]) -> set[str]:
    """Return the names of the shared fragments that a text spreads, directly or through others."""
    direct = set(re.findall(r"\.\.\.(\w+)", text)) & set(fragments)
    return direct.union(*(_spread(fragments[name], fragments) for name in direct))


def changed(schema: GraphQLSchema) -> list[str]:
    """Return what our part of the schema has and the other lacks, or has otherwise."""
    ours = build_schema(PRUNED.read_text(encoding="utf-8"))
    return sorted(change.description for change in find_breaking_changes(ours, schema))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.saleor_schema", description=__doc__)
    parser.add_argument("schema", type=Path, help="Saleor's own schema, as SDL")
    schema = build_schema(parser.parse_args(arguments).schema.read_text(encoding="utf-8"))
    wrong = broken(schema)
    for name, problems in wrong.items():
        print(f"{name}\n" + "\n".join(f"  {problem}" for problem in problems))
    if differing := changed(schema):
        print("What the stand-in plays and that schema has not, or has otherwise:")
        print("\n".join(f"  {line}" for line in differing))
    print("Something of ours would break." if wrong else "Nothing of ours would break.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
