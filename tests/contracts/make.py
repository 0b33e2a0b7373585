"""Contracts for tests: terms, a case with both sides and a coordinator, and a contract in any state."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from talentbridge.accounts.models import Organisation, Person
from talentbridge.accounts.services import stand
from talentbridge.contracts import services
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms, MilestoneTerms, PartyTerms, SigningEvidence
from talentbridge.kernel.actor import Actor, Side
from tests.factories import people

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def terms(**changes: object) -> ContractTerms:
    """Usable terms; `changes` replace fields."""
    base = ContractTerms(
        title_ko="실험 영상 분석 백엔드",
        title_en="Backend for microscopy image analysis",
        company=PartyTerms(
            uuid.UUID(int=1),
            "온새미바이오",
            "Onsaemi Bio Inc.",
            "123-45-67890",
            "KR",
            "대전광역시 유성구 대학로 1",
        ),
        talent=PartyTerms(uuid.UUID(int=2), "Nguyễn Thị Ánh", country="VN", address="12 Trần Phú, Đà Nẵng"),
        engagement_type="contractor",
        work_mode="remote",
        place_of_work="abroad",
        talent_country="VN",
        ip_clause="original_acquisition",
        starts_on=date(2026, 12, 1),
        ends_on=date(2027, 3, 31),
        currency="KRW",
        milestones=(milestone(1), milestone(2, due_on=date(2027, 2, 28), amount_minor=18_000_000)),
        overlap_hours=3,
    )
    return replace(base, **changes)


def milestone(number: int = 1, **changes: object) -> MilestoneTerms:
    base = MilestoneTerms(
        number=number,
        title_ko="영상 적재 모듈",
        title_en="Image loading module",
        acceptance_ko="영상 100장을 10분 안에 읽는다",
        acceptance_en="Reads 100 images within ten minutes",
        amount_minor=6_000_000,
        due_on=date(2026, 12, 31),
    )
    return replace(base, **changes)


@dataclass
class Case:
    """Who stands around one engagement."""

    id: uuid.UUID
    company: Actor
    talent: Actor
    coordinator: Actor

    def terms(self, **changes: object) -> ContractTerms:
        """Terms between the two sides of this case."""
        organisation = Organisation.objects.get(pk=self.company.organisation_id)
        person = Person.objects.get(pk=self.talent.person_id)
        return terms(
            **{
                "company": PartyTerms(organisation.pk, organisation.name, country="KR"),
                "talent": PartyTerms(person.pk, person.name, country="VN"),
                **changes,
            }
        )

    def draft(self, at: datetime = AT, **changes: object) -> Contract:
        return services.draft(actor=self.coordinator, case_id=self.id, terms=self.terms(**changes), at=at)

    def offered(self, at: datetime = AT, **changes: object) -> Contract:
        return services.offer(actor=self.coordinator, contract_id=self.draft(at=at, **changes).pk, at=at)

    def in_force(self, at: datetime = AT) -> Contract:
        contract = self.offered(at=at)
        for actor in (self.company, self.talent):
            services.sign(
                actor=actor,
                contract_id=contract.pk,
                evidence=evidence(contract, actor),
                at=at + timedelta(hours=1),
            )
        return Contract.objects.get(pk=contract.pk)


def case(*, talent_name: str = "Nguyễn Thị Ánh", company_name: str = "온새미바이오") -> Case:
    """A case with a company, a talent and a coordinator standing around it."""
    company = people.company_actor(who=people.person("한도윤"), where=people.organisation(name=company_name))
    talent = people.talent_actor(who=people.person(talent_name))
    coordinator = people.coordinator_actor(who=people.person("정다은"))
    made = Case(uuid.uuid4(), company, talent, coordinator)
    stand(case_id=made.id, side=Side.COMPANY, organisation_id=company.organisation_id, at=AT)
    stand(case_id=made.id, side=Side.TALENT, person_id=talent.person_id, at=AT)
    stand(case_id=made.id, side=Side.COORDINATOR, person_id=coordinator.person_id, at=AT)
    people.agrees(talent, company, made.id, AT)
    return made


def evidence(contract: Contract, actor: Actor, **changes: object) -> SigningEvidence:
    """What a proper signature of `actor` comes with."""
    proper = SigningEvidence(
        typed_name=actor.name,
        agreed=True,
        terms_hash=contract.terms_hash,
        auth_method="passkey",
        ip="203.0.113.7",
        user_agent="test",
        language="en",
    )
    return replace(proper, **changes)
