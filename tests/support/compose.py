"""docker-compose.yml as Docker would read it: settings filled in, anchors followed."""

import re

import yaml

from sandbox.launch.processes import ROOT

FILE = ROOT / "docker-compose.yml"
# What .env must say; everything else has a default.
NEEDED = {
    "GACHI_HOST": "gachi.example.com",
    "SALEOR_HOST": "saleor.example.com",
    "GACHI_STRIPE_PUBLISHABLE_KEY": "pk_test_1",
}
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>(?:[^{}]|\$\{[^{}]*\})*))?\}")


class Unset(Exception):
    """A setting that compose insists on is not given."""


def fill(text, values):
    def one(found):
        if found[0] == "$$":
            return "$"
        value = values.get(found["name"], "")
        if value == "" and found["how"] == "?":
            raise Unset(found["name"])
        return value if value or found["how"] != "-" else fill(found["rest"], values)

    return _VARIABLE.sub(one, text)


def variables(text):
    return set(re.findall(r"\$\{(\w+)", text.replace("$$", "")))


def read(values=NEEDED, profile="production"):
    """Return the file for a profile, with its settings filled in."""

    def filled(part):
        if isinstance(part, dict):
            return {key: filled(value) for key, value in part.items()}
        if isinstance(part, list):
            return [filled(value) for value in part]
        return fill(part, values) if isinstance(part, str) else part

    whole = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    whole["services"] = {
        name: service for name, service in whole["services"].items() if profile in service.get("profiles", [profile])
    }
    return filled(whole)


def settings_file(path):
    """Return what a file of NAME=value lines says."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
