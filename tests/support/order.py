"""Which test file runs when, and on which worker: a plugin, named in pyproject.toml.

The journeys share one marketplace and mostly wait; begun last, they would keep one worker busy long after the other has
nothing left to do.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# The longest first.
FIRST = ("tests/journeys/", "tests/launch/", "tests/console/test_in_browser.py")


class ByFile(LoadScopeScheduling):
    """Give a worker whole files, as --dist loadfile does, and all journeys to one worker."""

    def _split_scope(self, nodeid):
        path = nodeid.split("::", 1)[0]
        return FIRST[0] if path.startswith(FIRST[0]) else path


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((at for at, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST)))
