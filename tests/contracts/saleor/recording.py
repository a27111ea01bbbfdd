"""A recording: every scenario's answers as files under tests/recordings/saleor/, with where they came from."""

import json
from pathlib import Path

from tests.contracts.saleor import scenarios
from tests.contracts.saleor.outside import Outside
from tests.contracts.saleor.telling import Telling, documents

FOLDER = Path(__file__).parents[2] / "recordings" / "saleor"


def perform(url, *, email, password):
    """Carry out all scenarios against a blank Saleor and return what was answered, by scenario."""
    told, outside = Telling(url, documents=documents()), Outside()
    made = {"email": email, "password": password}
    found = {}
    try:
        for scenario in scenarios.SCENARIOS:
            told.steps = []
            scenario(told, made, outside)
            found[scenario.__name__] = told.steps
        found["sessions"] = outside.sessions(told.names)
        found["events"] = outside.heard(told.names)
    finally:
        told.close()
        outside.close()
    return found


def write(found, *, version, on):
    """Keep a recording, in place of the one before."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, steps in found.items():
        text = json.dumps(steps, indent=1, ensure_ascii=False, sort_keys=True)
        (FOLDER / f"{name}.json").write_text(text + "\n")
    about = {"answered_by": "Saleor", "version": version, "recorded_on": on}
    (FOLDER / "about.json").write_text(json.dumps(about, indent=1) + "\n")


def read(name):
    """Return one scenario's recorded steps."""
    return json.loads((FOLDER / f"{name}.json").read_text())
