"""The pages that belong to nobody in particular: home, start, choices, explanations, gallery, health."""

from django.urls import path

from talentbridge.operations.web import choices, feeds, gallery, machines, public

app_name = "operations"
urlpatterns = [
    path("", public.home, name="home"),
    path("start/", public.start, name="start"),
    path("about/companies/", public.companies, name="companies"),
    path("about/talents/", public.talents, name="talents"),
    path("about/privacy/", public.privacy, name="privacy"),
    path("about/accessibility/", public.accessibility, name="accessibility"),
    path("about/scores/", public.scores, name="scores"),
    path("about/data/", public.data, name="data"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<uuid:run_id>/", feeds.run, name="feed-run"),
    path("language/", choices.language, name="language"),
    path("contrast/", choices.contrast, name="contrast"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("health/", machines.health, name="health"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
