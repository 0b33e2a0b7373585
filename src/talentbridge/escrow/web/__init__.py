"""Money as pages: the milestones, each act on one of them, the payout account, and the bank's side of it."""

from django.urls import path

from talentbridge.escrow.web import acts, bank, milestones

app_name = "escrow"
urlpatterns = [
    path("", milestones.money, name="list"),
    path("<uuid:milestone_id>/", milestones.milestone, name="milestone"),
    path("<uuid:milestone_id>/fund/", acts.fund, name="fund"),
    path("<uuid:milestone_id>/submit/", acts.submit, name="submit"),
    path("<uuid:milestone_id>/review/", acts.review, name="review"),
    path("<uuid:milestone_id>/request-changes/", acts.request_changes, name="request-changes"),
    path("<uuid:milestone_id>/concern/", acts.concern, name="concern"),
    path("<uuid:milestone_id>/resolve/", acts.resolve, name="resolve"),
    path("<uuid:milestone_id>/refund/", acts.refund, name="refund"),
    path("<uuid:milestone_id>/refund/answer/", acts.answer_refund, name="answer-refund"),
    path("payout-account/", bank.payout_account, name="payout-account"),
    path("sandbox-bank/", bank.sandbox_bank, name="sandbox-bank"),
    path("sandbox-bank/<uuid:instruction_id>/<slug:act>/", bank.play, name="play"),
    path("statements/", bank.statements, name="statements"),
    path("statements/<int:line_id>/send-back/", bank.send_back, name="send-back"),
    path("payments/<uuid:instruction_id>/send-again/", bank.send_again, name="send-again"),
]
