"""The pages of policy under ``/rules/``: rows, their history and who changes them; rates of exchange."""

from django.urls import path

from talentbridge.policy.web import book, proposals, rates

app_name = "policy"
urlpatterns = [
    path("", book.rules, name="rules"),
    path("<int:row_id>/", book.rule, name="rule"),
    path("<int:row_id>/change/", proposals.change, name="change"),
    path("<int:row_id>/end/", proposals.end, name="end"),
    path("<int:row_id>/check/", proposals.check, name="check"),
    path("new/", proposals.new, name="new"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/approve/", proposals.approve, name="approve"),
    path("proposals/<int:proposal_id>/refuse/", proposals.refuse, name="refuse"),
    path("proposals/<int:proposal_id>/withdraw/", proposals.withdraw, name="withdraw"),
    path("offers/", proposals.offers, name="offers"),
    path("offers/<int:offer_id>/", proposals.decide_offer, name="decide-offer"),
    path("rates/", rates.rates, name="rates"),
    path("rates/enter/", rates.enter, name="enter-rate"),
    path("rates/import/", rates.bring, name="import-rates"),
    path("rates/imports/<int:import_id>/", rates.rate_import, name="rate-import"),
    path("rates/imports/<int:import_id>/send/", rates.send, name="send-rates"),
    path("rates/imports/<int:import_id>/approve/", rates.approve, name="approve-rates"),
    path("rates/imports/<int:import_id>/refuse/", rates.refuse, name="refuse-rates"),
    path("rates/imports/<int:import_id>/withdraw/", rates.withdraw, name="withdraw-rates"),
]
