"""What operators type about entries and proposed terms. Neighbours are typed by name; the verbs judge the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.pages import told
from talentbridge.skills import queries, rules
from talentbridge.skills.rules import Skill

SPARE_ROWS = 2  # empty lines for more neighbours; saving gives new ones
MOST_ROWS = 60


def _by_name(*, roles: bool) -> forms.TextInput:
    return forms.TextInput(attrs={"list": "role-names" if roles else "skill-names", "autocomplete": "off"})


def _kinds() -> list[tuple[str, str]]:
    options = [(kind, gettext(name)) for kind, name in rules.KINDS.items()]
    return sorted(options, key=lambda option: option[1])


_STAYS = _("It stays in the history, where everybody can read it.")


def _reason(hint: Any = _STAYS) -> forms.CharField:
    return forms.CharField(label=_("Why"), required=False, max_length=rules.LONGEST_REASON, help_text=hint)


def named(typed: str, *, roles: bool) -> str:
    """The id of the entry that is called `typed`. Raises `ValidationError` that names the nearest ones."""
    found = queries.role_by_name(typed) if roles else queries.by_name(typed)
    if found or not typed.strip():
        return found
    near = queries.nearest(typed, show.reading(), roles=roles)
    raise forms.ValidationError(told(rules.unknown(typed, near, is_noted=False)))


class _Neighbour(forms.CharField):
    """An entry, typed by any of its names; cleans to its id."""

    def __init__(self, *, roles: bool, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=80, widget=_by_name(roles=roles))
        self.roles = roles

    def clean(self, value: Any) -> str:
        return named(super().clean(value), roles=self.roles)


class EntryForm(forms.Form):
    """One entry. Neighbours stand in numbered rows, so that the page works without a script."""

    marks_optional = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    ko = forms.CharField(label=_("Korean name"), required=False, max_length=200)
    en = forms.CharField(label=_("English name"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    also = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One on each line, in either language. Spaces and hyphens inside a name may be left out in a text."
        ),
    )
    unsure = forms.CharField(
        label=_("Count only with context"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Names that are everyday words, single letters or syllables: they are read only beside another skill or "
            "a word such as developer. One on each line, exactly as above."
        ),
    )
    reason = _reason()

    def __init__(self, *args: Any, is_role: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_role = is_role
        kinds = [choice for choice in _kinds() if (choice[0] == rules.ROLE) == is_role]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kinds)
        self.rows = {
            "broader": self._add_rows("broader", roles=is_role, label=_("Broader")),
            "related": self._add_rows("related", roles=is_role, label=_("Near")),
            "skills": self._add_rows("skills", roles=False, label=_("Skill")) if is_role else 0,
        }
        for scheme, elsewhere in rules.LINKS.items():
            self.fields[f"link_{scheme}"] = forms.CharField(
                label=elsewhere.title, required=False, max_length=400, help_text=show.said(elsewhere.says)
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _add_rows(self, name: str, *, roles: bool, label: Any) -> int:
        known = self.data if self.is_bound else self.initial
        rows = sum(1 for field in known if field.startswith(f"{name}_"))
        rows = min(rows if self.is_bound else rows + SPARE_ROWS, MOST_ROWS)
        for number in range(rows):
            self.fields[f"{name}_{number}"] = _Neighbour(roles=roles, label=label)
            if name == "related":
                self.fields[f"weight_{number}"] = forms.FloatField(
                    label=_("Stands in by"), required=False, initial=0.5,
                    widget=forms.NumberInput(attrs={"min": rules.LEAST, "max": rules.MOST, "step": "0.05"}),
                )  # fmt: skip
        return rows

    def row_fields(self, name: str) -> list[forms.BoundField]:
        """The fields of one sort of neighbour, for the template."""
        return [self[f"{name}_{number}"] for number in range(self.rows[name])]

    def broader_fields(self) -> list[forms.BoundField]:
        return self.row_fields("broader")

    def skills_fields(self) -> list[forms.BoundField]:
        return self.row_fields("skills")

    def related_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Pairs of a neighbour and how far it stands in."""
        return [(field, self[f"weight_{number}"]) for number, field in enumerate(self.row_fields("related"))]

    def link_fields(self) -> list[forms.BoundField]:
        return [self[f"link_{scheme}"] for scheme in rules.LINKS]

    def skill(self, id: str) -> Skill:
        """What was typed, as the verb takes it."""
        said = self.cleaned_data
        related = {
            said[f"related_{number}"]: said[f"weight_{number}"] or 0.0
            for number in range(self.rows["related"])
            if said.get(f"related_{number}")
        }
        return Skill(
            id=id,
            kind=said["kind"],
            ko=said["ko"],
            en=said["en"],
            also=tuple(said["also"].splitlines()),
            unsure=frozenset(said["unsure"].splitlines()),
            broader=self._said("broader"),
            related=related,
            skills=self._said("skills"),
            links={scheme: said[f"link_{scheme}"] for scheme in rules.LINKS},
        )

    def _said(self, name: str) -> tuple[str, ...]:
        typed = (self.cleaned_data.get(f"{name}_{number}") for number in range(self.rows[name]))
        return tuple(id for id in typed if id)


ELSEWHERE = {
    "broader": "broader_0",
    "related": "related_0",
    "skills": "skills_0",
}  # a verb's field: the form's


class NewEntryForm(EntryForm):
    """A new entry; its id is given once, for good."""

    id = forms.CharField(
        label=_("Id"),
        required=False,
        max_length=100,
        help_text=_(
            "Stored in profiles and tasks and never changed: lower-case Latin letters, digits, hyphens."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["id"])


def initial_of(skill: Skill, seen: int) -> Mapping[str, Any]:
    """What the form shows for an entry."""
    values: dict[str, Any] = {
        "seen": seen,
        "ko": skill.ko,
        "en": skill.en,
        "kind": skill.kind,
        "also": "\n".join(skill.also),
        "unsure": "\n".join(sorted(skill.unsure)),
    }
    language = show.reading()
    for number, id in enumerate(skill.broader):
        values[f"broader_{number}"] = queries.label(id, language)
    for number, (id, weight) in enumerate(sorted(skill.related.items(), key=lambda pair: -pair[1])):
        values[f"related_{number}"], values[f"weight_{number}"] = queries.label(id, language), weight
    for number, id in enumerate(skill.skills):
        values[f"skills_{number}"] = queries.label(id, language)
    return values | {f"link_{scheme}": value for scheme, value in skill.links.items()}


class RetireForm(forms.Form):
    """What stands for an entry from now on."""

    marks_optional = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = _reason()

    def __init__(self, *args: Any, is_role: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = _Neighbour(roles=is_role, label=_("What stands for it from now on"))
        self.order_fields(["successor", "reason"])


class ReasonForm(forms.Form):
    marks_optional = False
    reason = _reason()


class RejectForm(forms.Form):
    marks_optional = False
    reason = _reason(hint="")


class TermForm(forms.Form):
    term = forms.CharField(label=_("The term"), required=False, max_length=200)


class NameForm(forms.Form):
    """Of which entry a proposed term is another name."""

    marks_optional = False
    needs_context = forms.BooleanField(
        label=_("It is an everyday word as well: count it only with context"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"] = forms.CharField(
            label=_("Another name of"), required=False, max_length=80, widget=_by_name(roles=False)
        )
        self.order_fields(["entry"])

    def clean_entry(self) -> str:
        typed = self.cleaned_data["entry"]
        return queries.role_by_name(typed) or named(typed, roles=False)
