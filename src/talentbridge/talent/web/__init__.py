"""The pages of talents: one's own profile, and looking for others under pseudonyms."""

from django.urls import path

from talentbridge.talent.web import browsing, own

app_name = "talent"
urlpatterns = [
    path("", browsing.talent_list, name="list"),
    path("me/", own.profile, name="profile"),
    path("me/edit/", own.edit, name="edit"),
    path("me/import/", own.import_resume, name="import"),
    path("<str:code>/", browsing.detail, name="detail"),
]
