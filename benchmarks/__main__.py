"""``python -m benchmarks NAME``: run one benchmark, or all when none is named."""

import importlib
import sys
from pathlib import Path

from benchmarks import world

NAMES = sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("bench_*.py"))


def main() -> None:
    known = [name.removeprefix("bench-") for name in NAMES]
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    with world.database():
        for name in wanted:
            importlib.import_module(f"benchmarks.bench_{name.replace('-', '_')}").run()


if __name__ == "__main__":
    main()
