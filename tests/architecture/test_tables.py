"""What imports cannot show: foreign keys look down too, and who/when fields stand in pairs."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """App → height, 0 at the bottom, from the import contract."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {app.strip(): height for height, layer in enumerate(reversed(layers)) for app in layer.split("|")}


def upward_keys(pairs: list[tuple[str, str, str]]) -> list[str]:
    """Of (app, field, target app), those that point to a higher or a neighbouring app."""
    height = floors()
    return [
        f"{app}.{field} → {target}"
        for app, field, target in pairs
        if app in height and target in height and app != target and height[target] >= height[app]
    ]


def test_foreign_keys_look_down():
    pairs = [
        (model._meta.app_label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    ]
    assert len(pairs) > 10
    assert upward_keys(pairs) == []


def test_a_key_that_looks_up_is_caught():
    assert upward_keys([("ledger", "Entry.milestone", "escrow"), ("demand", "Task.contract", "contracts")])


def test_every_app_says_its_tier_and_what_it_does():
    from talentbridge.config.docs import TIERS

    for config in apps.get_app_configs():
        if config.name.startswith("talentbridge."):
            assert config.tier in TIERS, config.label
            assert config.does, config.label
