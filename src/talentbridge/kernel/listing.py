"""A list that pages, sorts and filters in the database, with its whole state in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict


class Listing:
    """One page of `rows`.

    `sorts` maps a public sort name to database fields; `?sort=-due` is descending; an unknown name falls back
    to `default`. `sizes` are the page sizes a reader may choose with `?size=`.
    """

    def __init__(
        self,
        params: QueryDict,
        rows: QuerySet[Any],
        *,
        sorts: Mapping[str, Sequence[str]],
        default: str,
        sizes: Sequence[int] = (50, 20, 100),
    ) -> None:
        self.params = params
        asked = params.get("sort", default)
        self.sort = asked if asked.lstrip("-") in sorts else default
        self.descending = self.sort.startswith("-")
        fields = [F(name) for name in sorts[self.sort.lstrip("-")]]
        order = [f.desc(nulls_last=True) if self.descending else f.asc(nulls_last=True) for f in fields]
        size = str(params.get("size", ""))
        self.size = int(size) if size.isdecimal() and int(size) in sizes else sizes[0]
        self.sizes = sizes
        self.page: Page[Any] = Paginator(rows.order_by(*order, "pk"), self.size).get_page(params.get("page"))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    def link(self, **changes: str | int | None) -> str:
        """The query string of this list with `changes`; changing anything but the page goes back to page 1."""
        params = self.params.copy()
        if "page" not in changes:
            params.pop("page", None)
        for key, value in changes.items():
            params.pop(key, None)
            if value is not None:
                params[key] = str(value)
        return "?" + params.urlencode()

    def __iter__(self) -> Any:
        return iter(self.page)
