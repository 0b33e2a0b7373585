"""One invented case, walked through the real verbs as far as its `reach` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from talentbridge.accounts import queries as accounts
from talentbridge.contracts import queries as contracts
from talentbridge.contracts import services as contract_verbs
from talentbridge.contracts.rules import MilestoneTerms, SigningEvidence
from talentbridge.demand import queries as demand
from talentbridge.demand import services as demand_verbs
from talentbridge.demand.rules import EXPORT_QUESTIONS, DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.engagements import queries as engagement_reads
from talentbridge.engagements import services as engagements
from talentbridge.engagements.rules import ContractChoices
from talentbridge.engagements.rules.stays import StayDraft
from talentbridge.escrow import queries as escrow
from talentbridge.escrow import services as escrow_verbs
from talentbridge.escrow.states import InstructionKind
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.money import Money
from talentbridge.matching import queries as matching
from talentbridge.matching import services as matching_verbs
from talentbridge.reputation import services as reputation

BEFORE = [
    "need", "drafted", "proposed", "approved", "shortlisted", "decided", "consented", "contract", "offered",
    "company_signed", "in_force",
]  # fmt: skip
OF_A_MILESTONE = ["funding", "funded", "submitted", "released", "paid"]
AFTER = ["handed_over", "reviewing", "completed"]
AFTERWARDS = timedelta(days=2)
INSTEAD = {"changes_requested": "submitted", "frozen": "funded"}  # leaves the path after this step


class Walk:
    """A case from its need to where it stands today; steps are spread evenly between then and now."""

    def __init__(
        self, actors: Mapping[str, Actor], company: Actor, case: Mapping[str, Any], today: datetime
    ) -> None:
        self.actors, self.company, self.case, self.today = actors, company, case, today
        self.steps = self._steps()
        self.began = today - timedelta(days=case["ago"], hours=5)
        self.case_id: UUID
        self.milestone = 0

    def go(self) -> None:
        """Take every step."""
        self.case_id = engagements.open_engagement(
            actor=self.company, need_text=self.case["need"], at=self.began
        ).pk
        for (step, milestone), at in zip(self.steps, self._moments(), strict=True):
            self.at, self.milestone = at, milestone
            if step != "need":
                getattr(self, step)()
        self._diagnosed()
        self._scope_changes()
        if "visit" in self.case:
            self._visit(**self.case["visit"])
        if "checked" in self.case:
            self._checked(**self.case["checked"])

    def _diagnosed(self) -> None:
        """Answer the questions of the diagnosis that the case answers, one by one, and skip those it skips."""
        task = demand.task_of(self.case_id)
        assert task is not None
        for minute, (question, values) in enumerate(self.case.get("answers", {}).items(), start=1):
            demand_verbs.answer_question(
                actor=self.company, task_id=task.pk, question=question, values=values,
                at=self.began + timedelta(minutes=2 * minute),
            )  # fmt: skip
        for question in self.case.get("skips", ()):
            demand_verbs.skip_question(
                actor=self.company, task_id=task.pk, question=question, at=self.began + timedelta(minutes=30)
            )

    def _scope_changes(self) -> None:
        """Changes that the company proposes on the contracted task; those that say so were approved a day later."""
        for change in self.case.get("scope_change", ()):
            at = self.today - timedelta(days=change["ago"])
            task = demand.task_of(self.case_id)
            assert task is not None
            made = demand_verbs.propose_scope_change(
                actor=self.company, task_id=task.pk, form=replace(demand.draft_of(task), **change["content"]),
                reason=change["reason"], at=at,
            )  # fmt: skip
            if change["agreed"]:
                demand_verbs.answer_scope_change(
                    actor=self.coordinator, task_id=task.pk, number=made.number, says_yes=True,
                    at=at + timedelta(days=1),
                )  # fmt: skip

    def _moments(self) -> list[datetime]:
        """When each step happens: evenly until the work is done; what comes after follows in days, as reviews do."""
        after = sum(step in AFTER for step, _ in self.steps)
        evenly = len(self.steps) - after
        done = self.today - timedelta(hours=3) - AFTERWARDS * after
        pace = (done - self.began) / max(1, evenly - 1)
        return [self.began + pace * number for number in range(evenly)] + [
            done + AFTERWARDS * number for number in range(1, after + 1)
        ]

    def _steps(self) -> list[tuple[str, int]]:
        reach, last = self.case["reach"], self.case["at"]
        if reach in BEFORE:
            return [(step, 0) for step in BEFORE[: BEFORE.index(reach) + 1]]
        path = [(step, 0) for step in BEFORE]
        for number in range(1, last + 1):
            path += [(step, number) for step in OF_A_MILESTONE]
        if reach in AFTER:
            return path + [(step, last) for step in AFTER[: AFTER.index(reach) + 1]]
        end = path.index((INSTEAD.get(reach, reach), last)) + 1
        return path[:end] + ([(reach, last)] if reach in INSTEAD else [])

    # -- 1 prepare

    def drafted(self) -> None:
        task = demand.task_of(self.case_id)
        assert task is not None
        demand_verbs.edit_task(actor=self.company, task_id=task.pk, form=self._task_draft(), at=self.at)

    def proposed(self) -> None:
        self._approve(self.company)

    def approved(self) -> None:
        self._approve(self.coordinator)

    def _approve(self, actor: Actor) -> None:
        task = demand.task_of(self.case_id)
        assert task is not None
        demand_verbs.approve(actor=actor, task_id=task.pk, at=self.at)

    def _task_draft(self) -> TaskDraft:
        case, starts = self.case, (self.began + timedelta(days=10)).date()
        rows = case["deliverables"]
        each = timedelta(weeks=case["weeks"]) / len(rows)
        return TaskDraft(
            title_ko=case["title_ko"], title_en=case["title_en"], 
            problem_ko=case["problem"], problem_en=case["problem_en"],
            in_scope_ko="\n".join(row[0] for row in rows), in_scope_en="\n".join(row[1] for row in rows),
            out_of_scope_ko="운영 중인 서비스의 장애 대응은 포함하지 않습니다.",
            out_of_scope_en="Incidents of the running service are not included.",
            deliverables=tuple(
                DeliverableDraft(
                    row[0], row[1], row[2], row[3], row[4], self._due(starts, each, number), row[5],
                    self.company.name, "both",
                )
                for number, row in enumerate(rows, start=1)
            ),
            skills=tuple(
                SkillWanted(skill, level, is_must)
                for is_must, wanted in ((True, case["must"]), (False, case["want"]))
                for skill, level in wanted.items()
            ),
            budget=Money(sum(row[5] for row in rows), "KRW"), overlap_hours=case["overlap_hours"],
            english=case["english"], starts_on=starts, weeks=case["weeks"], engagement_types=("contractor",),
            data_class="internal", ip_clause="original_acquisition",
            hand_over_ko="국내 담당자에게 문서와 녹화로 넘기고, 두 번 함께 실행해 봅니다.",
            hand_over_en="Handed to the person in charge in Korea with a runbook and a recording, and run together twice.",
            pair_hours=min(2, 5 * case["overlap_hours"]), junior_seats=1,
            growth_ko="국내 담당자가 결과물을 혼자 운영하고 고칠 수 있습니다.",
            growth_en="The person in charge in Korea can run and change the results alone.",
            export_answers=tuple((question, False) for question in EXPORT_QUESTIONS),
        )  # fmt: skip

    @staticmethod
    def _due(starts: date, each: timedelta, number: int) -> date:
        return starts + timedelta(days=round(each.days * number))

    # -- 2 match

    def shortlisted(self) -> None:
        matching_verbs.make_shortlist(actor=self.coordinator, case_id=self.case_id, at=self.at)

    def decided(self) -> None:
        shortlist = matching.shortlist_of(self.case_id)
        assert shortlist is not None
        chosen = matching.entries_of(shortlist).get(profile__person_id=self._talent_id)
        reason = _both(
            "필수 기술의 근거와 겹치는 시간을 보았고, 비슷한 일을 끝낸 이력이 과업과 가장 가깝습니다.",
            "We looked at the evidence for the must-have skills and the shared hours; the earlier work is closest.",
        )
        matching_verbs.decide(
            actor=self.company,
            shortlist_id=shortlist.pk,
            profile_id=chosen.profile_id,
            reason=reason,
            at=self.at,
        )

    def consented(self) -> None:
        selection = matching.selection_of(self.case_id)
        assert selection is not None
        matching_verbs.answer(actor=self.talent, selection_id=selection.pk, accept=True, at=self.at)

    # -- 3 contract

    def contract(self) -> None:
        if "design" in self.case:
            self._design(**self.case["design"])
        engagements.build_contract(
            actor=self.coordinator, case_id=self.case_id, choices=self._choices(), at=self.at
        )

    def _design(self, form: str, reason: str, done: list[str]) -> None:
        """The coordinator chooses how the person is engaged, and marks the first steps of the checklist."""
        country = accounts.person(self._talent_id).country
        engagement = engagement_reads.engagements_for(self.coordinator).get(pk=self.case_id)
        said = engagement_reads.question_of(engagement) | {"country": country}
        engagements.choose_design(
            actor=self.coordinator, case_id=self.case_id, said=said, country=country, form=form, reason=reason, at=self.at
        )  # fmt: skip
        for key in done:
            engagements.do_step(actor=self.coordinator, case_id=self.case_id, key=key, note="", at=self.at)

    def _checked(self, ago: int, factors: list[str], note: str) -> None:
        """The coordinator went through how the work is really done, `ago` days ago."""
        engagements.check_design(
            actor=self.coordinator, case_id=self.case_id, factors=factors, establishment=[], note=note,
            at=self.today - timedelta(days=ago),
        )  # fmt: skip

    def _choices(self) -> ContractChoices:
        draft = self._task_draft()
        milestones = tuple(
            MilestoneTerms(
                number, row.title_ko, row.title_en, row.acceptance_ko, row.acceptance_en, row.share_minor or 0,
                row.due_on or self.today.date(),
            )
            for number, row in enumerate(draft.deliverables, start=1)
        )  # fmt: skip
        starts = draft.starts_on or self.at.date()
        return ContractChoices(
            title_ko=draft.title_ko, title_en=draft.title_en, work_mode="remote",
            engagement_type=self.case.get("design", {}).get("form", "contractor"),
            place_of_work="abroad", ip_clause="original_acquisition", starts_on=starts,
            ends_on=milestones[-1].due_on + timedelta(days=28), overlap_hours=self.case["overlap_hours"],
            prevailing_language="ko", currency="KRW", milestones=milestones,
        )  # fmt: skip

    def offered(self) -> None:
        contract_verbs.offer(actor=self.coordinator, contract_id=self._contract_id, at=self.at)

    def company_signed(self) -> None:
        self._sign(self.company)

    def in_force(self) -> None:
        escrow_verbs.save_payout_account(
            actor=self.talent, holder_name=self.talent.name, country=accounts.person(self._talent_id).country,
            bank_name="Invented Bank", bank_code="XXXXXXXX", number="000111222333", at=self.at - timedelta(minutes=5),
        )  # fmt: skip
        self._sign(self.talent)

    def _sign(self, actor: Actor) -> None:
        contract = contracts.contract_of(self.case_id)
        assert contract is not None
        evidence = SigningEvidence(
            typed_name=actor.name, agreed=True, terms_hash=contract.terms_hash, auth_method="demo",
            language=actor.language,
        )  # fmt: skip
        contract_verbs.sign(actor=actor, contract_id=contract.pk, evidence=evidence, at=self.at)

    # -- 4 deliver

    def funding(self) -> None:
        escrow_verbs.request_funding(actor=self.company, milestone_id=self._milestone_id, at=self.at)

    def funded(self) -> None:
        escrow_verbs.company_transfers(
            actor=self.company, instruction_id=self._instruction(InstructionKind.COLLECT), at=self.at
        )

    def submitted(self) -> None:
        escrow_verbs.submit(
            actor=self.talent, milestone_id=self._milestone_id, language="en", at=self.at,
            note="Everything listed in the acceptance criteria is in the repository; the report explains how to check it.",
            links=["https://example.com/deliverable"],
        )  # fmt: skip

    def changes_requested(self) -> None:
        escrow_verbs.request_changes(
            actor=self.company, milestone_id=self._milestone_id, at=self.at + timedelta(minutes=30),
            reason="놀이 흐름 다섯 가지 가운데 친구 초대 흐름이 빠져 있습니다. 이 흐름을 더해 주세요.",
        )  # fmt: skip

    def frozen(self) -> None:
        escrow_verbs.raise_concern(
            actor=self.talent, milestone_id=self._milestone_id, at=self.at + timedelta(minutes=30),
            text="The test account for the booking server has not worked for nine days, so I cannot check changes.",
        )  # fmt: skip

    def released(self) -> None:
        escrow_verbs.accept(
            actor=self.company, milestone_id=self._milestone_id, at=self.at,
            reason="인수 기준을 하나씩 확인했고, 첨부한 결과가 모두 기준을 만족합니다.",
        )  # fmt: skip

    def paid(self) -> None:
        escrow_verbs.bank_books(
            actor=self.company, instruction_id=self._instruction(InstructionKind.PAYOUT), at=self.at
        )

    def _visit(self, begins_in: int, days: int, passport_for: int, insurance_for: int) -> None:
        """A visit that the talent plans: days from today, papers with the day they end."""
        today = self.today.date()
        begins = today + timedelta(days=begins_in)
        engagements.plan_stay(
            actor=self.talent, case_id=self.case_id, at=self.today - timedelta(hours=2),
            draft=StayDraft(
                "visit", "unclear", begins, begins + timedelta(days=days - 1),
                {"passport": today + timedelta(days=passport_for), "insurance": today + timedelta(days=insurance_for)},
            ),
        )  # fmt: skip

    # -- 5 complete

    def handed_over(self) -> None:
        engagements.write_hand_over(
            actor=self.coordinator, case_id=self.case_id, owner=self.company.name, at=self.at,
            what="운영 문서, 실행 방법 녹화, 접근 권한 목록을 넘겼고 국내 담당자가 두 번 직접 실행했습니다.",
            links="https://example.com/runbook",
        )  # fmt: skip
        engagements.confirm_hand_over(actor=self.company, case_id=self.case_id, at=self.at)

    def reviewing(self) -> None:
        reputation.write_review(
            actor=self.company, case_id=self.case_id, ratings={"quality": 5, "communication": 4, "punctuality": 5},
            text="인수 기준을 스스로 점검해 보내 주어서 검토가 빨랐습니다. 문서도 그대로 쓰고 있습니다.", again=True,
            at=self.at,
        )  # fmt: skip

    def completed(self) -> None:
        reputation.write_review(
            actor=self.talent, case_id=self.case_id, ratings={"clarity": 5, "payment": 5, "respect": 5},
            text="The task said exactly what done means, and the money arrived two days after acceptance.", again=True,
            at=self.at,
        )  # fmt: skip

    # -- who and what

    @property
    def talent(self) -> Actor:
        return self.actors[self.case["talent"]]

    @property
    def _talent_id(self) -> UUID:
        assert self.talent.person_id is not None
        return self.talent.person_id

    @property
    def coordinator(self) -> Actor:
        party = accounts.party(self.case_id, Side.COORDINATOR)
        assert party is not None, "the pool has a coordinator for every demo case"
        return next(actor for actor in self.actors.values() if actor.person_id == party.person_id)

    @property
    def _contract_id(self) -> UUID:
        contract = contracts.contract_of(self.case_id)
        assert contract is not None
        return contract.pk

    @property
    def _milestone_id(self) -> UUID:
        return escrow.milestones_of(self.case_id).get(number=self.milestone).pk

    def _instruction(self, kind: InstructionKind) -> UUID:
        found = escrow.instructions_for(self.company).filter(milestone_id=self._milestone_id, kind=kind)
        return found.latest("prepared_at").pk


def _both(korean: str, english: str) -> str:
    """What a careful company writes for two readers: both languages, one below the other."""
    return f"{korean}\n{english}"
