"""The vocabulary of lists and forms: pages, sorted columns, fields with their errors. Built in like `bridge`."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentbridge.kernel import show
from talentbridge.kernel.listing import Listing

register = template.Library()

# Lists ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pager.html")
def pager(listing: Listing) -> dict[str, Any]:
    """Pages, how many there are, and how many to a page."""
    page = listing.page
    pages = []
    if page.paginator.num_pages > 1:
        for each in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
            gap = each == Paginator.ELLIPSIS
            pages.append({"number": each, "link": "" if gap else listing.link(page=each), "gap": gap})
    sizes = [
        {"size": size, "link": listing.link(size=size), "current": size == listing.size}
        for size in sorted(listing.sizes)
    ]
    return {
        "page": page,
        "pages": pages,
        "previous": listing.link(page=page.previous_page_number()) if page.has_previous() else "",
        "next": listing.link(page=page.next_page_number()) if page.has_next() else "",
        "sizes": sizes if listing.count > min(listing.sizes) else [],
        "count": show.number(listing.count),
    }


@register.simple_tag
def sort_header(listing: Listing, name: str, label: str, css: str = "") -> SafeString:
    """A column's head that sorts: a link, and the direction for a screen reader."""
    is_current = listing.sort.lstrip("-") == name
    direction = ("descending" if listing.descending else "ascending") if is_current else "none"
    link = listing.link(sort=f"-{name}" if is_current and not listing.descending else name)
    return format_html(
        '<th scope="col" role="columnheader" class="{}" aria-sort="{}"><a href="{}">{}</a></th>',
        css, direction, link, label,
    )  # fmt: skip


# Forms ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField, **attributes: Any) -> dict[str, Any]:
    """A field with its label, hint and error; the screen reader hears hint, then error.

    Extra `attributes` go to the control: ``{% form_field form.note rows=6 inputmode="numeric" %}``.
    """
    widget = field.field.widget
    identity = field.auto_id or field.html_name
    has_hint, has_error = bool(field.help_text), bool(field.errors)
    described = " ".join([f"{identity}_hint"] * has_hint + [f"{identity}_error"] * has_error)
    attrs = {name.replace("_", "-"): value for name, value in attributes.items()}
    if described:
        attrs["aria-describedby"] = described
    if has_error:
        attrs["aria-invalid"] = "true"
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": field,
        "control": "" if is_group else field.as_widget(attrs=attrs),
        "identity": identity,
        "described": described,
        "is_group": is_group,
        "is_check": isinstance(widget, CheckboxInput),
        "is_optional": not field.field.required
        and not isinstance(widget, CheckboxInput)
        and getattr(field.form, "marks_optional", True),  # a form that may be saved half-done marks nothing
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Form, *, asks: bool = False) -> dict[str, Any]:
    """What keeps a form from being saved, on top, each with a link to its field; nothing when all is well.

    `asks` says that the form only asks a question and saves nothing, so that nobody reads "not saved"."""
    if not form.is_bound or not form.errors:
        return {"problems": [], "general": []}
    fields = [
        {"label": field.label, "target": _first_control(field), "errors": field.errors}
        for field in form
        if field.errors
    ]
    return {"problems": fields, "general": form.non_field_errors(), "amount": len(fields), "asks": asks}


def _first_control(field: BoundField) -> str:
    """The id of what a link in the error summary should focus."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
