"""Words that are kept now and read later, by someone whose language is not known yet.

What is kept is the Korean source text, and its values beside it where it has any; what is read is its translation. Mark
the source for collection where it is written: ``saying(gettext_noop("지난번에 반려됐어요: %(reason)s"), reason=…)``.
"""

import json
import re
from typing import Any

from django.utils.translation import gettext, gettext_noop

# A failure is kept under the name of its class, with what was answered behind it: that stays as it came.
FAILURES = {
    "SaleorUnavailable": gettext_noop("Saleor가 대답하지 않아요."),
    "SaleorThrottled": gettext_noop("Saleor가 천천히 물어봐 달래요."),
    "SaleorRejected": gettext_noop("Saleor가 받아들이지 않았어요."),
    "SaleorMisconfigured": gettext_noop("Saleor와 잇는 설정을 고쳐야 해요."),
    "WrongCurrency": gettext_noop("Saleor의 채널이 다른 통화를 써요."),
    "SaleorNotSetUp": gettext_noop("Saleor를 아직 갖추지 않았어요."),
    "ChannelUnavailable": gettext_noop("마켓이 대답하지 않아요."),
    "ChannelThrottled": gettext_noop("마켓이 천천히 물어봐 달래요."),
    "ChannelRejected": gettext_noop("마켓이 받아들이지 않았어요."),
    "ChannelMisconfigured": gettext_noop("마켓과 잇는 설정을 고쳐야 해요."),
    "PaymentUnavailable": gettext_noop("Stripe가 대답하지 않아요."),
    "PaymentRefused": gettext_noop("Stripe가 받아들이지 않았어요."),
    "NobodyTakesTurns": gettext_noop("이 일을 할 프로그램이 돌고 있지 않아요."),
    "SecretMissing": gettext_noop("열쇠가 아직 없어요."),
    "OperationalError": gettext_noop("데이터베이스가 대답하지 않아요."),
}
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
    head, colon, source = kept.partition(": ")
    if head in FAILURES and source:
        return f"{gettext(FAILURES[head])} ({said(source)})"
    if _KEPT.search(kept):
        return _KEPT.sub(lambda found: _with_values(found.group()), kept, count=1)
    return f"{head}: {gettext(source)}" if colon and head.isascii() and source else gettext(kept)


def _with_values(text: str) -> str:
    try:
        content: dict[str, Any] = json.loads(text)
        values = {name: said(value) if isinstance(value, str) else value for name, value in content.items()}
        source = content["say"]
        return gettext(source) % {name: value for name, value in values.items() if name != "say"}
    except (ValueError, KeyError, TypeError):
        return text  # cut short where it was kept, or of another make
