"""Policy as REST: rules and rates (`book`), countries, the check of the visa guide. Reading is public."""

from ninja import Router

from talentbridge.policy.rest import book, countries, visa

router = Router(tags=["policy"])
for part in (book, countries, visa):
    router.add_router("", part.router)
