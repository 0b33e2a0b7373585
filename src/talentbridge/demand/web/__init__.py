"""Tasks as pages: the list, one task and who stands behind it, the form, the revisions."""

from django.urls import path

from talentbridge.demand.web import acts, offers, pages, publishing

app_name = "demand"
urlpatterns = [
    path("", pages.tasks, name="list"),
    path("offered/", offers.offers, name="offers"),
    path("offered/<uuid:need_id>/", offers.offer, name="offer"),
    path("<uuid:task_id>/", pages.detail, name="detail"),
    path("<uuid:task_id>/edit/", acts.edit, name="edit"),
    path("<uuid:task_id>/approve/", acts.approve, name="approve"),
    path("<uuid:task_id>/publish/", publishing.publish, name="publish"),
    path("<uuid:task_id>/unpublish/", publishing.unpublish, name="unpublish"),
    path("<uuid:task_id>/permit/", acts.permit, name="permit"),
    path("<uuid:task_id>/revisions/", pages.revisions, name="revisions"),
]
