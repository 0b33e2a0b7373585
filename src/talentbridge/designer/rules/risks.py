"""Risk with its reasons, area by area. A level says how closely to look, never what is so."""

from __future__ import annotations

from collections.abc import Iterator

from talentbridge.designer.rules.asking import (
    ESTABLISHMENT,
    FACTORS,
    FORMAL,
    IDENTITY,
    MORE_SIGNS,
    Ask,
    Form,
)
from talentbridge.designer.rules.saying import Level, Reason, Risk, Said
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, Book, IpClause, NotKnown, Rule, Statement

AREAS = {
    "labour": N_("Labour status"),
    "registration": N_("Registration as an employer"),
    "establishment": N_("Permanent establishment"),
    "tax": N_("Tax"),
    "rights": N_("Rights to the results"),
    "data": N_("Personal data"),
    "export": N_("Export control"),
    "identity": N_("Identity and sanctions"),
    "clock": N_("Working hours"),
}


def risks_of(ask: Ask, country: str, form: Form, book: Book) -> tuple[Risk, ...]:
    """Every area that has something to say about this option."""
    areas = (
        ("labour", labour(ask, country, form, book)),
        ("registration", _registration(ask, country, form, book)),
        ("establishment", _establishment(ask, form, book)),
        ("tax", _tax(ask, country, form, book)),
        ("rights", _rights(ask, country, form, book)),
        ("data", _data(ask, country, book)),
        ("export", _export(ask, book)),
        ("identity", _identity(ask, country, book)),
        ("clock", _clock(ask, country)),
    )
    found = [(area, tuple(reasons)) for area, reasons in areas]
    note = _labour_note(ask, form, book)
    return tuple(
        Risk(area, reasons, note if area == "labour" else None) for area, reasons in found if reasons
    )


# Labour status ------------------------------------------------------------------------------------------------


def pointing(ask: Ask) -> tuple[str, ...]:
    """The factors that point to employment: those that were said, and a set place where the work is on site."""
    said = set(ask.factors) | ({"fixed_hours"} if ask.work_mode == "on_site" else set())
    return tuple(name for name in (*FACTORS, *MORE_SIGNS) if name in said)


def labour_level(ask: Ask, country: str, book: Book) -> Level:
    """How much speaks for employment: the factors of substance decide, the formal ones and the country's signs add.

    The thresholds are rows (``labour.watch_from``, ``labour.high_from``), a judgement of the platform: the courts weigh
    the whole, they do not count.
    """
    names = pointing(ask)
    substance = sum(name in FACTORS and name not in FORMAL for name in names)
    added = len(names) - substance
    weight = substance + (1 if added else 0)
    if weight >= book.find("labour.high_from").value:
        return Level.HIGH
    marked = any(book.statement(f"labour.marker.{name}", country) for name in names)
    return Level.WATCH if marked or weight >= book.find("labour.watch_from").value else Level.LOW


def labour(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Reason]:
    if form in {Form.EMPLOYMENT, Form.FIXED_TERM}:
        yield Reason(Level.LOW, Said(N_("The person is your employee, and nobody has to argue about it.")))
        return
    tests = tuple(book.statements("labour.test", country))
    names = pointing(ask)
    if form is Form.CONTRACTOR:
        try:
            level = labour_level(ask, country, book)
        except NotKnown as missing:
            text = N_(
                "From how many factors on to look closer is not known for this date: no row for ‘{key}’."
            )
            yield Reason(Level.WATCH, Said(text, {"key": missing.key}, statements=tests))
            return
        for name in names:
            rows = _rows(
                book.statement(f"labour.factor.{name}"), book.statement(f"labour.marker.{name}", country)
            )
            said = Said((FACTORS | MORE_SIGNS)[name], statements=rows, is_judgement=True)
            yield Reason(level, said, N_("Leave it to the person, or choose a form with an employer."))
        if not names:
            said = Said(
                N_("Nothing that you said points to employment."), statements=tests, is_judgement=True
            )
            yield Reason(Level.LOW, said)
        else:
            yield Reason(Level.LOW, Said(N_("How this country tests it"), statements=tests))
        return
    directs = "direction" in names or "sets_work" in names
    if form is Form.EOR:
        if directs:
            text = N_(
                "You direct the work yourself, so you may be taken for the real employer beside the EOR."
            )
            yield Reason(Level.WATCH, Said(text, statements=tests, is_judgement=True),
                         N_("Give tasks; leave hours, leave and discipline to the EOR."))  # fmt: skip
        else:
            yield Reason(
                Level.LOW, Said(N_("The EOR is the employer and answers for labour law."), statements=tests)
            )
        return
    if directs:
        text = N_("You direct a vendor's people, which turns a service into the lending of workers.")
        yield Reason(
            Level.WATCH, Said(text, is_judgement=True), N_("Speak to the vendor's lead, not to its people.")
        )
    else:
        yield Reason(Level.LOW, Said(N_("The vendor employs its people and leads them.")))


def _labour_note(ask: Ask, form: Form, book: Book) -> Said:
    names = [name for name in pointing(ask) if name in FACTORS]
    text = N_(
        "{count} of {all} factors of the Supreme Court point to employment. The courts weigh; they do not count."
    )
    rules = _kept(book.get("labour.watch_from"), book.get("labour.high_from"))
    return Said(text, {"count": str(len(names)), "all": str(len(FACTORS))}, rules)


# Being there --------------------------------------------------------------------------------------------------


def _registration(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Reason]:
    if form is not Form.FIXED_TERM:
        return
    if country not in ask.entities:
        text = N_(
            "You have no entity there: somebody has to register you as an employer and pay social insurance."
        )
        yield Reason(Level.HIGH, Said(text, is_judgement=True), N_("An EOR, or an entity of your own."))
    if limits := tuple(book.statements("contract.fixed_term", country)):
        yield Reason(Level.WATCH, Said(N_("What the law says about fixed terms"), statements=limits),
                     N_("Check that your case is one of those allowed."))  # fmt: skip


def _establishment(ask: Ask, form: Form, book: Book) -> Iterator[Reason]:
    if form is Form.VENDOR:
        return
    rows = tuple(book.statements("establishment"))
    for name in ask.establishment:
        level = Level.WATCH if name == "half_at_home" else Level.HIGH
        yield Reason(level, Said(ESTABLISHMENT[name], statements=rows, is_judgement=True),
                     N_("Contracts are concluded in Korea, and the person works at a place of their own."))  # fmt: skip
    if not ask.establishment and form is Form.FIXED_TERM:
        text = N_(
            "An employee abroad can make a taxable presence of your company; nothing that you said makes it likely."
        )
        yield Reason(Level.WATCH, Said(text, statements=rows, is_judgement=True),
                     N_("Have a tax partner confirm it before the first pay."))  # fmt: skip
    elif not ask.establishment:
        text = N_("None of the signs of a taxable presence was named.")
        yield Reason(Level.LOW, Said(text, statements=rows), is_open=True)


def _tax(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Reason]:
    if form in {Form.CONTRACTOR, Form.VENDOR}:
        for key in ("tax.technical_service", "tax.technical_service.possible"):
            rule = book.get(key, country)
            if rule and ask.service_kind != "independent" and ask.ip_clause is not IpClause.LICENCE:
                text = N_(
                    "The tax class is open: a technical service is taxed in Korea, an independent "
                    "professional service is not."
                )
                level = Level.WATCH
                yield Reason(
                    level, Said(text, rules=(rule,)), N_("Ask a tax partner which it is, before payment.")
                )
        if ask.ip_clause is IpClause.LICENCE:
            text = N_("A licence instead of an assignment makes the fee a royalty.")
            yield Reason(Level.WATCH, Said(text, rules=_kept(book.get("tax.royalty"))),
                         N_("Let the company acquire the rights from the start."))  # fmt: skip
    if ask.ip_clause is IpClause.CO_OWNED and form in {Form.CONTRACTOR, Form.VENDOR}:
        text = N_(
            "Only full rights from the start keep the fee from being a royalty; with shared rights it needs a look."
        )
        yield Reason(
            Level.WATCH,
            Said(text, rules=_kept(book.get("tax.royalty")), is_judgement=True),
            N_("Ask a tax partner."),
        )
    if form is Form.EOR and (rule := book.get("tax.technical_service", country)):
        text = N_("Whether an EOR's invoice counts as a technical service is not settled.")
        yield Reason(Level.WATCH, Said(text, rules=(rule,), is_judgement=True), N_("Ask a tax partner."))
    if ask.days_in_korea:
        days = book.get("treaty.services_days", country)
        text = N_("{days} days of work in Korea are taxed in Korea unless the treaty exempts them.")
        said = Said(text, {"days": str(ask.days_in_korea)}, (days,) if days else ())
        over = days is not None and ask.days_in_korea >= days.value
        yield Reason(Level.HIGH if over else Level.WATCH, said, N_("Stay shorter, with the papers in time."))


# What is made, seen and sent ----------------------------------------------------------------------------------


def _rights(ask: Ask, country: str, form: Form, book: Book) -> Iterator[Reason]:
    default = tuple(book.statements("ip.default", country))
    clause = tuple(book.statements("ip.clause", country))
    silent = book.get("ip.silent_term", country)
    if ask.ip_clause is IpClause.CO_OWNED:
        text = N_(
            "Both own the results: neither can sell, license or stop the other without asking. "
            "The government's standard form says so in principle."
        )
        yield Reason(Level.WATCH, Said(text, statements=default, is_judgement=True),
                     N_("Let the company acquire the rights from the start."))  # fmt: skip
    if ask.ip_clause is IpClause.LICENCE:
        text = N_("The person keeps the rights: you may use the results, and others may too.")
        yield Reason(Level.WATCH, Said(text, statements=default, is_judgement=True),
                     N_("Let the company acquire the rights from the start."))  # fmt: skip
    if form is Form.EOR:
        text = N_("The rights pass through the EOR: the chain needs both contracts.")
        yield Reason(Level.LOW, Said(text, statements=default, is_judgement=True))
    if silent is not None and form is Form.CONTRACTOR:
        text = N_(
            "An assignment that says nothing about time lapses; the bridge's clause says perpetual and worldwide."
        )
        level = Level.LOW if ask.ip_clause is IpClause.ORIGINAL_ACQUISITION else Level.WATCH
        yield Reason(level, Said(text, rules=(silent,), statements=clause))
    elif ask.ip_clause is IpClause.ORIGINAL_ACQUISITION and (default or clause):
        text = N_("The law's default is changed by the contract's clause.")
        yield Reason(Level.LOW, Said(text, statements=(*default, *clause)))


def _data(ask: Ask, country: str, book: Book) -> Iterator[Reason]:
    transfer = tuple(book.statements("data.transfer", country))
    if not ask.data_class:
        yield Reason(
            Level.LOW, Said(N_("Say which data the person will see."), statements=transfer), is_open=True
        )
        return
    if ask.data_class in {"public", "internal"}:
        return
    if equivalent := tuple(book.statements("data.equivalent", country)):
        text = N_("Personal data may go there as within Korea.")
        yield Reason(Level.LOW, Said(text, statements=equivalent))
    elif ask.data_class == "personal":
        text = N_("Somebody abroad who can see personal data is a transfer abroad.")
        rows = (*book.statements("privacy.transfer"), *transfer)
        yield Reason(Level.WATCH, Said(text, statements=rows),
                     N_("Give masked or invented data, or ask for consent first."))  # fmt: skip
    if ask.data_class == "restricted":
        text = N_("Trade secrets and regulated data leave the country with the screen.")
        yield Reason(Level.WATCH, Said(text, statements=transfer, is_judgement=True),
                     N_("A virtual desktop without copies, and access that ends with the contract."))  # fmt: skip


def _export(ask: Ask, book: Book) -> Iterator[Reason]:
    rows = tuple(book.statements("export"))
    if ask.export == "yes":
        text = N_(
            "The task touches controlled technology. Nobody abroad may work on it before the permit is recorded."
        )
        yield Reason(
            Level.HIGH, Said(text, statements=rows), N_("Apply for the permit, or keep this part in Korea.")
        )
    elif ask.export == "permitted":
        yield Reason(Level.WATCH, Said(N_("Work within what the permit says."), statements=rows))
    elif not ask.export:
        yield Reason(
            Level.LOW,
            Said(N_("The export-control questions are not answered yet."), statements=rows),
            is_open=True,
        )


def _identity(ask: Ask, country: str, book: Book) -> Iterator[Reason]:
    rows = tuple(book.statements("identity"))
    for name in ask.identity:
        yield Reason(Level.HIGH, Said(IDENTITY[name], statements=rows),
                     N_("A live video check and a look at education and work, before any access."))  # fmt: skip
    if country == "CN":
        text = N_("A payout through a bank in China is one of the signs that authorities name: look twice.")
        yield Reason(
            Level.WATCH, Said(text, statements=rows), N_("Check identity live and the account's owner.")
        )


def _clock(ask: Ask, country: str) -> Iterator[Reason]:
    shared = max(minutes for _, minutes in COUNTRIES[country].overlaps(ask.on))
    if ask.rhythm == "sync" and shared < 240:
        text = N_("Only {hours} hours of the working day are shared, and you want to work at the same time.")
        yield Reason(Level.WATCH, Said(text, {"hours": f"{shared / 60:g}"}),
                     N_("Work mostly in writing with daily hand-overs, or agree on shifted hours."))  # fmt: skip


def _kept(*rules: Rule | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule)


def _rows(*rows: Statement | None) -> tuple[Statement, ...]:
    return tuple(row for row in rows if row)
