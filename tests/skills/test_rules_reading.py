"""What any text about work says: every kind, in Korean, English and both, with its place in the text."""

from __future__ import annotations

import time
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentbridge.skills.rules.prepared import prepare
from talentbridge.skills.rules.reading import (
    COUNTRIES,
    REGIONS,
    Duration,
    Hours,
    Kind,
    LanguageLevel,
    Overlap,
    Pay,
    SkillLevel,
    Years,
    Zones,
    cefr_of,
    read,
)
from talentbridge.skills.rules.reading.money import korean_number

ON = date(2026, 11, 23)


def said(text: str, kind: Kind) -> list:
    """The values of one kind, in the order of the text."""
    return [found.value for found in read(text, ON) if found.kind == kind]


def unwanted(text: str) -> list[tuple[str, str]]:
    return [(str(value.kind), value.what) for value in said(text, Kind.NOT)]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("파이썬 고급, 리액트 중급", {"python": 4, "react": 3}),
        ("React 능숙, TypeScript 기초", {"react": 4, "typescript": 2}),
        ("고급 파이썬 개발자", {"python": 4}),
        ("senior Python developer", {"python": 4}),
        ("Expert in Python and Kubernetes", {"python": 5, "kubernetes": 5}),
        ("Java와 Kotlin에 능숙하고 Docker는 초급", {"java": 4, "kotlin": 4, "docker": 2}),
        ("자바 3년 이상", {"java": 3}),
        ("7+ years of Python", {"python": 4}),
        ("Python을 쓰고 영어는 고급", {}),
        ("Python 시니어를 찾습니다. React도 씁니다", {"python": 4}),
        ("Jira is the senior management's choice of tool", {}),
        ("Senior engineer (Spark, Airflow, dbt)", {"spark": 4, "airflow": 4, "dbt": 4}),
        ("경력 3년 이상 파이썬 개발자, React 능숙", {"python": 3, "react": 4}),
    ],
)
def test_levels_belong_to_the_skill_beside_them(text, levels):
    found = {value.skill: value.level for value in said(text, Kind.LEVEL)}
    assert {skill: level for skill, level in found.items() if skill != "jira"} == levels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("경력 3년 이상", [Years(Decimal(3), None)]),
        ("경력 3~5년", [Years(Decimal(3), Decimal(5))]),
        ("3년에서 5년 경력", [Years(Decimal(3), Decimal(5))]),
        ("5년차 개발자", [Years(Decimal(5), None)]),
        ("최대 10년 이하의 경력", [Years(None, Decimal(10))]),
        ("at least five years of experience", [Years(Decimal(5), None)]),
        ("5+ years experience", [Years(Decimal(5), None)]),
        ("two to three years of professional experience", [Years(Decimal(2), Decimal(3))]),
        ("a minimum of 4 years' experience", [Years(Decimal(4), None)]),
        ("Python 5년, React 3년 경력", [Years(Decimal(5), None, "python"), Years(Decimal(3), None, "react")]),
        ("3 years of experience in Python and Docker",
         [Years(Decimal(3), None, "docker"), Years(Decimal(3), None, "python")]),
        ("경력３년 이상", [Years(Decimal(3), None)]),
        ("Python 5 years, Go 2 years", [Years(Decimal(5), None, "python"), Years(Decimal(2), None, "go")]),
        ("we have used React for 2 years", []),
        ("Python(3년)", [Years(Decimal(3), None, "python")]),
        ("about 4 years' experience building React apps", [Years(Decimal(4), None, "react")]),
        ("I have 7 years in Python", [Years(Decimal(7), None, "python")]),
        ("6개월 이상의 파이썬 경험", [Years(Decimal("0.5"), None, "python")]),
        ("설립 10년 된 회사", []),
        ("last 3 years we grew", []),
        ("the app is 5 years old", []),
        ("3년 계약", []),
        ("2026년 12월 1일", []),
    ],
)  # fmt: skip
def test_years_of_experience_not_ages_and_terms(text, expected):
    assert sorted(said(text, Kind.YEARS), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("영어 B2", [("en", "B2", "cefr")]),
        ("영어 B2 또는 토익 850점 이상", [("en", "B2", "cefr"), ("en", "B2", "toeic")]),
        ("English: C1+", [("en", "C1", "cefr")]),
        ("fluent English", [("en", "C1", "word")]),
        ("영어와 한국어 능통", [("en", "C1", "word"), ("ko", "C1", "word")]),
        ("English (upper-intermediate), Korean basic", [("en", "B2", "word"), ("ko", "A2", "word")]),
        ("비즈니스 영어와 일상 한국어", [("en", "B2", "word"), ("ko", "B1", "word")]),
        ("토익 850점 이상", [("en", "B2", "toeic")]),
        ("TOEIC 945", [("en", "C1", "toeic")]),
        ("TOEIC 400", [("en", "A2", "toeic")]),
        ("TOPIK 5급", [("ko", "C1", "topik")]),
        ("TOPIK II level 4 or above", [("ko", "B2", "topik")]),
        ("IELTS 7.0", [("en", "C1", "ielts")]),
        ("TOEFL iBT 100", [("en", "C1", "toefl")]),
        ("TOEFL 4.5", [("en", "B2", "toefl")]),
        ("OPIc IH", [("en", "B1", "opic")]),
        ("토익스피킹 AL", [("en", "B2", "opic")]),
        ("Native Korean speaker", [("ko", "C2", "word")]),
        ("English required", [("en", "", "word")]),
        ("TOEIC 1200", []),
        ("한국어 불필요", []),
        ("no Korean needed", []),
        ("for Korean customers", []),
        ("polish the design", []),
    ],
)
def test_languages_come_as_cefr_with_the_source_of_the_mapping(text, expected):
    found = said(text, Kind.LANGUAGE)
    assert [(value.language, value.level, value.said_as) for value in found] == expected
    assert all(bool(value.source) == (value.said_as not in ("cefr", "word")) for value in found)


def test_cefr_of_a_phrase():
    assert [cefr_of(words) for words in ("B2", "Fluent", "일상 대화 가능", "Pre-Intermediate", "tea")] == [
        "B2", "C1", "B1", "A2", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("하루 4시간 이상 겹치는 분", Overlap(Decimal(4))),
        ("네 시간 겹치게", Overlap(Decimal(4))),
        ("overlap of 4h with KST", Overlap(Decimal(4), "Asia/Seoul")),
        ("at least 3 hours of overlap with CET", Overlap(Decimal(3), "Europe/Berlin")),
        ("한국 시간과 2~3시간 겹침", Overlap(Decimal(2), "Asia/Seoul")),
        ("코어타임 10시~16시(한국 시간)", Overlap(None, "Asia/Seoul", "10:00", "16:00")),
        ("core hours 9am-1pm KST", Overlap(None, "Asia/Seoul", "09:00", "13:00")),
        ("오전 10시부터 오후 3시까지 한국 시간으로 근무", Overlap(None, "Asia/Seoul", "10:00", "15:00")),
        ("no overlap needed", Overlap(Decimal(0))),
        ("하루에 최소 3시간은 한국 업무시간(9-18 KST)과 겹쳐야 합니다", Overlap(Decimal(3), "Asia/Seoul")),
    ],
)
def test_overlap_in_hours_or_as_times_of_a_clock(text, expected):
    assert said(text, Kind.OVERLAP) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UTC+5 to UTC+10", Zones(300, 600)),
        ("UTC-3 ~ +2", Zones(-180, 120)),
        ("CET ± 3 hours", Zones(-120, 240)),
        ("CET +/- 2h", Zones(-60, 180)),
        ("within 4 hours of EST", Zones(-540, -60)),
        ("GMT+5:30", Zones(330, 330)),
        ("between PST and CET", Zones(-480, 60)),
        ("Asia/Ho_Chi_Minh", Zones(420, 420, "Asia/Ho_Chi_Minh")),
        ("Europe/Kyiv", Zones(120, 120, "Europe/Kyiv")),
        ("한국 시간 기준", Zones(540, 540, "Asia/Seoul")),
    ],
)
def test_clocks_and_ranges_of_them(text, expected):
    assert said(text, Kind.ZONE) == [expected]


def test_short_names_of_clocks_are_read_in_capitals_only():
    assert said("the best of art, et cetera", Kind.ZONE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("월 600만원", Pay(Decimal(6_000_000), Decimal(6_000_000), "KRW", "month")),
        ("예산 1억 2천만원", Pay(Decimal(120_000_000), Decimal(120_000_000), "KRW", "project")),
        ("월 500~700만원", Pay(Decimal(5_000_000), Decimal(7_000_000), "KRW", "month")),
        ("예산 1,500만~2,000만원", Pay(Decimal(15_000_000), Decimal(20_000_000), "KRW", "project")),
        ("시급 3만원", Pay(Decimal(30_000), Decimal(30_000), "KRW", "hour")),
        ("일당 40만 원", Pay(Decimal(400_000), Decimal(400_000), "KRW", "day")),
        ("연봉 6,000만원 이상", Pay(Decimal(60_000_000), None, "KRW", "year")),
        ("$40/h", Pay(Decimal(40), Decimal(40), "USD", "hour")),
        ("$4k-5k per month", Pay(Decimal(4_000), Decimal(5_000), "USD", "month")),
        ("up to EUR 90,000 a year", Pay(None, Decimal(90_000), "EUR", "year")),
        ("from £450 per day", Pay(Decimal(450), None, "GBP", "day")),
        ("30 million VND per month", Pay(Decimal(30_000_000), Decimal(30_000_000), "VND", "month")),
        ("₹12,00,000 per annum", Pay(Decimal(1_200_000), Decimal(1_200_000), "INR", "year")),
        ("2,500-3,000 PLN monthly", Pay(Decimal(2_500), Decimal(3_000), "PLN", "month")),
        ("CHF 120,000 per year", Pay(Decimal(120_000), Decimal(120_000), "CHF", "year")),
        ("삼천만 원 예산", Pay(Decimal(30_000_000), Decimal(30_000_000), "KRW", "project")),
        ("예산 ３,０００만원", Pay(Decimal(30_000_000), Decimal(30_000_000), "KRW", "project")),
        ("budget of 5,000 dollars", Pay(Decimal(5_000), Decimal(5_000), "USD", "project")),
        ("A$800 a day", Pay(Decimal(800), Decimal(800), "AUD", "day")),
        ("15 lakh per annum", Pay(Decimal(1_500_000), Decimal(1_500_000), "INR", "year")),
        ("월 단가 550만 원 ~ 700만 원", Pay(Decimal(5_500_000), Decimal(7_000_000), "KRW", "month")),
        ("시급 2만5천원", Pay(Decimal(25_000), Decimal(25_000), "KRW", "hour")),
    ],
)
def test_pay_in_any_currency_with_what_it_is_paid_for(text, expected):
    assert said(text, Kind.PAY) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "매출 30억원",
        "시리즈 A 50억 투자",
        "사용자 100만 명",
        "raised $5M in funding",
        "건당 5,000원",
        "API 3.5원 구조",
    ],
)
def test_money_that_is_nobodys_pay(text):
    assert said(text, Kind.PAY) == []


@pytest.mark.parametrize(
    ("spoken", "value"),
    [
        ("3천만", 30_000_000),
        ("1억", 10**8),
        ("1,800만", 18_000_000),
        ("오백", 500),
        ("1억 2천", 120_000_000),
        ("만", 10_000),
    ],
)
def test_korean_numbers(spoken, value):
    assert korean_number(spoken) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("정규직 채용", ["employment"]),
        ("비정규직", []),
        ("계약직 또는 프리랜서", ["fixed_term", "freelance"]),
        ("파견이 아닌 도급 계약", ["subcontract"]),
        ("independent contractor or EOR", ["contractor", "eor"]),
        ("fixed-term or permanent position", ["fixed_term", "employment"]),
        ("Freelancers welcome, no contractors", ["freelance"]),
        ("permanent storage", []),
    ],
)
def test_employment_forms_as_what_they_are(text, expected):
    assert said(text, Kind.FORM) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("전면 재택", ["fully_remote"]),
        ("100% remote", ["fully_remote"]),
        ("fully-remote team", ["fully_remote"]),
        ("The entire team works remotely", ["fully_remote"]),
        ("Most of us work remotely", ["remote"]),
        ("remote-friendly company", ["remote_friendly"]),
        ("재택근무 가능", ["remote_friendly"]),
        ("Remote first", ["remote_first"]),
        ("원격으로 일합니다", ["remote"]),
        ("work from home or the office", ["hybrid"]),
        ("하이브리드 근무", ["hybrid"]),
        ("본사 상주", ["on_site"]),
        ("매일 출근하실 분", ["on_site"]),
        ("출근 기록 앱을 만듭니다", []),
        ("재택 불가", ["on_site"]),
        ("remote work is not possible", ["on_site"]),
        ("원격 제어 솔루션", []),
        ("hybrid cloud", []),
        ("a remote server", []),
    ],
)
def test_work_modes(text, expected):
    assert said(text, Kind.MODE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("주 20시간", Hours(Decimal(20), Decimal(20))),
        ("주당 15~20시간", Hours(Decimal(15), Decimal(20))),
        ("20 hours per week", Hours(Decimal(20), Decimal(20))),
        ("at least 30h/week", Hours(Decimal(30), None)),
        ("up to 10 hours a week", Hours(None, Decimal(10))),
        ("full-time", Hours(Decimal(40), Decimal(40))),
    ],
)
def test_weekly_hours(text, expected):
    assert said(text, Kind.WEEKLY) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US only", ["US"]),
        ("EU residents only", ["eu"]),
        ("Remote (US, Canada)", ["US", "CA"]),
        ("candidates based in Vietnam or the Philippines", ["VN", "PH"]),
        ("베트남이나 인도에 거주하는 개발자", ["VN", "IN"]),
        ("거주 국가: 우크라이나, 폴란드", ["UA", "PL"]),
        ("we hire worldwide", ["worldwide"]),
        ("Location: APAC", ["asia-pacific"]),
        ("전 세계 어디서나 근무", ["worldwide"]),
        ("Latin America", ["latin-america"]),
        ("remote in Latin America", ["latin-america"]),
        ("베트남 시장에 진출합니다", []),
        ("our customers worldwide", []),
        ("let us know what you think", []),
        ("a payment gateway for Vietnam", []),
        ("only in us we trust", []),
    ],
)
def test_where_one_has_to_live_not_what_is_talked_about(text, expected):
    assert said(text, Kind.PLACE) == expected


def test_places_that_are_ruled_out():
    assert unwanted("Worldwide, excluding the US") == [("place", "US")]
    assert unwanted("미국 외 지역에 거주하는 분") == [("place", "US")]
    text = "전 세계 어디서나 근무 가능 (단, 북한·이란 제외)"
    assert unwanted(text) == [("place", "KP"), ("place", "IR")]
    assert said(text, Kind.PLACE) == ["worldwide"]


def test_regions_are_made_of_countries():
    assert {"KR", "VN", "UA", "US"} <= COUNTRIES
    assert len(REGIONS["eu"]) == 27
    assert REGIONS["dach"] < REGIONS["europe"] < REGIONS["emea"]
    assert not REGIONS["americas"] & (REGIONS["europe"] | REGIONS["asia"] | REGIONS["africa"])
    assert 240 <= len(COUNTRIES) <= 249


@pytest.mark.parametrize(
    ("text", "start", "end", "weeks"),
    [
        ("12월 14일부터 3개월", [date(2026, 12, 14)], [], [Duration(13, 13)]),
        ("start on December 7, for 8 weeks", [date(2026, 12, 7)], [], [Duration(8, 8)]),
        ("2026-12-01부터 2027-03-02까지", [date(2026, 12, 1)], [date(2027, 3, 2)], []),
        ("다음 달부터 두 달", [date(2026, 12, 1)], [], [Duration(9, 9)]),
        ("2~3개월 동안", [], [], [Duration(9, 13)]),
        ("반년 계약", [], [], [Duration(26, 26)]),
        ("available from January 2027", [date(2027, 1, 1)], [], []),
        ("즉시 투입 가능", ["at once"], [], []),
        ("start immediately", ["at once"], [], []),
        ("회의는 12월 1일입니다", [], [], []),
        ("13월 40일부터", [], [], []),
        ("by 2027-02-28", [], [date(2027, 2, 28)], []),
    ],
)  # fmt: skip
def test_from_when_until_when_and_how_long(text, start, end, weeks):
    assert (said(text, Kind.START), said(text, Kind.END), said(text, Kind.DURATION)) == (start, end, weeks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("경력 무관", [("years", "")]),
        ("no AWS needed", [("skill", "aws")]),
        ("한국어 불필요", [("language", "ko")]),
        ("React 제외", [("skill", "react")]),
        ("No AWS or Azure experience required", [("skill", "aws"), ("skill", "azure")]),
        ("AWS나 Azure는 몰라도 됩니다", [("skill", "aws"), ("skill", "azure")]),
        ("Kubernetes instead of Docker", [("skill", "docker")]),
        ("AWS 대신 GCP", [("skill", "aws")]),
        ("We don't use PHP", [("skill", "php")]),
        ("Unlike PHP shops, we use Elixir", [("skill", "php")]),
        ("No prior experience with Salesforce required", [("skill", "salesforce")]),
        ("C/C++ 경험은 필요 없습니다", [("skill", "c"), ("skill", "cpp")]),
        ("GCP or AWS (not Azure)", [("skill", "azure")]),
        ("파견 불가", [("employment_form", "dispatch")]),
        ("PHP is not required but a plus", []),
        ("We have no Python developer yet", []),
        ("not only Python but also Docker", []),
    ],
)
def test_what_is_not_needed_is_told_apart(text, expected):
    assert unwanted(text) == expected
    assert not {what for kind, what in expected if kind == "skill"} & set(said(text, Kind.SKILL))


def test_both_languages_in_one_sentence():
    text = "우리는 senior 백엔드 개발자 with Python 5년 이상 and 영어 B2, fully remote로 overlap 4시간을 원합니다 🙂"
    found = {str(each.kind): each for each in read(text, ON)}
    assert found["years"].value == Years(Decimal(5), None, "python")
    assert found["language"].value == LanguageLevel("en", "B2", "cefr")
    assert found["work_mode"].value == "fully_remote"
    assert found["overlap"].value == Overlap(Decimal(4))
    assert found["role"].value == "backend-developer"
    assert SkillLevel("python", 4) in said(text, Kind.LEVEL)


NEED = """👩‍💻 ＲＥＡＣＴ와 파이썬 3년 이상, senior Go developer
월 600만원, $4k-5k/month, 하루 4시간 겹치는 분 (KST), TOPIK 4급
مطور Python في القاهرة, EU residents only, fully remote, 주 20시간
no AWS needed, 한국어 불필요, 12월 14일부터 3개월, Zürich, Kraków"""


def in_nfc(text: str) -> list[tuple]:
    return [(found.kind, found.value, unicodedata.normalize("NFC", found.said)) for found in read(text, ON)]


def test_composed_and_decomposed_text_say_the_same():
    assert in_nfc(NEED) == in_nfc(unicodedata.normalize("NFD", NEED))
    assert {"skill", "skill_level", "years", "pay", "overlap", "language", "place", "weekly_hours", "not_needed",
            "start", "duration"} <= {str(found.kind) for found in read(NEED, ON)}  # fmt: skip


PIECES = [
    *(
        "Python",
        "React",
        "Go",
        "고",
        "알",
        "뷰",
        "리액트",
        " ",
        "\n",
        ", ",
        "와 ",
        "3",
        "년 이상",
        "years",
        " of experience",
    ),
    *(
        "경력",
        "월 ",
        "600만원",
        "$",
        "5k",
        "/month",
        "~",
        "-",
        "영어",
        "B2",
        "English",
        "fluent",
        "TOPIK 4급",
        "UTC+5",
        "CET",
    ),
    *(
        "± 3",
        "hours",
        "overlap",
        "겹치",
        "시간",
        "US",
        " only",
        "EU",
        "no ",
        " needed",
        "불필요",
        "제외",
        "remote",
        "fully ",
    ),
    *(
        "재택",
        "정규직",
        "파견",
        "12월 1일",
        "부터",
        "2026-12-01",
        "senior",
        "능숙",
        "é",
        "e\u0301",
        "가\u11a8",
        "👩‍💻",
    ),
    *("\u200f", "\u202e", "مطور", "３", "．", "(", ")", "\u0000"),
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_offsets_always_hold_and_forms_of_the_same_text_agree(text):
    for found in read(text, ON):
        assert text[found.start : found.end] == found.said
        assert found.start < found.end
        found.to_json()
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert prepare(composed).folded == prepare(decomposed).folded
    assert in_nfc(composed) == in_nfc(decomposed)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_findings_of_one_kind_do_not_overlap(text):
    by_kind: dict[Kind, list] = {}
    for found in read(text, ON):
        if found.kind not in (Kind.LEVEL, Kind.YEARS, Kind.NOT):
            by_kind.setdefault(found.kind, []).append(found)
    for group in by_kind.values():
        for one, two in zip(group, group[1:], strict=False):
            assert one.end <= two.start or (one.start, one.end) == (two.start, two.end)


HOSTILE = [
    *(
        "1",
        "1 ",
        "1,",
        "만",
        "고 ",
        "개발",
        "데이터파이프라인",
        "영어 ",
        "1시간 ",
        "US, ",
        "Python, ",
        "senior ",
        "no ",
        "$1 ",
    ),
    *(
        "UTC+1 ",
        "3년 ",
        " ",
        "\n",
        "👩‍💻",
        "مطور ",
        "(",
        "1년~",
        "a-",
        "remote in ",
        "월 1만~",
        "one to ",
        "e\u0301",
    ),
    *("\u11a8", "12월 ", "not required ", "EU and "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_never_hangs(piece):
    """A pattern that tries every way to read this would need minutes; how fast it is stands in `make bench`."""
    started = time.process_time()
    read(piece * (40_000 // len(piece)), ON)
    assert time.process_time() - started < 10


def test_fifty_thousand_characters_of_real_text():
    text = (
        NEED + "\nWe look for a backend developer who has built payment systems and knows how to test them.\n"
    ) * 160
    read("warm", ON)
    started = time.process_time()
    found = read(text[:50_000], ON)
    assert len(found) > 2_000
    assert time.process_time() - started < 1
