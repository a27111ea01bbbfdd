"""``python -m benchmarks [NAME …] [--tiny]``: run these benchmarks, or all when none is named."""

import argparse
import importlib
from pathlib import Path

from benchmarks import world

# Starts are measured before a run has servers of its own, which would take their share of the machine.
STARTS = ["up-cold", "up-warm", "recovery"]
FOUND = sorted(path.stem.removeprefix("bench_").replace("_", "-") for path in Path(__file__).parent.glob("bench_*.py"))
NAMES = [*STARTS, *(name for name in FOUND if name not in STARTS)]


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Each prints one line of JSON.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--tiny", action="store_true", help="on next to no data: shows that it runs, measures nothing")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    with world.opened(world.TINY if given.tiny else world.Size()) as here:
        for name in given.names or NAMES:
            importlib.import_module(f"benchmarks.bench_{name.replace('-', '_')}").run(here)


if __name__ == "__main__":
    main()
