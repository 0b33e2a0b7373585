"""The pages of talents: one's own profile, looking for others under pseudonyms, and what has to be checked by hand."""

from django.urls import path

from talentbridge.talent.web import browsing, calendar, certificates, duplicates, own, searches, taking
from talentbridge.talent.web import map as talent_map

app_name = "talent"
urlpatterns = [
    path("", browsing.talent_list, name="list"),
    path("me/", own.profile, name="profile"),
    path("me/edit/", own.edit, name="edit"),
    path("me/edit/<slug:part>/", own.edit_part, name="part"),
    path("me/still-true/", own.still_true, name="still_true"),
    path("me/import/", taking.import_resume, name="import"),
    path("me/import/confirm/", taking.confirm, name="confirm"),
    path("duplicates/", duplicates.pairs, name="pairs"),
    path("duplicates/<int:number>/", duplicates.pair, name="pair"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<int:number>/", certificates.certificate, name="certificate"),
    path("searches/", searches.searches, name="searches"),
    path("searches/save/", searches.save, name="save-search"),
    path("searches/<uuid:search_id>/", searches.change, name="search"),
    path("map/", talent_map.talent_map, name="map"),
    path("me/map/", talent_map.my_place, name="my-map"),
    path("me/calendar/", calendar.mine, name="calendar"),
    path("me/calendar/off/<int:number>/remove/", calendar.remove, name="remove-days-off"),
    path("me/calendar/links/<uuid:link_id>/revoke/", calendar.revoke, name="revoke-calendar"),
    path("calendars/<str:token>.ics", calendar.feed, name="calendar-feed"),
    path("availability/<uuid:case_id>/", calendar.beside, name="availability"),
    path("availability/<uuid:case_id>.ics", calendar.beside_ics, name="availability-ics"),
    path("<str:code>/", browsing.detail, name="detail"),
]
