"""Tasks as pages: the list, one task and who stands behind it, the form, the revisions."""

from django.urls import path

from talentbridge.demand.web import acts, diagnosis, offers, pages, publishing, scope, suggesting, templating

app_name = "demand"
urlpatterns = [
    path("", pages.tasks, name="list"),
    path("offered/", offers.offers, name="offers"),
    path("offered/<uuid:need_id>/", offers.offer, name="offer"),
    path("templates/", templating.browse, name="templates"),
    path("templates/<slug:template_id>/", templating.template, name="template"),
    path("<uuid:task_id>/diagnosis/", diagnosis.resume, name="diagnosis"),
    path("<uuid:task_id>/diagnosis/<slug:key>/", diagnosis.question, name="question"),
    path("<uuid:task_id>/draft/<slug:field>/", suggesting.ask, name="suggest"),
    path("<uuid:task_id>/suggestions/<uuid:suggestion_id>/", suggesting.decide, name="suggestion"),
    path("<uuid:task_id>/reuse/", templating.reuse, name="reuse"),
    path("<uuid:task_id>/scope/<int:number>/", scope.answer, name="scope"),
    path("<uuid:task_id>/", pages.detail, name="detail"),
    path("<uuid:task_id>/edit/", acts.edit, name="edit"),
    path("<uuid:task_id>/approve/", acts.approve, name="approve"),
    path("<uuid:task_id>/publish/", publishing.publish, name="publish"),
    path("<uuid:task_id>/unpublish/", publishing.unpublish, name="unpublish"),
    path("<uuid:task_id>/permit/", acts.permit, name="permit"),
    path("<uuid:task_id>/revisions/", pages.revisions, name="revisions"),
]
