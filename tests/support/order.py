"""Which worker runs which test file: a plugin, named in pyproject.toml.

The journeys share one marketplace and mostly wait. xdist begins with the files that hold the most tests, so each alone
would come last, and keep one worker busy for minutes after the other was done.
"""

from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/journeys/"


class ByFile(LoadScopeScheduling):
    """Give a worker whole files, as --dist loadfile does, and all journeys together."""

    def _split_scope(self, nodeid):
        path = nodeid.split("::", 1)[0]
        return JOURNEYS if path.startswith(JOURNEYS) else path


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)
