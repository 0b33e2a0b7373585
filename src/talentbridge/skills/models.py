"""The graph as operators keep it, every change of it, and the terms that people miss in it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from talentbridge.skills.rules import Skill, skill_from_json
from talentbridge.skills.states import MOVES, Change, ProposalState


class Entry(models.Model):
    """A skill or role. Its id is stored in profiles and tasks and never changes, nor does the row ever vanish.

    `reviewed` is the digest of the shipped entry as last seen (empty: the product does not ship it); `offered` is what
    the product ships now, while an entry that was edited here says something else and nobody has decided.
    """

    id = models.CharField(primary_key=True, max_length=60)
    kind = models.CharField(max_length=20)
    ko = models.CharField(max_length=80)
    en = models.CharField(max_length=80)
    also = models.JSONField(default=list)
    unsure = models.JSONField(default=list)
    broader = models.JSONField(default=list)
    related = models.JSONField(default=dict)
    skills = models.JSONField(default=list)
    links = models.JSONField(default=dict)
    successor = models.CharField(max_length=60, blank=True)  # of a retired entry: the id that stands for it
    retired_at = models.DateTimeField(null=True)
    reviewed = models.CharField(max_length=64, blank=True)
    edited_here = models.BooleanField(default=False)
    offered = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at=None, successor="") | (Q(retired_at__isnull=False) & ~Q(successor="")),
                name="retired_entry_has_a_successor",
            ),
            models.CheckConstraint(
                condition=~Q(successor=models.F("id")), name="entry_does_not_succeed_itself"
            ),
        ]

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def value(self) -> Skill:
        """The entry as the rules know it."""
        return skill_from_json(self.id, {name: getattr(self, name) for name in CONTENT})

    def take(self, content: dict[str, Any]) -> None:
        """Take over `content` (`rules.to_json`)."""
        for name in CONTENT:
            setattr(self, name, content[name])


CONTENT = ("kind", "ko", "en", "also", "unsure", "broader", "related", "skills", "links", "successor")


class Revision(models.Model):
    """One change of one entry; only ever added. The newest id is the version of the whole graph.

    `before` and `after` are the entry as `rules.to_json` writes it, empty where there was none.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    change = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Change])
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    proposal = models.ForeignKey("Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.UUIDField(null=True)  # accounts.Person; null: the product itself
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class Proposal(models.Model):
    """A term that somebody used and the graph does not know. Of the text around it and of its writer nothing is kept."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(
        max_length=80, unique=True
    )  # `rules.term_key`: one row for FastAPI, fast api and Fast-API
    term = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    times = models.PositiveIntegerField(default=1)
    seen_in = models.JSONField(default=dict)  # how often where: {"talent.profile": 3}
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    state = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in ProposalState],
        default=ProposalState.WAITING.value,
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")  # what it became
    reason = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-times"], name="proposals_by_weight")]

    def move(self, state: ProposalState) -> None:
        """Go over to `state`; refuses what `MOVES` does not have."""
        if state not in MOVES[ProposalState(self.state)]:
            raise ValueError(f"a proposal does not go from {self.state} to {state}")
        self.state = state
