"""The designer's page: one question in the address, every lawful option with its reasons."""

from django.urls import path

from talentbridge.designer.web import pages

app_name = "designer"
urlpatterns = [path("", pages.designer, name="designer")]
