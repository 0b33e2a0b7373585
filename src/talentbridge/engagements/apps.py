from django.apps import AppConfig

# News from the apps below that may change where a case stands. Each carries `case_id`.
NEWS = (
    "demand.task_edited", "demand.task_proposed", "demand.task_approved", "demand.scope_changed",
    "matching.shortlist_made", "matching.selection_decided", "matching.selection_answered", "matching.selection_withdrawn",
    "contracts.drafted", "contracts.offered", "contracts.signed", "contracts.in_force", "contracts.declined",
    "contracts.withdrawn", "contracts.expired", "contracts.ended",
    "escrow.milestones_planned", "escrow.milestone_funding_requested", "escrow.milestone_funded",
    "escrow.milestone_submitted", "escrow.milestone_changes_requested", "escrow.milestone_released",
    "escrow.milestone_paid", "escrow.milestone_frozen", "escrow.milestone_concern_resolved",
    "escrow.milestone_refunded", "escrow.milestone_payout_returned",
    "reputation.review_written", "reputation.reviews_opened",
    "coordination.assigned",
    "engagements.stay_planned", "engagements.stay_changed", "engagements.stay_cancelled",
)  # fmt: skip


class EngagementsConfig(AppConfig):
    name = "talentbridge.engagements"
    label = "engagements"
    tier = "activation"
    does = "Orchestration of the whole cycle"

    def ready(self) -> None:
        from talentbridge.accounts.queries import export_also
        from talentbridge.audit.rules import register
        from talentbridge.engagements import queries, services
        from talentbridge.engagements.states import EVENTS
        from talentbridge.kernel import outbox

        register(EVENTS)
        export_also("stays", queries.stays_about)
        for topic in NEWS:
            outbox.listen(topic, services.hear)
        outbox.listen("demand.scope_proposed", services.when_scope_proposed)
        outbox.listen("demand.scope_refused", services.when_scope_refused)
        outbox.listen("demand.scope_changed", services.when_scope_changed)
        outbox.listen("accounts.consent_withdrawn", services.when_consent_withdrawn)
