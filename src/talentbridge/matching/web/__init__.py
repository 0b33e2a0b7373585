"""Matching as pages: shortlists with their reasons, the decision, the offer and its answer; for a talent the tasks that
fit, why (not) me, and requests about matching; the fairness figures."""

from django.urls import path

from talentbridge.matching.web import fairness, lists, mine, offers, requests, shortlists

app_name = "matching"
urlpatterns = [
    path("", lists.overview, name="list"),
    path("cases/<uuid:case_id>/make/", shortlists.make, name="make"),
    path("mine/", mine.tasks, name="mine"),
    path("mine/hints/", mine.hint_counts, name="hint_counts"),
    path("mine/take-part/", mine.take_part, name="take-part"),
    path("mine/<uuid:shortlist_id>/", mine.why, name="why"),
    path("requests/", requests.overview, name="requests"),
    path("requests/ask/", requests.ask, name="ask"),
    path("requests/leave/", requests.leave, name="leave"),
    path("requests/<uuid:request_id>/", requests.detail, name="request"),
    path("requests/<uuid:request_id>/take/", requests.take, name="take"),
    path("requests/<uuid:request_id>/give-back/", requests.give_back, name="give-back"),
    path("requests/<uuid:request_id>/put-off/", requests.put_off, name="put-off"),
    path("requests/<uuid:request_id>/answer/", requests.answer, name="answer-request"),
    path("requests/<uuid:request_id>/withdraw/", requests.withdraw, name="withdraw-request"),
    path("fairness/", fairness.figures, name="fairness"),
    path("fairness/figures.csv", fairness.download, name="fairness-csv"),
    path("offers/<uuid:selection_id>/", offers.offer, name="offer"),
    path("offers/<uuid:selection_id>/answer/", offers.answer, name="answer"),
    path("offers/<uuid:selection_id>/withdraw/", offers.withdraw, name="withdraw"),
    path("<uuid:shortlist_id>/", shortlists.shortlist, name="shortlist"),
    path("<uuid:shortlist_id>/compare/", shortlists.compare, name="compare"),
    path("<uuid:shortlist_id>/decide/", shortlists.decide, name="decide"),
]
