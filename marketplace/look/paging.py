"""Links from page to page of a long list."""

from typing import Any

from django.http import QueryDict


def links(path: str, data: QueryDict, number: int, last: int, key: str = "page") -> dict[str, Any]:
    """Return the context of ``look/partials/pagination.html``: links that keep the rest of the address."""

    def address(page: int) -> str:
        query = data.copy()
        query.pop(key, None)
        if page > 1:
            query[key] = str(page)
        return f"{path}?{query.urlencode()}" if query else path

    shown = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    pages: list[dict[str, Any]] = []
    for page in shown:
        if pages and page - pages[-1]["number"] == 2:
            pages.append({"number": page - 1, "url": address(page - 1), "current": False, "far": True})
        elif pages and page - pages[-1]["number"] > 2:
            pages.append({"number": page - 1, "url": "", "current": False, "far": True})
        pages.append({"number": page, "url": address(page), "current": page == number, "far": abs(page - number) > 1})
    return {
        "pages": pages if last > 1 else [],
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < last else "",
    }
