"""Marks a sentence for the catalogues without translating it yet."""


def N_(sentence: str) -> str:  # noqa: N802 - the conventional name of gettext's no-op
    """Return `sentence` unchanged; `make translate` collects it, a surface translates it for its reader."""
    return sentence
