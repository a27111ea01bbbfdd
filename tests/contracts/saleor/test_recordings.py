"""The stand-in answers our operations as the real Saleor did when it was recorded (tests/recordings/saleor/).

There is no list of exceptions: a difference is the stand-in's mistake, or a new recording's.
"""

import json

import pytest

from tests.contracts.saleor import recording, scenarios, telling

EMAIL = "admin@example.com"  # as it was recorded with


@pytest.fixture(scope="module")
def played(start_standin):
    """What the stand-in answers to the same questions."""
    switches = ("--completion-seconds", "0", "--media-delay-seconds", "0.2", "--admin-email", EMAIL)
    saleor = start_standin("saleor", *switches, database="sandbox_saleor_recorded")
    saleor.reset()
    return recording.perform(f"{saleor.url}/graphql/", email=EMAIL, password="admin")


@pytest.mark.parametrize("scenario", [one.__name__ for one in scenarios.SCENARIOS])
def test_the_stand_in_answers_as_the_real_one_did(played, scenario):
    real = recording.read(scenario)

    assert [step["operation"] for step in played[scenario]] == [step["operation"] for step in real]
    wrong = {}
    for at, (ours, theirs) in enumerate(zip(played[scenario], real, strict=True)):
        if difference := _difference(ours, theirs):
            wrong[f"{at} {ours['operation']}"] = difference
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("kind", ["sessions", "events"])
def test_the_stand_in_calls_us_as_the_real_one_did(played, kind):
    assert played[kind] == recording.read(kind)


def test_every_operation_of_ours_is_recorded():
    asked = {step["operation"] for one in scenarios.SCENARIOS for step in recording.read(one.__name__)}

    assert set(telling.documents()) - asked == set()


def _difference(ours, theirs):
    """Return where two steps differ; how an error puts it in English is nobody's business."""
    found = {}
    for key in ("variables", "status", "answer"):
        mine, real = _told(ours[key]), _told(theirs[key])
        if mine != real:
            found[key] = {"stand-in": mine, "Saleor": real}
    return found


def _told(value):
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items() if key != "message" or "code" not in value}
    return [_told(one) for one in value] if isinstance(value, list) else value
