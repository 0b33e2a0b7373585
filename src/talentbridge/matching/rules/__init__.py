"""Rules of matching: choosing from a list (`choosing`), requests about it (`requests`), its fairness figures (`impact`)."""

from talentbridge.matching.rules.choosing import (
    COMPARED,
    REASON_LENGTH,
    TOP,
    WEIGHTS_SUM_TO_NOTHING,
    FactorTold,
    Weighed,
    asked,
    behind,
    can_answer,
    can_choose,
    can_search,
    can_withdraw,
    factors_told,
    is_current,
    is_whole,
    main_difference,
    plain,
    reason_given,
    recorded_weights,
    services_told,
    weigh,
    weights_text,
)

__all__ = [
    "COMPARED", "REASON_LENGTH", "TOP", "WEIGHTS_SUM_TO_NOTHING", "FactorTold", "Weighed", "asked", "behind",
    "can_answer", "can_choose", "can_search", "can_withdraw", "factors_told", "is_current", "is_whole", "main_difference",
    "plain", "reason_given", "recorded_weights", "services_told", "weigh", "weights_text",
]  # fmt: skip
