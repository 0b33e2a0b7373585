"""Engagements over REST: the same verbs as the pages, the same refusals."""

from talentbridge.engagements.rest import designs, stays
from talentbridge.engagements.rest.cases import router

for part in (designs, stays):
    router.add_router("", part.router)
