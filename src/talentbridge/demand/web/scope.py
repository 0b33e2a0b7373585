"""Changes of an agreed task as pages: propose one on a contracted task, answer it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talentbridge.demand import queries, services
from talentbridge.demand.states import ScopeState
from talentbridge.demand.web import pages
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import BridgeRequest, page, told


@require_POST
def answer(request: HttpRequest, task_id: UUID, number: int) -> HttpResponse:
    """Approve a proposed change, or refuse it with a reason."""
    actor = cast(BridgeRequest, request).actor
    says_yes = "approve" in request.POST
    try:
        change = services.answer_scope_change(
            actor=actor, task_id=task_id, number=number, says_yes=says_yes, reason=request.POST.get("reason", ""),
            at=now(),
        )  # fmt: skip
    except Invalid as invalid:
        context = pages.context_of(actor, pages.found(actor, task_id))
        problem = {
            "number": number,
            "said": told(invalid.fields["reason"]),
            "typed": request.POST.get("reason", ""),
        }
        return page(request, "demand/detail.html", context | {"scope_problem": problem}, status=422)
    if not says_yes:
        messages.success(request, _("The scope change is refused. The task stays as it is."))
    elif queries.scope_state(change) is ScopeState.AGREED:
        messages.success(
            request, _("Both sides agree. The task has a new revision; the contract needs a new version.")
        )
    else:
        messages.success(request, _("You have approved. The other side has been asked."))
    return redirect("demand:detail", task_id)
