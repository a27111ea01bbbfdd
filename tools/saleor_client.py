"""Generate Saleor's typed client from the operations: ``python tools/saleor_client.py [--check]``.

Two things differ from the plain generator, both for the sake of the edge: `Money.amount` becomes whole won
(``marketplace.core.money``), and enums that Saleor answers are strings, so that a value which a newer Saleor adds is no
crash.
"""

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from graphql import (
    EnumTypeDefinitionNode,
    NamedTypeNode,
    NameNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    parse,
    print_ast,
)
from graphql.language.visitor import SKIP, Visitor, visit

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "sandbox" / "saleor" / "schema.graphql"
HOME = ROOT / "marketplace" / "saleor"
PACKAGE = "client"

CONFIG = """
[tool.ariadne-codegen]
schema_path = "{schema}"
queries_path = "{queries}"
target_package_name = "{package}"
target_package_path = "{target}"
client_name = "Client"
async_client = false
multipart_uploads = false
include_all_inputs = false
include_all_enums = false
include_comments = "none"

[tool.ariadne-codegen.scalars.Won]
type = "int"
parse = "marketplace.core.money.from_decimal"
[tool.ariadne-codegen.scalars.DateTime]
type = "datetime.datetime"
"""
_STRINGS = ("ID", "Date", "UUID", "JSONString")
_NUMBERS = ("PositiveDecimal", "PositiveInt", "Decimal")
_ANYTHING = ("JSON", "Metadata", "GenericScalar")


class Edge(Visitor):
    """Turns answered enums into strings and answered money into whole won."""

    def __init__(self, enums: set[str]) -> None:
        super().__init__()
        self.enums = enums

    def enter_object_type_definition(self, node: ObjectTypeDefinitionNode, *_args: Any) -> Any:
        fields = []
        for field in node.fields:
            field.type = visit(field.type, _Rename(dict.fromkeys(self.enums, "String")))
            if node.name.value == "Money" and field.name.value == "amount":
                field.type = visit(field.type, _Rename({"Float": "Won"}))
            fields.append(field)
        node.fields = tuple(fields)
        return SKIP


class _Rename(Visitor):
    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def enter_named_type(self, node: NamedTypeNode, *_args: Any) -> Any:
        new = self.names.get(node.name.value)
        return NamedTypeNode(name=NameNode(value=new)) if new else None


def bent_schema(text: str) -> str:
    """Return the schema as the generator is to see it."""
    document = parse(text)
    enums = {node.name.value for node in document.definitions if isinstance(node, EnumTypeDefinitionNode)}
    document = visit(document, Edge(enums))
    won = ScalarTypeDefinitionNode(name=NameNode(value="Won"), directives=())
    document.definitions = (*document.definitions, won)
    return print_ast(document)


def generate(target: Path) -> None:
    """Write the package into the directory `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        schema = Path(scratch, "schema.graphql")
        schema.write_text(bent_schema(SCHEMA.read_text()))
        config = Path(scratch, "config.toml")
        kinds = [("str", _STRINGS), ("int", _NUMBERS), ("typing.Any", _ANYTHING)]
        scalars = "".join(
            f'[tool.ariadne-codegen.scalars.{name}]\ntype = "{python}"\n' for python, names in kinds for name in names
        )
        queries = HOME / "operations"
        config.write_text(CONFIG.format(schema=schema, queries=queries, package=PACKAGE, target=target) + scalars)
        command = [sys.executable, "-m", "ariadne_codegen", "--config", str(config)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def is_current() -> bool:
    """Say whether the committed package is what the operations generate."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        made, kept = Path(scratch, PACKAGE), HOME / PACKAGE
        names = {path.name for path in made.glob("*.py")}
        if names != {path.name for path in kept.glob("*.py")}:
            return False
        return all(filecmp.cmp(made / name, kept / name, shallow=False) for name in names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the committed client is current")
    if parser.parse_args().check:
        if not is_current():
            sys.exit("marketplace/saleor/client is not what its operations generate: run tools/saleor_client.py")
        return
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        shutil.rmtree(HOME / PACKAGE, ignore_errors=True)
        shutil.copytree(Path(scratch, PACKAGE), HOME / PACKAGE)


if __name__ == "__main__":
    main()
