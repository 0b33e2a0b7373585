"""Forms of sign-up, sign-in, organisations and settings: they collect; verbs and rules judge."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLogin
from allauth.account.forms import SignupForm as AllauthSignup
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talentbridge.accounts import queries, rules, services
from talentbridge.accounts.models import Person
from talentbridge.accounts.rules import Newcomer
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import told

OLD_ZONES = ("Etc/", "SystemV/", "US/", "posix/", "right/", "Brazil/", "Canada/", "Chile/", "Mexico/")


def zone_choices() -> list[tuple[str, str]]:
    """Every city with a clock of its own, by the reader's name for it: (zone, city)."""
    names = [name for name in available_timezones() if "/" in name and not name.startswith(OLD_ZONES)]
    return sorted(((name, show.city(name)) for name in names), key=lambda pair: pair[1])


def country_choices() -> list[tuple[str, str]]:
    """Every country by the reader's name for it, an empty choice first."""
    from babel import Locale

    names = Locale.parse(show.reading()).territories
    rows = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_LAND
    ]
    return [("", _("Not said")), *sorted(rows, key=lambda pair: pair[1])]


NO_LAND = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}


class LoginForm(AllauthLogin):
    """Sign in by e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignupForm(AllauthSignup):
    """Who somebody is and how they sign in: one name in any script, no phone."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As you write it yourself, in any script. It is not split into first and last."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=[("ko", "한국어"), ("en", "English")]
    )
    time_zone = forms.ChoiceField(label=_("Where your clock is"), choices=zone_choices)
    who = forms.ChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        choices=[
            (Newcomer.TALENT, _("I work from abroad and look for work (talent)")),
            (Newcomer.COMPANY, _("My company in Korea needs work done")),
            (Newcomer.INVITED, _("I was invited by e-mail")),
        ],
    )
    organisation_name = forms.CharField(label=_("Company name"), max_length=200, required=False)
    registration_number = forms.CharField(
        label=_("Business registration number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits, as on the certificate: 123-45-67890."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    field_order = ["who", "name", "email", "password1", "language", "time_zone", "organisation_name",
                   "registration_number"]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _("10 characters or more. A sentence is easier than signs.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["time_zone"].widget.attrs["data-guess-zone"] = ""
        self.initial.setdefault("language", (get_language() or "ko")[:2])
        self.initial.setdefault("time_zone", "Asia/Seoul")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("who") == Newcomer.COMPANY:
            if not data.get("organisation_name", "").strip():
                self.add_error("organisation_name", _("Write the company's name."))
            checked = rules.is_registration_number(data.get("registration_number", ""))
            if not checked:
                self.add_error("registration_number", told(checked))
            elif queries.is_company_here(data["registration_number"]):
                self.add_error("registration_number", told(services.COMPANY_IS_HERE))
        return data

    def save(self, request: HttpRequest) -> Person:
        """The person, and their membership or company, or nothing at all."""
        at = now()
        adapter = get_adapter(request)
        if not adapter.is_email_verified(request, self.cleaned_data["email"]):
            adapter.unstash_verified_email(
                request
            )  # an invitation proves its own address, not the one typed here
        with transaction.atomic():
            person = super().save(request)
            if self.cleaned_data["who"] == Newcomer.TALENT:
                services.become_talent(person_id=person.pk, at=at)
            elif self.cleaned_data["who"] == Newcomer.COMPANY:
                services.found_company(
                    person_id=person.pk,
                    name=self.cleaned_data["organisation_name"],
                    registration_number=self.cleaned_data["registration_number"],
                    at=at,
                )
        return person

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        """The fields that allauth does not know; runs inside `save`."""
        user.name = self.cleaned_data["name"].strip()
        user.language, user.time_zone = self.cleaned_data["language"], self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "language", "time_zone"])


class CompanyForm(forms.Form):
    """Bring a company onto the bridge."""

    organisation_name = forms.CharField(label=_("Company name"), max_length=200)
    registration_number = forms.CharField(
        label=_("Business registration number"),
        max_length=20,
        help_text=_("Ten digits, as on the certificate: 123-45-67890."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class InvitationForm(forms.Form):
    """Ask an address into one's organisation."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=[("ko", "한국어"), ("en", "English")]
    )
    is_manager = forms.BooleanField(
        label=_("Manager"), required=False, help_text=_("May invite people and end memberships.")
    )

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class BorrowForm(forms.Form):
    """Why somebody acts in another person's place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("20 characters or more. The person reads this sentence."),
    )


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(label=_("Which program uses it"), max_length=100)
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=[("read", _("Read only")), ("write", _("Read and write"))],
        help_text=_("Money, signatures and consent stay with you in the browser, whatever you choose."),
    )
    days = forms.TypedChoiceField(
        label=_("Good for"), coerce=int, choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))]
    )


class SettingsForm(forms.Form):
    """How somebody is called and how pages look to them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As you write it yourself, in any script. It is not split into first and last."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=[("ko", "한국어"), ("en", "English")]
    )
    time_zone = forms.ChoiceField(label=_("Where your clock is"), choices=zone_choices)
    country = forms.ChoiceField(label=_("Where you live"), choices=country_choices, required=False)
    high_contrast = forms.BooleanField(label=_("High contrast"), required=False)


class DeletionForm(forms.Form):
    """A request to be deleted."""

    reason = forms.CharField(
        label=_("Reason (you need not give one)"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    """The end of a consent. Nobody has to say why."""

    reason = forms.CharField(
        label=_("Reason (you need not give one)"), max_length=rules.LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
