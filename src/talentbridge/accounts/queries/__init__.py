"""Reads of people, organisations and who stands around a case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from talentbridge.accounts import permissions, rules
from talentbridge.accounts.models import (
    AccessToken,
    BorrowedSession,
    Consent,
    DeletionRequest,
    Invitation,
    Membership,
    Notification,
    Organisation,
    Party,
    Person,
    VoluntaryStatement,
)  # fmt: skip
from talentbridge.accounts.queries.consent import names_talent
from talentbridge.accounts.roles import ROLES
from talentbridge.audit import queries as audit
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.kernel.errors import Missing

M = TypeVar("M", bound=Model)


def seen_by(actor: Actor, things: QuerySet[M], *, case: str = "case_id", talent: str = "") -> QuerySet[M]:
    """The `things` whose case `actor` takes part in, each annotated with `seen_from`: where the actor stands in it.

    This is how every app above builds its `*_for(actor)`. Operators see every case (``operator``), jobs too
    (``system``); researchers, officials, partners and institutions see none this way. Things that name a talent say
    in which column (`talent`) and are annotated with `names_talent`: whether the reader may be told who it is.
    """
    if talent:
        named = names_talent(actor, case=case, talent=talent)
        things = cast("QuerySet[M]", things.annotate(names_talent=named))
    if actor.role in {Role.OPERATOR, Role.SYSTEM}:
        return cast(
            "QuerySet[M]", things.annotate(seen_from=Value(actor.role.value, output_field=CharField()))
        )
    parties = Party.objects.filter(_standing(actor), case_id=OuterRef(case), until=None)
    side = Subquery(parties.values("side")[:1], output_field=CharField())
    return cast("QuerySet[M]", things.annotate(seen_from=side).filter(seen_from__isnull=False))


def seen_as(side: Side, things: QuerySet[M]) -> QuerySet[M]:
    """`things` that an app has found to be the actor's own, annotated as `seen_by` would; nobody is named to others."""
    things = cast("QuerySet[M]", things.annotate(names_talent=Value(True, output_field=BooleanField())))
    return cast("QuerySet[M]", things.annotate(seen_from=Value(side.value, output_field=CharField())))


def party(case_id: UUID, side: Side) -> Party | None:
    """Who stands on `side` of the case now."""
    return (
        Party.objects.select_related("person", "organisation")
        .filter(case_id=case_id, side=side, until=None)
        .first()
    )


def talent_beside(actor: Actor, case_id: UUID) -> UUID | None:
    """Who is the talent of a case, for whoever stands around it; None for everybody else and before there is one."""
    standing = seen_by(actor, Party.objects.filter(case_id=case_id, side=Side.TALENT, until=None))
    return standing.values_list("person_id", flat=True).first()


def people_on(case_id: UUID, side: Side) -> list[UUID]:
    """Whom to tell on one side of a case: the person, or the running members of the company."""
    standing = party(case_id, side)
    if standing is None:
        return []
    if standing.person_id:
        return [standing.person_id]
    members = Membership.objects.filter(
        Q(organisation_id=standing.organisation_id), role=Role.COMPANY, ended_at=None, person__is_active=True
    )
    return list(members.order_by("since", "pk").values_list("person_id", flat=True))


def people_in(role: Role) -> list[UUID]:
    """Everybody who stands in a role now, longest first: whom to tell when nobody in particular is in charge."""
    members = Membership.objects.filter(role=role, ended_at=None, person__is_active=True)
    return list(members.order_by("since", "pk").values_list("person_id", flat=True))


def _standing(actor: Actor) -> Q:
    if actor.role is Role.COMPANY:
        return Q(side=Side.COMPANY, organisation_id=actor.organisation_id)
    if actor.role is Role.TALENT:
        return Q(side=Side.TALENT, person_id=actor.person_id)
    if actor.role is Role.COORDINATOR:
        return Q(side=Side.COORDINATOR, person_id=actor.person_id)
    return Q(pk__in=[])


def actor_of(person: Person, membership_id: UUID | str | None = None) -> Actor | None:
    """The actor that `person` is in the chosen running membership, else in the first; None without any."""
    membership = chosen(list(memberships_of(person.pk)), membership_id)
    return actor_in(membership) if membership else None


def chosen(memberships: Sequence[Membership], membership_id: UUID | str | None) -> Membership | None:
    """The membership that a session names, else the first; None when there is none."""
    first = memberships[0] if memberships else None
    return next((row for row in memberships if str(row.pk) == str(membership_id)), first)


def actor_in(
    membership: Membership, *, borrowed_from: UUID | None = None, without: frozenset[str] = frozenset()
) -> Actor:
    """The actor of one membership: the role's permissions but `without` some, the person's language and zone."""
    person, organisation, role = membership.person, membership.organisation, Role(membership.role)
    return Actor(
        person_id=person.pk,
        name=str(person),
        role=role,
        organisation_id=organisation.pk if organisation else None,
        organisation_name=organisation.name if organisation else "",
        country=organisation.country if organisation else person.country,
        permissions=ROLES[role].permissions - without,
        is_manager=membership.is_manager,
        borrowed_from=borrowed_from,
        language=person.language,
        time_zone=person.time_zone,
    )


def memberships_of(person_id: UUID) -> QuerySet[Membership]:
    """The running memberships of a person, oldest first, each with its person and organisation."""
    return (
        Membership.objects.select_related("person", "organisation")
        .filter(person_id=person_id, ended_at=None, person__is_active=True)
        .order_by("since", "pk")
    )


def membership_of(actor: Actor) -> Membership | None:
    """The running membership that the actor is."""
    return Membership.objects.filter(
        Q(person_id=actor.person_id, organisation_id=actor.organisation_id), role=actor.role, ended_at=None
    ).first()


def members_for(actor: Actor) -> QuerySet[Membership]:
    """The running memberships of the actor's organisation; none for those who act for themselves."""
    return Membership.objects.select_related("person", "organisation").filter(
        Q(organisation_id=actor.organisation_id), organisation__isnull=False, ended_at=None
    )


def invitations_for(actor: Actor) -> QuerySet[Invitation]:
    """The open invitations of the actor's organisation, newest first."""
    return (
        Invitation.objects.select_related("invited_by")
        .filter(
            Q(organisation_id=actor.organisation_id),
            organisation__isnull=False,
            accepted_at=None,
            withdrawn_at=None,
        )
        .order_by("-invited_at")
    )


def invitations_to(addresses: Collection[str], at: datetime) -> QuerySet[Invitation]:
    """Open invitations to any of these (lower-case) e-mail addresses that have not run out."""
    return (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(email__in=addresses, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .order_by("invited_at")
    )


def is_company_here(registration_number: str) -> bool:
    """Whether an organisation with this Korean business registration number is on the bridge."""
    number = rules.registration_number(rules.registration_digits(registration_number))
    return Organisation.objects.filter(country="KR", registration_number=number).exists()


def verified_addresses(person_id: UUID) -> frozenset[str]:
    """The e-mail addresses that the person has proven, in lower case."""
    rows = EmailAddress.objects.filter(user_id=person_id, verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in rows)


def demo_memberships() -> QuerySet[Membership]:
    """Every running membership of a demo person: those whom anybody may be in demo mode."""
    return (
        Membership.objects.select_related("person", "organisation")
        .filter(ended_at=None, person__is_demo=True, person__is_active=True)
        .order_by("role", "organisation__name", "person__name", "pk")
    )


def lendable_for(actor: Actor) -> QuerySet[Membership]:
    """The memberships that `actor` might act in: everybody's for operators, own cases' companies for coordinators."""
    rows = (
        Membership.objects.select_related("person", "organisation")
        .filter(
            ended_at=None, person__is_active=True, role__in=[role.value for role in permissions.LENT_ROLES]
        )
        .exclude(Q(person_id=actor.person_id))
        .order_by("person__name", "pk")
    )
    if actor.may("accounts.session.borrow"):
        return rows
    if actor.may("accounts.session.borrow_company"):
        return rows.filter(role=Role.COMPANY, organisation_id__in=_companies_beside(actor))
    return rows.none()


def search(memberships: QuerySet[Membership], words: str) -> QuerySet[Membership]:
    """Those of `memberships` whose person or organisation has every word in its name."""
    for word in words.split()[:8]:
        memberships = memberships.filter(
            Q(person__name__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__name_en__icontains=word)
        )
    return memberships


def shares_case(actor: Actor, organisation_id: UUID | None) -> bool:
    """Whether the actor coordinates a running case of this company."""
    return (
        organisation_id is not None
        and _companies_beside(actor).filter(organisation_id=organisation_id).exists()
    )


def _companies_beside(actor: Actor) -> QuerySet[Party, Any]:
    mine = Party.objects.filter(Q(person_id=actor.person_id), side=Side.COORDINATOR, until=None)
    return Party.objects.filter(side=Side.COMPANY, until=None, case_id__in=mine.values("case_id")).values(
        "organisation_id"
    )


def borrowed_for(actor: Actor) -> QuerySet[BorrowedSession]:
    """Every session in which somebody acted for the actor or the actor for somebody, with its number of `acts`."""
    acts = audit.acts_of(
        OuterRef("person_id"),
        borrowed_from=OuterRef("helper_id"),
        since=OuterRef("started_at"),
        until=Coalesce(OuterRef("ended_at"), OuterRef("ends_at")),
    )
    counted = Subquery(acts.order_by().values("actor_id").annotate(n=Count("pk")).values("n"))
    rows = BorrowedSession.objects.select_related("helper", "person").annotate(acts=Coalesce(counted, 0))
    return rows.filter(Q(person_id=actor.person_id) | Q(helper_id=actor.person_id)).order_by("-started_at")


def borrowed_session(session_id: str, helper_id: UUID, at: datetime) -> BorrowedSession | None:
    """The helper's running borrowed session, with what is needed to become its actor.

    None when it has ended, and when either of the two has left the role in which it began.
    """
    still_helper = Membership.objects.filter(
        person_id=helper_id, role=OuterRef("helper_role"), ended_at=None, person__is_active=True
    )
    return (
        BorrowedSession.objects.select_related("membership__person", "membership__organisation", "helper")
        .filter(
            Exists(still_helper),
            pk=session_id,
            helper_id=helper_id,
            ended_at=None,
            ends_at__gt=at,
            membership__ended_at=None,
            person__is_active=True,
        )
        .first()
    )


def tokens_for(actor: Actor) -> QuerySet[AccessToken]:
    """The actor's own access tokens that have not been revoked, newest first."""
    return (
        AccessToken.objects.select_related("membership__organisation")
        .filter(Q(membership__person_id=actor.person_id), revoked_at=None)
        .order_by("-made_at")
    )


def notifications_for(actor: Actor) -> QuerySet[Notification]:
    """What the person has been told, newest first."""
    return Notification.objects.filter(Q(person_id=actor.person_id)).order_by("-at", "-pk")


def unread(actor: Actor) -> int:
    """How many notifications the person has not seen yet."""
    return Notification.objects.filter(Q(person_id=actor.person_id), read_at=None).count()


def people_by_id(person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """People by id, for pages that show names beside ids."""
    return Person.objects.in_bulk(person_ids)


def person(person_id: UUID | None) -> Person:
    """A person by id. The caller has proven that its reader may see them. Raises `Missing`."""
    if found := Person.objects.filter(Q(pk=person_id)).first():
        return found
    raise Missing


def open_deletion_request(person_id: UUID) -> DeletionRequest | None:
    """The person's request to be deleted that has not been withdrawn."""
    return DeletionRequest.objects.filter(person_id=person_id, withdrawn_at=None).first()


Export = Callable[[UUID], Any]
_exports: dict[str, Export] = {}


def export_also(name: str, read: Export) -> None:
    """Have `read(person_id)` (plain JSON values) in every export under `name`; apps above call it in `ready`."""
    _exports[name] = read


def everything_about(person_id: UUID, *, at: datetime) -> dict[str, Any]:
    """What the bridge keeps about a person, as plain JSON values, every app's part included."""
    someone = person(person_id)
    return {
        "exported_at": at.isoformat(),
        "person": {
            name: str(getattr(someone, name))
            for name in ("id", "email", "name", "language", "time_zone", "country", "joined_at")
        },
        "memberships": _rows(
            Membership.objects.filter(person_id=person_id), "organisation__name", "role", "is_manager", "since", "ended_at"
        ),
        "cases": _rows(Party.objects.filter(person_id=person_id), "case_id", "side", "since", "until"),
        "notifications": _rows(Notification.objects.filter(person_id=person_id), "at", "sentence", "facts", "read_at"),
        "access_tokens": _rows(
            AccessToken.objects.filter(membership__person_id=person_id), "name", "scope", "made_at", "expires_at",
            "last_used_at", "revoked_at",
        ),
        "borrowed_sessions": _rows(
            BorrowedSession.objects.filter(person_id=person_id), "helper__name", "reason", "started_at", "ends_at",
            "ended_at",
        ),
        "consents": _rows(
            Consent.objects.filter(person_id=person_id), "purpose", "recipient_name", "recipient_country", "items",
            "text_version", "text_hash", "language", "case_id", "how", "given_at", "withdrawal__at",
            "withdrawal__reason", "withdrawal__effect",
        ),
        "voluntary_statement": _rows(
            VoluntaryStatement.objects.filter(person_id=person_id), "sex", "age_band", "stated_at"
        ),
        "deletion_requests": _rows(DeletionRequest.objects.filter(person_id=person_id), "asked_at", "withdrawn_at"),
        **audit.everything_about(person_id),
        **{name: read(person_id) for name, read in _exports.items()},
    }  # fmt: skip


def _rows(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    return [
        {
            name: value if value is None or isinstance(value, bool | dict | list) else str(value)
            for name, value in row.items()
        }
        for row in rows.values(*fields)
    ]
