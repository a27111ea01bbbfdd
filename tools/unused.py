"""Code that nothing calls, tests aside: ``python -m tools.unused``.

vulture finds names that no Python code reads. Much of a Django project is reached in other ways: templates read
properties, settings name classes in strings, frameworks call methods by convention. A name that stands in a template, a
style sheet's generator, a GraphQL file or a string counts as used; conventions are listed below, each with its reader.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture.core import Vulture

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("marketplace", "vendors", "campaigns", "workers", "demo", "sandbox", "tools", "benchmarks")
GENERATED = ("*/migrations/*", "*/saleor/client/*")

# What a decorator registers is called by whoever it was registered with; these only change what they decorate.
PASSIVE = {
    *("property", "staticmethod", "classmethod", "cached_property", "abstractmethod", "override", "overload"),
    *("cache", "lru_cache", "contextmanager", "atomic", "dataclass", "total_ordering", "wraps"),
}
# Called or read by name: Django's apps, admin, commands, middleware, mail and forms; Celery; http.server; enum; ast;
# OpenTelemetry.
CONVENTIONS = [
    *(
        "*Config",
        "Command",
        "Meta",
        "Media",
        "handle",
        "add_arguments",
        "ready",
        "dispatch",
        "clean",
        "clean_*",
        "get_*",
    ),
    *("form_valid", "form_invalid", "has_*_permission", "save_model", "process_*", "handler*", "create_superuser"),
    *(
        "send_messages",
        "log_request",
        "application",
        "__*__",
        "auth_flow",
        "label_from_instance",
        "visit_*",
        "enter_*",
        "leave_*",
        "is_usable",
        "as_sql",
        "on_start",
    ),
]
KINDS = {"function", "class", "method", "property", "unreachable_code"}


def unused() -> list[str]:
    """Return what nothing reaches, as file:line and name."""
    vulture = Vulture(ignore_names=CONVENTIONS)
    vulture.scavenge([str(ROOT / name) for name in PACKAGES if (ROOT / name).exists()], exclude=list(GENERATED))
    spoken = set(_words())
    found = []
    for item in vulture.get_unused_code(min_confidence=60):
        generated = any(Path(item.filename).match(pattern) for pattern in GENERATED)
        if item.typ in KINDS and item.name not in spoken and not generated:
            place = Path(item.filename).relative_to(ROOT)
            found.append(f"{place}:{item.first_lineno}: {item.typ} {item.name} is used by no code")
    return found


def _words() -> Iterator[str]:
    """Yield every name that something other than a call in Python reaches."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in {".html", ".txt", ".xml", ".graphql"}:
                yield from re.findall(r"\w+", path.read_text(encoding="utf-8"))
            elif path.suffix == ".py" and "migrations" not in path.parts:
                yield from _words_of_code(ast.parse(path.read_bytes()))
    for path in (*ROOT.glob("*.yml"), *ROOT.glob("Dockerfile")):
        yield from re.findall(r"\w+", path.read_text(encoding="utf-8"))


def _words_of_code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        # A text of several words is for people.
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield from re.findall(r"\w+", node.value)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and any(
            _last_name(decorator) not in PASSIVE for decorator in node.decorator_list
        ):
            yield node.name
        elif prefix := _computed_prefix(node):
            yield from (
                each.name
                for each in ast.walk(tree)
                if isinstance(each, ast.FunctionDef) and each.name.startswith(prefix)
            )


def _computed_prefix(node: ast.AST) -> str:
    """What names begin with that this asks for by ``getattr(…, f"prefix_{…}")``, or nothing."""
    match node:
        case ast.Call(func=ast.Name("getattr"), args=[_, ast.JoinedStr(values=[ast.Constant(str(prefix)), *_]), *_]):
            return prefix
    return ""


def _last_name(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else ast.unparse(target)


if __name__ == "__main__":
    problems = unused()
    print("\n".join(problems))
    sys.exit(bool(problems))
