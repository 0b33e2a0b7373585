"""Contracts as pages: read, write, sign, decline, take as PDF, and check a PDF."""

from django.urls import path

from talentbridge.contracts.web import checking, pages, signing, writing

app_name = "contracts"
urlpatterns = [
    path("", pages.contracts, name="list"),
    path("verify/", checking.verify, name="verify"),
    path("<uuid:contract_id>/", pages.detail, name="detail"),
    path("<uuid:contract_id>/contract.pdf", pages.pdf, name="pdf"),
    path("<uuid:contract_id>/edit/", writing.edit, name="edit"),
    path("<uuid:contract_id>/offer/", writing.offer, name="offer"),
    path("<uuid:contract_id>/withdraw/", writing.withdraw, name="withdraw"),
    path("<uuid:contract_id>/sign/", signing.sign, name="sign"),
    path("<uuid:contract_id>/decline/", signing.decline, name="decline"),
]
