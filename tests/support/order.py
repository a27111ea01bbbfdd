"""Which worker runs which test file, and when: a plugin, named in pyproject.toml.

The journeys share one marketplace. They, and the starts that are benchmarks, wait more than they work: run last they
would keep one worker busy for minutes after the others were done, run first they leave the processors to the rest.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/journeys/"
FIRST = (JOURNEYS, "tests/benchmarks/")


class ByFile(LoadScopeScheduling):
    """Give a worker whole files, as --dist loadfile does, and all journeys together."""

    def _split_scope(self, nodeid):
        return scope(nodeid)


def scope(nodeid):
    path = nodeid.split("::", 1)[0]
    return JOURNEYS if path.startswith(JOURNEYS) else path


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if not hasattr(config, "workerinput"):
        return
    sizes = Counter(scope(item.nodeid) for item in items)

    def place(item):
        name = scope(item.nodeid)
        rank = next((rank for rank, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))
        return rank, -sizes[name], name

    items.sort(key=place)


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order is ours
    return ByFile(config, log)
