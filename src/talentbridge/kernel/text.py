"""Marks in text: a sentence for the catalogues that is not translated yet, and what a template leaves to its user."""

import re

GAP = re.compile(r"\[\[([^\]\n]{1,80})\]\]")  # [[figure]]: for whoever uses the template to say


def N_(sentence: str) -> str:  # noqa: N802 - the conventional name of gettext's no-op
    """Return `sentence` unchanged; `make translate` collects it, a surface translates it for its reader."""
    return sentence
