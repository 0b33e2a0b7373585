from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "talentbridge.demand"
    label = "demand"
    tier = "activation"
    does = "Demand diagnosis: from a need to a standard task"

    def ready(self) -> None:
        from talentbridge.accounts.queries import cases
        from talentbridge.audit import rules
        from talentbridge.demand import queries, services
        from talentbridge.demand.states import EVENTS
        from talentbridge.kernel import outbox

        rules.register(EVENTS)
        cases.tell_titles(queries.titles_of)
        outbox.listen("contracts.offered", services.when_contract_offered)
        for topic in (
            "demand.task_edited",
            "demand.scope_changed",
            "matching.selection_answered",
            "engagements.stopped",
            "engagements.completed",
        ):
            outbox.listen(topic, services.when_not_true_any_more)
