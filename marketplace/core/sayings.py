"""Words that are kept now and read later, by someone whose language is not known yet.

What is kept is the Korean source text, and its values beside it where it has any; what is read is its translation. Mark
the source for collection where it is written: ``saying(gettext_noop("지난번에 반려됐어요: %(reason)s"), reason=…)``.
"""

import json
import re
from typing import Any

from django.utils.translation import gettext

_KEPT = re.compile(r'\{"say": ".*\}', re.S)


def saying(source: str, **values: str | int) -> str:
    """Return a source text with its values as one string to keep. A value may be a saying itself."""
    return json.dumps({"say": source, **values}, ensure_ascii=False) if values else source


def said(kept: str) -> str:
    """Say what was kept in the language that is active; what is no saying stays as it is.

    A saying may have words around it, as when a failure was written down with its name in front.
    """
    if not kept:
        return kept
    if _KEPT.search(kept):
        return _KEPT.sub(lambda found: _with_values(found.group()), kept, count=1)
    head, colon, source = kept.partition(": ")
    return f"{head}: {gettext(source)}" if colon and head.isascii() and source else gettext(kept)


def _with_values(text: str) -> str:
    try:
        content: dict[str, Any] = json.loads(text)
        values = {name: said(value) if isinstance(value, str) else value for name, value in content.items()}
        source = content["say"]
        return gettext(source) % {name: value for name, value in values.items() if name != "say"}
    except (ValueError, KeyError, TypeError):
        return text  # cut short where it was kept, or of another make
