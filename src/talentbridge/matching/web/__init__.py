"""Matching as pages: shortlists with their reasons, the decision, the offer and its answer."""

from django.urls import path

from talentbridge.matching.web import lists, offers, shortlists

app_name = "matching"
urlpatterns = [
    path("", lists.overview, name="list"),
    path("cases/<uuid:case_id>/make/", shortlists.make, name="make"),
    path("<uuid:shortlist_id>/", shortlists.shortlist, name="shortlist"),
    path("<uuid:shortlist_id>/compare/", shortlists.compare, name="compare"),
    path("<uuid:shortlist_id>/decide/", shortlists.decide, name="decide"),
    path("offers/<uuid:selection_id>/", offers.offer, name="offer"),
    path("offers/<uuid:selection_id>/answer/", offers.answer, name="answer"),
    path("offers/<uuid:selection_id>/withdraw/", offers.withdraw, name="withdraw"),
]
