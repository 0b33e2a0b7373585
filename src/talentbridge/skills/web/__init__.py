"""The graph as pages: for everybody who is signed in (`reading`), for operators (`keeping`)."""

from django.urls import path

from talentbridge.skills.web import keeping, reading

app_name = "skills"
urlpatterns = [
    path("", reading.entries, name="list"),
    path("propose/", reading.propose, name="propose"),
    path("add/", keeping.add, name="add"),
    path("differences/", keeping.differences, name="differences"),
    path("proposals/", keeping.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", keeping.proposal, name="proposal"),
    path("entries/<slug:skill_id>/", reading.detail, name="detail"),
    path("entries/<slug:skill_id>/history/", reading.history, name="history"),
    path("entries/<slug:skill_id>/edit/", keeping.edit, name="edit"),
    path("entries/<slug:skill_id>/retire/", keeping.retire, name="retire"),
    path("entries/<slug:skill_id>/restore/", keeping.restore, name="restore"),
    path("entries/<slug:skill_id>/decide/", keeping.decide, name="decide"),
]
