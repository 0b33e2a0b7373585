"""`enrol-operator`: the first person of a new bridge, who then invites the others from a page."""

from __future__ import annotations

import click

from talentbridge.config.cli.words import gettext as _


@click.command()
@click.option("--organisation", required=True, help="Name of the institution that runs this bridge.")
@click.option("--name", required=True, help="Full name of the person, in any script.")
@click.option("--email", required=True, help="Address to sign in with; whoever runs this vouches for it.")
@click.password_option(help="Asked for when not given, so that it stays out of the shell's history.")
def enrol_operator(organisation: str, name: str, email: str, password: str) -> None:
    """Bring in the operating institution and its first manager."""
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError
        from django.db import transaction

        from talentbridge.accounts import services
        from talentbridge.kernel.actor import Role
        from talentbridge.kernel.clock import now

        try:
            validate_password(password)
        except ValidationError as weak:
            raise click.ClickException(" ".join(weak.messages)) from None
        with transaction.atomic():
            institution = services.bring_in_organisation(kind="operator", name=organisation, at=now())
            services.enrol(
                email=email, name=name, role=Role.OPERATOR, at=now(), organisation_id=institution.pk,
                is_manager=True, password=password,
            )  # fmt: skip
    click.echo(_("{name} can sign in and invite the others.").format(name=name))
