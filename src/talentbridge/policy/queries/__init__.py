"""Reading rules and rates as of a day, and what operators work on."""

from talentbridge.policy.queries.book import book, finder, refresh, rule, version
from talentbridge.policy.queries.rates import (
    freshness,
    fx,
    fx_rates,
    fx_rules,
    imports_for,
    newest_known,
    rates_on,
    reference_rates,
)
from talentbridge.policy.queries.rows import (
    as_it_stood,
    due_on,
    found_row,
    known_keys,
    number_of,
    offers_for,
    open_questions,
    proposals_for,
    rows_on,
    says_else,
    valid_on,
    versions_of,
    waiting_for,
)

__all__ = [
    "as_it_stood", "book", "due_on", "finder", "found_row", "freshness", "fx", "fx_rates", "fx_rules", "imports_for",
    "known_keys", "newest_known", "number_of", "offers_for", "open_questions", "proposals_for", "rates_on",
    "reference_rates", "refresh", "rows_on", "rule", "says_else", "valid_on", "version", "versions_of", "waiting_for",
]  # fmt: skip
