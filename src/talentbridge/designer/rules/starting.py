"""What the law adds to an option, how long until work begins, what has to be done, and whether a visa is needed."""

from __future__ import annotations

from collections.abc import Iterator

from talentbridge.designer.rules.asking import EMPLOYS, Ask, Form
from talentbridge.designer.rules.saying import Said, Step
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Book, Statement

# What a country's rows say that belongs to an option, in the order of the page. Values first, then statements.
_OF_EMPLOYMENT = ("leave.annual", "end.notice", "end.severance")
_OF_CONTRACTORS = ("pay.within",)
# These are lines of money; where a country has a sentence instead of a figure, it stands among the terms.
_WITHOUT_FIGURE = ("pay.thirteenth", "pay.thirteenth.custom", *_OF_EMPLOYMENT)
_STATEMENTS = ("contract.language", "contract.platform", "infra", "calendar")


def terms_of(ask: Ask, country: str, form: Form, book: Book) -> tuple[Said, ...]:
    """What the country's law adds for this form: leave, notice, payment terms, language of the contract."""
    found: list[Said] = []
    values = _OF_EMPLOYMENT if form in EMPLOYS else _OF_CONTRACTORS if form is Form.CONTRACTOR else ()
    for key in values:
        rows = tuple(rule for rule in (book.get(key, country), book.get(f"{key}.high", country)) if rule)
        if rows:
            found.append(Said("", rules=rows))
    statements: list[Statement] = []
    if form in EMPLOYS:
        statements += [row for key in _WITHOUT_FIGURE if (row := book.statement(key, country))]
    if form is Form.CONTRACTOR:
        statements += book.statements("labour.contractor", country)
    if form is Form.FIXED_TERM:
        statements += book.statements("contract.fixed_term", country)
    for key in _STATEMENTS:
        statements += book.statements(key, country)
    return (*found, *(Said("", statements=(row,)) for row in statements))


def weeks_of(form: Form, book: Book) -> tuple[tuple[int, int], Said] | None:
    """Weeks until work can begin, and where that comes from; None without a row."""
    rule = book.get(f"start.weeks.{form}")
    if rule is None:
        return None
    high = book.get(f"start.weeks.{form}.high") or rule
    said = Said(N_("from the decision to the first day of work"), rules=tuple(dict.fromkeys((rule, high))))
    return (int(rule.value), int(high.value)), said


def steps_of(ask: Ask, country: str, form: Form, book: Book) -> tuple[Step, ...]:
    """What has to be done before the first day, by whom. The engagement keeps it as its checklist."""
    return tuple(_steps(ask, country, form, book))


def _steps(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Step]:
    def step(key: str, who: str, text: str, *rows: Statement) -> Step:
        return Step(key, who, Said(text, statements=rows))

    if ask.export != "no":
        yield step(
            "export",
            "company",
            N_("Answer the export-control questions, and record the permit where one is needed."),
        )
    yield step(
        "identity", "coordinator", N_("Check identity live, and that the account belongs to the person.")
    )
    if form is Form.CONTRACTOR:
        yield step(
            "status",
            "coordinator",
            N_("Go through the factors of labour status with both sides, and again every month."),
        )
    if form is Form.EOR:
        yield step("quotes", "coordinator", N_("Ask three EOR partners for a quote on the same terms."))
        yield step(
            "eor_contract", "company", N_("Sign with the EOR; check that the rights pass through to you.")
        )
    if form is Form.FIXED_TERM:
        yield step(
            "registration",
            "partner",
            N_("Have a local partner register you as an employer and for social insurance."),
        )
    if form is Form.EMPLOYMENT:
        yield step("payroll", "company", N_("Enter the person in the payroll of your entity."))
    if form is Form.VENDOR:
        yield step(
            "vendor",
            "company",
            N_("Agree on named people, a replacement within days, and a lead who speaks your language."),
        )
    if rows := tuple(book.statements("contract.language", country)):
        yield step(
            "language", "coordinator", N_("Have the contract in the language that the law asks for."), *rows
        )
    if form is Form.CONTRACTOR and (platform := tuple(book.statements("contract.platform", country))):
        yield step("platform", "coordinator", N_("Check what the law asks of platforms."), *platform)
    yield from _tax_steps(ask, country, form, book)
    if ask.data_class in {"personal", "restricted"} and not book.statements("data.equivalent", country):
        rows = tuple(book.statements("data.transfer", country))
        yield step(
            "transfer",
            "company",
            N_("Settle the transfer of personal data abroad before access is given."),
            *rows,
        )
    if ask.days_in_korea:
        yield step(
            "visa", "talent", N_("Check which visa the stay in Korea needs before anything is booked.")
        )
    yield step(
        "domestic", "company", N_("Name who in Korea works beside the person and takes over at the end.")
    )


def _tax_steps(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Step]:
    if form not in {Form.CONTRACTOR, Form.VENDOR}:
        return
    if book.get("tax.technical_service", country) or book.get("tax.technical_service.possible", country):
        text = N_("Have a tax partner say whether the work is a technical service, before the first payment.")
        yield Step("tax_class", "coordinator", Said(text))
    if ask.ip_clause == "licence" or ask.days_in_korea or book.get("tax.technical_service", country):
        rows = (*book.statements("tax.papers"), *book.statements("tax.papers", country))
        text = N_("Send a residence certificate and the application for treaty relief before payment.")
        yield Step("papers", "talent", Said(text, statements=rows))


def visa_of(ask: Ask, book: Book) -> tuple[Said, ...]:
    """The visa branch: only when somebody travels. F-1-D is then refused with its reason."""
    refused = tuple(book.statements("visa.f-1-d.work"))
    if not ask.days_in_korea and not ask.relocation:
        return (Said(N_("Nobody travels: no visa is needed for remote work from home.")),)
    found = []
    if ask.days_in_korea:
        found.append(
            Said(
                N_("{days} days in Korea: check the status before anything is booked; work in Korea is not a visit."),
                {"days": str(ask.days_in_korea)}, is_judgement=True,
            )
        )  # fmt: skip
    text = N_("The workation visa F-1-D cannot be used: it forbids work for Korean companies.")
    found.append(Said(text, statements=refused, is_judgement=not refused))
    if ask.relocation:
        for status in ("k-tech-pass", "e-7-1", "d-8-4-s"):
            rows = (*book.statements(f"visa.{status}.path"), *book.statements(f"visa.{status}.who"))[:2]
            if rows:
                found.append(Said(N_("A way to Korea, if both want it"), statements=rows))
        text = N_(
            "And back: the same engagement goes on remotely; nobody pays for having moved, and nobody is tied."
        )
        found.append(Said(text))
    return tuple(found)
