"""Every benchmark runs, on next to nothing, and ends with a line of what it measured. No test looks at the time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parents[2]
FIELDS = {"name", "value", "unit", "baseline", "ratio", "goal", "met"}
# Those that fill the database run together, and share it.
TOGETHER = ["shop-list", "shop-growth", "product-page", "search", "gate", "webhooks"]
STARTS = ["up-cold", "up-warm", "recovery"]
ELSEWHERE = ["shop-vs-saleor"]


def lines_of(names, postgres_url, redis_url):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GACHI_", "BENCH_"))}
    environment |= {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--tiny", *names],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


def check(lines, names):
    assert [line["name"] for line in lines] == names
    for line in lines:
        assert set(line) == FIELDS
        assert line["value"] > 0
        assert line["ratio"] > 0
        assert line["goal"] > 0
        assert isinstance(line["met"], bool)
        assert line["baseline"]


def test_every_benchmark_is_tried_here():
    assert sorted(TOGETHER + STARTS + ELSEWHERE) == sorted(NAMES)


@pytest.mark.timeout(300)
def test_those_of_the_shop_print_a_line_each(postgres_url, redis_url):
    lines = lines_of(TOGETHER, postgres_url, redis_url)

    check(lines, TOGETHER)
    search = next(line for line in lines if line["name"] == "search")
    assert "recall 1.000" in search["unit"]


@pytest.mark.timeout(300)
def test_starts_are_measured_in_a_clone(postgres_url, redis_url):
    check(lines_of(STARTS, postgres_url, redis_url), STARTS)


def test_without_a_saleor_that_comparison_says_so_and_measures_nothing(postgres_url, redis_url):
    [line] = lines_of(ELSEWHERE, postgres_url, redis_url)

    assert line == {
        "name": "shop-vs-saleor",
        "value": None,
        "unit": "not run: BENCH_SALEOR_URL names no Saleor",
        "baseline": "Saleor's own list query on the same goods",
        "ratio": None,
        "goal": 50.0,
        "met": False,
    }
