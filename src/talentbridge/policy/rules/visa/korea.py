"""The criteria of the Korean statuses, one line each, out of the rows of one day."""

from __future__ import annotations

from dataclasses import replace

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Book
from talentbridge.policy.rules.visa.facts import Degree, Employer, Facts, Field, Rank
from talentbridge.policy.rules.visa.lines import (
    Answer,
    Line,
    ask,
    at_least,
    proven,
    remark,
    times_gni,
    unknown,
    way,
    yes_no,
)

Lines = tuple[Line, ...]
WORKATION_REFUSED = N_(
    "F-1-D cannot be used for an engagement with a Korean company: it allows neither work for one nor income from Korea."
)
_POSTGRADUATE = {Degree.MASTER, Degree.DOCTOR}
_TOP_TIER = {Field.SEMICONDUCTOR, Field.BIO, Field.BATTERY, Field.DISPLAY}
_TOP_TIER_PLANNED = {Field.ROBOT, Field.DEFENCE, Field.AI}
_HIGH_TECH = _TOP_TIER | _TOP_TIER_PLANNED
_TECHNICAL = {*Field} - {Field.OTHER}


def e_7_1(facts: Facts, book: Book) -> Lines:
    """Professionals employed by a Korean company: any of several careers, and the pay floor of the day."""
    return (
        _employed(facts, book, "visa.e-7-1"),
        proven(
            at_least(N_("The pay floor of E-7-1, won a year"), facts.pay, book, "visa.e-7-1.pay",
                     change=N_("An offer of {needed} a year or more")), "contract",
        ),
        *way(N_("By a master's degree"), proven(_related(facts, _POSTGRADUATE, book), "degree")),
        *way(
            N_("By a bachelor's degree and work"),
            proven(_related(facts, {Degree.BACHELOR, *_POSTGRADUATE}, book), "degree"),
            proven(at_least(N_("Years of work beside a related bachelor's degree"), facts.years, book,
                            "visa.e-7-1.years.bachelor"), "career"),
        ),
        *way(
            N_("By work alone"),
            proven(at_least(N_("Years of work without a degree"), facts.years, book, "visa.e-7-1.years",
                            change=N_("{needed} years of work in the field")), "career"),
        ),
        *way(
            N_("By an exception: world top-500 company"),
            proven(at_least(N_("Years at one of the world's top 500 companies"), facts.years_top_500, book,
                            "visa.e-7-1.years.top-500"), "career"),
        ),
        *way(N_("By an exception: degree of a Korean university"), proven(_korean(facts, book, "visa.e-7-1"), "degree")),
        *way(
            N_("By an exception: recommendation and pay"),
            proven(yes_no(N_("A ministry recommends the employment"), facts.recommended, book, "visa.e-7-1.who"),
                   "recommendation"),
            times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book, "visa.e-7-1.pay.waiver"),
        ),
        *way(
            N_("By an exception: high pay"),
            times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book,
                      "visa.e-7-1.pay.waiver.high"),
        ),
        remark(ask(N_("The job is on the list of E-7-1 occupations"),
                   N_("The company asks the immigration office for the occupation code."), book, "visa.e-7-1.work")),
    )  # fmt: skip


def e_7_s(facts: Facts, book: Book) -> Lines:
    """By high pay or by a high-tech field; its thresholds are not verified."""
    return (
        _employed(facts, book, "visa.e-7-s"),
        *way(
            N_("By high pay"),
            proven(times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book,
                             "visa.e-7-s.pay"), "contract"),
        ),
        *way(N_("By the field"), _field(N_("A high-tech field"), facts, _HIGH_TECH, book, "visa.e-7-s.who")),
    )  # fmt: skip


def e_7_m(facts: Facts, book: Book) -> Lines:
    """Trained in Korea; not verified."""
    return (
        _employed(facts, book, "visa.e-7-m"),
        proven(
            yes_no(N_("Trained in Korea"), facts.korean_degree, book, "visa.e-7-m.who"), "degree"
        ),
    )  # fmt: skip


def f_2_t(facts: Facts, book: Book) -> Lines:
    """Top-Tier: pay, and education with career, unless the pay is so high that both are waived."""
    postgraduate = _top_degree(
        facts, book, "visa.f-2-t", N_("Master's degree or higher of a top-100 university")
    )
    return (
        _employed(facts, book, "visa.f-2-t"),
        proven(times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book, "visa.f-2-t.pay"),
               "contract", "income"),
        _top_tier_field(facts, book),
        _topik(book),
        *way(
            N_("By education and work in companies"),
            postgraduate,
            proven(at_least(N_("Years of work"), facts.years, book, "visa.f-2-t.years"), "career"),
            proven(at_least(N_("Of these, years at one of the world's top 500 companies"), facts.years_top_500, book,
                            "visa.f-2-t.years.top-500"), "career"),
        ),
        *way(
            N_("By education and research"),
            postgraduate,
            proven(at_least(N_("Years of post-doctoral research"), facts.years_postdoc, book,
                            "visa.f-2-t.years.postdoc"), "career"),
            proven(at_least(N_("Of these, years at a top research institute"), facts.years_institute, book,
                            "visa.f-2-t.years.institute"), "career"),
        ),
        *way(
            N_("By pay alone: education and career are waived"),
            times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book, "visa.f-2-t.pay.waiver"),
        ),
    )  # fmt: skip


def d_10_t(facts: Facts, book: Book) -> Lines:
    """Looking for a job without an offer."""
    return (_top_degree(facts, book, "visa.d-10-t", N_("Master's degree or higher of a top-100 university")),)


def k_tech_pass(facts: Facts, book: Book) -> Lines:
    """Fixed conditions, since 2026-07-02 also points, and scholars of programmes automatically."""
    degree = _top_degree(
        facts, book, "visa.k-tech-pass", N_("Postgraduate degree of a top-100 engineering school")
    )
    if facts.field is Field.OTHER and degree.answer is Answer.MET:
        degree = replace(
            degree, answer=Answer.NOT_MET, reason=N_("The field is not engineering, as you say.")
        )
    top_500 = None if facts.years_top_500 is None else facts.years_top_500 > 0
    lines = (
        *way(N_("By degree"), degree),
        *way(
            N_("By employer"),
            proven(yes_no(N_("Work at a Fortune-500 company"), top_500, book, "visa.k-tech-pass.who"), "career"),
        ),
        *way(
            N_("By high pay"),
            proven(times_gni(N_("Pay of {times} times the income per head (GNI)"), facts.pay, book,
                             "visa.k-tech-pass.pay"), "contract"),
        ),
    )  # fmt: skip
    if book.get("visa.k-tech-pass.points") is None:
        return lines
    scholar = yes_no(
        N_("Scholar of a programme of the health ministry or the space agency"),
        facts.scholar,
        book,
        "visa.k-tech-pass.scholar",
    )
    return (
        *lines,
        *way(N_("By points"), proven(_points(facts, book), "points", "recommendation")),
        *way(N_("Automatically"), proven(scholar, "recommendation")),
    )


def k_star(facts: Facts, book: Book) -> Lines:
    """STEM graduates of 32 Korean universities, without a job."""
    key = "visa.k-star.who"
    return (
        proven(_korean(facts, book, "visa.k-star"), "degree"),
        proven(_degree(N_("Master's degree or doctorate"), facts, _POSTGRADUATE, book, key), "degree"),
        _field(N_("Science or engineering"), facts, _TECHNICAL, book, key),
        proven(yes_no(N_("The university's president recommends"), facts.recommended, book, key), "recommendation"),
        remark(ask(N_("The university is one of the 32"), N_("The list was not found; the university knows."), book, key)),
    )  # fmt: skip


def f_1_d(facts: Facts, book: Book) -> Lines:
    """Workation: only while employed abroad, never for a Korean company."""
    employer = None if facts.employer is None else facts.employer is Employer.ABROAD
    told = WORKATION_REFUSED
    if facts.employer is Employer.NONE:
        told = N_("F-1-D needs a business or a job outside Korea.")
    return (
        proven(
            yes_no(N_("Owner or employee of a business outside Korea, and no work for a Korean company"), employer, book,
                   "visa.f-1-d.work", reason=told, change=N_("Employment outside Korea, with no Korean income")), "career",
        ),
        at_least(N_("Age in years"), facts.age, book, "visa.f-1-d.age"),
        proven(at_least(N_("Years in the same field"), facts.years, book, "visa.f-1-d.years"), "career"),
        proven(times_gni(N_("Income of {times} times the income per head (GNI)"), facts.income, book,
                         "visa.f-1-d.income"), "income"),
        proven(at_least(N_("Insurance cover, won"), facts.insurance, book, "visa.f-1-d.insurance",
                        change=N_("Insurance that covers {needed}")), "insurance"),
    )  # fmt: skip


def d_8_4(facts: Facts, book: Book) -> Lines:
    """Technology start-up: degree and OASIS points, or a programme."""
    key = "visa.d-8-4.who"
    return (
        *way(
            N_("By degree and OASIS points"),
            proven(_degree(N_("A degree"), facts, {Degree.BACHELOR, *_POSTGRADUATE}, book, key), "degree"),
            proven(at_least(N_("OASIS points"), facts.points, book, "visa.d-8-4.points",
                            change=N_("{needed} OASIS points")), "points"),
        ),
        *way(
            N_("By a programme"),
            proven(yes_no(N_("Top 20 of the K-Startup Grand Challenge, or chosen by a government programme"),
                          facts.programme, book, key), "recommendation"),
        ),
    )  # fmt: skip


def d_8_4_s(facts: Facts, book: Book) -> Lines:
    """Startup Korea: from abroad and before the company is registered."""
    key = "visa.d-8-4-s.who"
    fresh = None if facts.incorporated is None else not facts.incorporated
    months = book.get("visa.d-8-4-s.incorporate")
    line = yes_no(
        N_("The company is not registered yet"), fresh, book, key,
        reason=N_("It is asked for before the company is registered, as you say it is."),
    )  # fmt: skip
    return (
        yes_no(N_("The application is made from abroad"), facts.abroad, book, key,
               reason=N_("It is applied for from abroad, and you say that you are in Korea."),
               change=N_("Applying from outside Korea")),
        replace(line, rows=line.rows + ((months,) if months else ())),
        proven(yes_no(N_("The private panel and the ministry of SMEs recommend"), facts.recommended, book, key),
               "plan", "recommendation"),
    )  # fmt: skip


def f_5(facts: Facts, book: Book) -> Lines:
    """Permanent residence: years as F-2-T or K-STAR, which the guide does not ask about."""
    rows = [rule for key in ("visa.f-2-t.f-5", "visa.k-star.f-5") if (rule := book.get(key))]
    line = ask(
        N_("Years of residence as F-2-T or K-STAR"),
        N_("The immigration office counts them."),
        book,
        "visa.f-5.who",
    )
    return (replace(line, rows=(*line.rows, *rows)),)  # fmt: skip


def d_2(facts: Facts, book: Book) -> Lines:
    """Study: a university's admission."""
    line = ask(N_("Admission by a Korean university"), N_("The university decides."), book, "visa.d-2.who")
    return (proven(line, "admission", "degree", "income"),)


# Parts that several statuses share -------------------------------------------------------------------------


def _employed(facts: Facts, book: Book, status: str) -> Line:
    value = None if facts.employer is None else facts.employer is Employer.KOREAN
    line = yes_no(
        N_("A Korean company employs you"), value, book, f"{status}.who",
        reason=N_("No Korean company employs you, as you say."), change=N_("An offer of a company in Korea"),
    )  # fmt: skip
    return proven(line, "contract", "company")


def _degree(
    criterion: str, facts: Facts, wanted: set[Degree], book: Book, key: str, *, change: str = ""
) -> Line:
    value = None if facts.degree is None else facts.degree in wanted
    return yes_no(
        criterion, value, book, key, reason=N_("Your degree is another one, as you say."), change=change
    )


def _related(facts: Facts, wanted: set[Degree], book: Book) -> Line:
    criterion = (
        N_("Related master's degree or doctorate")
        if Degree.BACHELOR not in wanted
        else N_("Related bachelor's degree or higher")
    )
    line = _degree(criterion, facts, wanted, book, "visa.e-7-1.who")
    if line.answer is not Answer.MET:
        return line
    if facts.related is None:
        return replace(
            line, answer=Answer.ASK, reason=N_("You have not said whether the degree belongs to the job.")
        )
    if not facts.related:
        return replace(
            line, answer=Answer.NOT_MET, reason=N_("The degree does not belong to the job, as you say.")
        )
    return line


def _korean(facts: Facts, book: Book, status: str) -> Line:
    return yes_no(N_("Degree of a Korean university"), facts.korean_degree, book, f"{status}.who")


def _top_degree(facts: Facts, book: Book, status: str, criterion: str) -> Line:
    """A postgraduate degree, and a university among the first so many."""
    rule = book.get(f"{status}.rank")
    if rule is None:
        return unknown(criterion, book)
    line = _degree(criterion, facts, _POSTGRADUATE, book, f"{status}.who")
    if line.answer is Answer.MET and facts.rank is None:
        line = replace(
            line, answer=Answer.ASK, reason=N_("You have not said where the university is ranked.")
        )
    elif line.answer is Answer.MET and facts.rank is not Rank.TOP_100:
        line = replace(
            line, answer=Answer.NOT_MET, reason=N_("The university is ranked further down, as you say.")
        )
    return proven(replace(line, rows=(rule, *line.rows)), "degree")


def _field(criterion: str, facts: Facts, wanted: set[Field], book: Book, key: str) -> Line:
    value = None if facts.field is None else facts.field in wanted
    return yes_no(criterion, value, book, key, reason=N_("Your field is another one, as you say."))


def _top_tier_field(facts: Facts, book: Book) -> Line:
    criterion = N_("One of the fields of the Top-Tier visa")
    line = _field(criterion, facts, _HIGH_TECH, book, "visa.f-2-t.field")
    if line.answer is Answer.MET and facts.field in _TOP_TIER_PLANNED:
        told = N_("The field was announced as one to be added; ask whether it counts already.")
        return replace(line, answer=Answer.ASK, reason=told)
    return line


def _topik(book: Book) -> Line:
    """Asked for until the middle of 2026."""
    criterion = N_("Korean language test (TOPIK)")
    if gone := book.statement("visa.f-2-t.topik.removed"):
        return Line(criterion, Answer.MET, N_("No longer asked for since July 2026."), {}, (gone,))
    return ask(criterion, N_("A test was asked for; which level was not found."), book, "visa.f-2-t.topik")


def _points(facts: Facts, book: Book) -> Line:
    """How many points there are is known, how many are enough is not."""
    criterion = N_("Enough points: quantitative and qualitative together")
    names = ("points", "points.quantitative", "points.qualitative", "points.sme")
    rows = [rule for name in names if (rule := book.get(f"visa.k-tech-pass.{name}"))]
    if len(rows) < len(names):
        return unknown(criterion, book)
    total, quantitative, qualitative, extra = (f"{rule.value.normalize():f}" for rule in rows)
    told = {"total": total, "quantitative": quantitative, "qualitative": qualitative, "extra": extra,
            "yours": "–" if facts.points is None else str(facts.points)}  # fmt: skip
    reason = N_(
        "{total} points: {quantitative} quantitative and {qualitative} qualitative. You say {yours}. How many are enough "
        "was not found: ask KOTRA."
    )
    if facts.sme:
        reason = N_(
            "{total} points: {quantitative} quantitative and {qualitative} qualitative, and {extra} more because the "
            "company is an SME. You say {yours}. How many are enough was not found: ask KOTRA."
        )
    change = "" if facts.sme else N_("A job at a small or medium-sized company adds {extra} points")
    return Line(criterion, Answer.NOT_KNOWN, reason, told, tuple(rows), change=change)
