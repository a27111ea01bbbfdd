"""``python -m sandbox.coupang --port 8012 --database-url postgresql://…/sandbox_coupang --pace demo``."""

import sys

from sandbox.coupang.app import make_app
from sandbox.coupang.settings import read
from sandbox.shared import serving

if __name__ == "__main__":
    options, settings = read(sys.argv[1:])
    serving.serve("coupang", options.port, lambda _url: make_app(settings, options.database_url))
