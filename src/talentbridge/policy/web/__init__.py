"""The pages of policy under ``/rules/``: every row with source, date and certainty."""

from django.urls import path

from talentbridge.policy.web import book

app_name = "policy"
urlpatterns = [path("", book.rules, name="rules")]
