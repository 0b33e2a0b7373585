"""Every kind of step of an engagement as data: whose it is, how it is asked for, and what happens if time passes."""

from __future__ import annotations

from dataclasses import dataclass

from talentbridge.kernel.actor import Side
from talentbridge.kernel.text import N_


@dataclass(frozen=True)
class Action:
    """One kind of step.

    `heading` asks the person whose turn it is, `told` says to everybody else what is awaited, `short` names what is
    missing in a row of a list, `late` says what happens when `days` working days (or the thing's own date) have
    passed. `view` is the page where it is done.
    """

    key: str
    side: Side
    days: int
    view: str
    heading: str
    told: str
    short: str
    button: str
    late: str
    is_about: bool = True  # its page takes the thing that it is about


_CALLS = N_("The coordinator gets in touch with both sides. Nothing is decided by silence.")
_STAYS = N_("The money stays in custody as it is, and the coordinator gets in touch with both sides.")
_OPERATOR = N_("The operator sees it at the top of the queue and assigns somebody else if needed.")
_REVIEWS = N_(
    "After 14 days the reviews that were written are shown, and the engagement can end without the others."
)

_TASK, _SHORTLIST, _CONTRACT = "demand:detail", "matching:shortlist", "contracts:detail"
_MILESTONE = "escrow:milestone"

ACTIONS: dict[str, Action] = {
    action.key: action
    for action in (
        Action("assign", Side.OPERATOR, 1, "coordination:assign",
               N_("Assign a coordinator"), N_("A coordinator is being assigned"),
               N_("No coordinator yet"), N_("Assign"), _OPERATOR),
        Action("describe", Side.COMPANY, 5, _TASK,
               N_("Complete the task and approve it"), N_("The company completes the task and approves it"),
               N_("Task not complete"), N_("Open the task"), _CALLS),
        Action("approve", Side.COORDINATOR, 2, _TASK,
               N_("Check the task and approve it"), N_("The coordinator checks the task and approves it"),
               N_("Approval of the task"), N_("Check the task"), _OPERATOR),
        Action("shortlist", Side.COORDINATOR, 3, "matching:make",
               N_("Make the shortlist"), N_("The coordinator makes the shortlist"),
               N_("No shortlist yet"), N_("Make the shortlist"), _OPERATOR),
        Action("decide", Side.COMPANY, 5, _SHORTLIST,
               N_("Choose one person and write why"), N_("The company chooses one person and writes why"),
               N_("Decision of the company"), N_("Look at the shortlist"), _CALLS),
        Action("answer", Side.TALENT, 5, "matching:offer",
               N_("Say whether you take this work"), N_("The chosen person says whether to take the work"),
               N_("Answer of the chosen person"), N_("Read the offer"),
               N_("The coordinator asks once more; then the company may choose somebody else.")),
        Action("build", Side.COORDINATOR, 3, "engagements:contract",
               N_("Put the contract together"), N_("The coordinator puts the contract together"),
               N_("No contract yet"), N_("Put the contract together"), _OPERATOR),
        Action("offer", Side.COORDINATOR, 2, _CONTRACT,
               N_("Check the contract and offer it for signature"),
               N_("The coordinator checks the contract and offers it for signature"),
               N_("Contract not offered"), N_("Offer for signature"), _OPERATOR),
        Action("sign_company", Side.COMPANY, 7, "contracts:sign",
               N_("Read and sign the contract"), N_("The company reads and signs the contract"),
               N_("Signature of the company"), N_("Read the contract"), _CALLS),
        Action("sign_talent", Side.TALENT, 7, "contracts:sign",
               N_("Read and sign the contract"), N_("The talent reads and signs the contract"),
               N_("Signature of the talent"), N_("Read the contract"), _CALLS),
        Action("fund", Side.COMPANY, 5, "escrow:fund",
               N_("Fund deliverable {number}"), N_("The company funds deliverable {number}"),
               N_("Deliverable {number} not funded"), N_("Open deliverable {number}"),
               N_("Work on this deliverable does not have to start before its money is in custody.")),
        Action("transfer", Side.COMPANY, 3, _MILESTONE,
               N_("Transfer the money for deliverable {number}"),
               N_("The money for deliverable {number} is on its way to the custodian"),
               N_("Deposit for deliverable {number}"), N_("See the account to pay to"),
               N_("Work on this deliverable does not have to start before its money is in custody.")),
        Action("submit", Side.TALENT, 0, "escrow:submit",
               N_("Hand in deliverable {number}"), N_("The talent hands in deliverable {number}"),
               N_("Deliverable {number} in the making"), N_("Open deliverable {number}"), _STAYS),
        Action("review", Side.COMPANY, 0, "escrow:review",
               N_("Review deliverable {number}"), N_("The company reviews deliverable {number}"),
               N_("Deliverable {number} in review"), N_("Review the deliverable"),
               N_("There are reminders and a call by the coordinator; 14 days after it was handed in, "
                  "an unanswered deliverable counts as accepted.")),
        Action("resubmit", Side.TALENT, 0, "escrow:submit",
               N_("Answer the changes asked for in deliverable {number}"),
               N_("The talent answers the changes asked for in deliverable {number}"),
               N_("Changes to deliverable {number}"), N_("See what was asked"), _STAYS),
        Action("resolve", Side.COORDINATOR, 3, "escrow:resolve",
               N_("Settle the concern about deliverable {number}"),
               N_("The coordinator settles the concern about deliverable {number}"),
               N_("Concern about deliverable {number}"), N_("Open the concern"),
               N_("The money of this deliverable stays frozen; the others go on.")),
        Action("payout", Side.SYSTEM, 3, _MILESTONE,
               N_("Deliverable {number} is being paid out"), N_("The custodian pays out deliverable {number}"),
               N_("Payment of deliverable {number}"), N_("See the payment"),
               N_("The coordinator asks the bank. The instruction stands and is not sent twice.")),
        Action("account", Side.TALENT, 3, "escrow:payout-account",
               N_("Say to which account you are paid"), N_("The talent says to which account to pay"),
               N_("No account for the payment"), N_("Enter your account"),
               N_("The money stays with the custodian until there is an account; it is yours."), is_about=False),
        Action("hand_over", Side.TALENT, 7, "engagements:hand-over",
               N_("Please write the hand-over note"), N_("The talent writes the hand-over note"),
               N_("Hand-over note"), N_("Write the note"), N_("The coordinator writes it together with the talent.")),
        Action("confirm_hand_over", Side.COMPANY, 7, "engagements:hand-over",
               N_("Confirm the hand-over"), N_("The company confirms the hand-over"),
               N_("Confirmation of the hand-over"), N_("Read the note"), _CALLS),
        Action("review_company", Side.COMPANY, 14, "reputation:write",
               N_("Review the work together"), N_("The company writes its review"),
               N_("Review by the company"), N_("Write a review"), _REVIEWS),
        Action("review_talent", Side.TALENT, 14, "reputation:write",
               N_("Review the work together"), N_("The talent writes a review"),
               N_("Review by the talent"), N_("Write a review"), _REVIEWS),
    )
}  # fmt: skip
