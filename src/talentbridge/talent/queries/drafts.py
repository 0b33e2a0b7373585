"""Stored profiles as the drafts they were kept as, with everything that hangs on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from talentbridge.talent.models import Certificate, Profile, ProfileSkill, WorkSample
from talentbridge.talent.rules import Certification, Practice, ProfileDraft, Rate, Sample


def with_everything(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """The same profiles with skills (highest level first), rates, languages, samples and certificates; five queries."""
    return profiles.prefetch_related(
        Prefetch("skills", queryset=ProfileSkill.objects.order_by("-level", "skill_id")),
        "rates",
        "languages",
        Prefetch("samples", queryset=WorkSample.objects.order_by("position")),
        Prefetch("certificates", queryset=Certificate.objects.order_by("id")),
    )


def draft_of(profile: Profile) -> ProfileDraft:
    """A stored profile (`with_everything`) as a draft."""
    return ProfileDraft(
        headline_ko=profile.headline_ko, headline_en=profile.headline_en,
        skills={line.skill_id: line.level for line in profile.skills.all()}, country=profile.country,
        time_zone=profile.time_zone, years=profile.years, english=profile.english, korean=profile.korean,
        rate_minor=profile.rate_minor, rate_currency=profile.rate_currency, rate_unit=profile.rate_unit,
        weekly_hours=profile.weekly_hours, available_from=profile.available_from,
        engagement_types=tuple(profile.engagement_types), available_until=profile.available_until,
        notice_days=profile.notice_days, roles=tuple(profile.roles), work_modes=tuple(profile.work_modes),
        work_in=tuple(profile.work_in), data_class=profile.data_class,
        rates={row.engagement_type: Rate(row.minor, row.currency, row.unit) for row in profile.rates.all()},
        practice={
            line.skill_id: Practice(line.years, line.last_used)
            for line in profile.skills.all()
            if line.years is not None or line.last_used is not None
        },
        languages={row.language: row.level for row in profile.languages.all()},
        samples=tuple(
            Sample(row.title, row.url, row.text, row.part, tuple(row.skills), row.year)
            for row in profile.samples.all()
        ),
        certificates=tuple(
            Certification(row.name, row.issuer, row.issued_on, row.url, row.skill_id)
            for row in profile.certificates.all()
        ),
    )  # fmt: skip


def everything_about(person_id: UUID) -> dict[str, Any]:
    """The profile that a person keeps, as plain JSON values, for their export. The caller has proven who asks."""
    profile = with_everything(Profile.objects.filter(person_id=person_id)).first()
    if profile is None:
        return {}
    plain = Profile.objects.filter(pk=profile.pk).values().get()
    tables = {
        name: list(getattr(profile, name).values())
        for name in ("skills", "rates", "languages", "samples", "certificates")
    }
    hidden = {"id", "profile_id", "person_id", "origin_key", "attested_by_id"}
    return {
        **{name: _plain(value) for name, value in plain.items() if name not in hidden},
        **{
            table: [
                {name: _plain(value) for name, value in row.items() if name not in hidden} for row in rows
            ]
            for table, rows in tables.items()
        },
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list) else str(value)
