"""Files from outside: what is read from each format, and what is said about files that cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from talentbridge.kernel.errors import Invalid
from talentbridge.skills.queries import role_ids, skill_ids
from talentbridge.skills.rules import ROLE, lexicon
from talentbridge.talent.gateways import dou, jsonresume, table
from talentbridge.talent.gateways.notes import Notes
from talentbridge.talent.gateways.source import ReadRow, RowError
from talentbridge.talent.rules import Known, Rate, problems
from tests.talent.files import DOU_HEADER, RESUME, SHARED, TABLE, dou_text, write

TODAY = date(2026, 12, 1)
KRW_PER = {"KRW": Decimal(1), "USD": Decimal(1450), "PLN": Decimal(390), "EUR": Decimal(1660)}


def code(call, *args) -> str:
    with pytest.raises(Invalid) as refused:
        list(call(*args))
    [decision] = refused.value.fields.values()
    return decision.code


def facts(call, *args) -> dict[str, object]:
    with pytest.raises(Invalid) as refused:
        list(call(*args))
    [decision] = refused.value.fields.values()
    return dict(decision.facts)


def test_a_survey_row_is_read_as_documented(tmp_path: Path):
    [row] = dou.read(write(tmp_path, dou_text({})))
    assert isinstance(row, ReadRow)
    draft = row.draft
    assert draft.headline_en == "Senior Back-end developer · Python"
    assert draft.headline_ko == "시니어 백엔드 개발자 · 파이썬"
    assert dict(draft.skills) == {"backend": 4, "python": 4}
    assert (draft.country, draft.time_zone, draft.english) == ("UA", "Europe/Kyiv", "B2")
    assert (draft.rate_minor, draft.rate_currency, draft.rate_unit) == (250_050, "USD", "month")
    assert row.said_at is not None and row.said_at.isoformat() == "2024-11-22T09:03:12+02:00"


def test_abroad_freelance_unpaid_and_untitled_rows(tmp_path: Path):
    path = write(
        tmp_path,
        dou_text(
            {dou.PLACE: "За кордоном, не планую повертатися", dou.EMPLOYMENT: "Я фрилансер(-ка)"},
            {dou.SALARY: "0", dou.TITLE: "Немає тайтлу", dou.YEARS: "0.5"},
            {
                dou.EMPLOYMENT: "Втратив(-ла) роботу і шукаю нову",
                dou.POSITION: "Ivan Petrenko Ltd",
                dou.SPECIALISATION: "",
            },
        ),
    )
    abroad, untitled, looking = dou.read(path)
    assert (abroad.draft.country, abroad.draft.time_zone) == ("", "")
    assert abroad.draft.engagement_types == ("contractor",)
    assert (untitled.draft.rate_minor, untitled.draft.rate_currency) == (None, "")
    assert set(untitled.draft.skills.values()) == {1}
    assert looking.draft.available_from == date(2024, 11, 22)
    assert "Petrenko" not in looking.draft.headline_en  # free text may name somebody


def test_gender_and_region_leave_no_trace_not_even_in_the_key(tmp_path: Path):
    [she] = dou.read(write(tmp_path, dou_text({dou.GENDER: "Жінка"})))
    [he] = dou.read(write(tmp_path, dou_text({dou.GENDER: "Чоловік"})))
    assert she == he
    assert not any(word in repr(she) for word in ("Жінка", "Київ"))


def test_equal_rows_stay_distinct_and_find_themselves_again(tmp_path: Path):
    path = write(tmp_path, dou_text({}, {}, {dou.YEARS: "7"}))
    keys = [row.key for row in dou.read(path)]
    assert len(set(keys)) == 3
    assert keys == [row.key for row in dou.read(path)]
    assert all(len(key) <= 64 for key in keys)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (dou.SALARY, "багато", "talent.row_number"),
        (dou.SALARY, "-5", "talent.row_number"),
        (dou.SALARY, "NaN", "talent.row_number"),
        (dou.YEARS, "", "talent.row_number"),
        (dou.ENGLISH, "Perfect", "talent.row_word"),
        (dou.PLACE, "Mars", "talent.row_word"),
        (dou.SUBMITTED, "yesterday", "talent.row_moment"),
    ],
)
def test_one_bad_row_is_refused_with_its_line_and_column_and_stops_nobody(
    tmp_path: Path, column, value, expected
):
    first, bad, last = dou.read(write(tmp_path, dou_text({}, {column: value}, {})))
    assert isinstance(first, ReadRow) and isinstance(last, ReadRow)
    assert isinstance(bad, RowError)
    assert (bad.field, bad.decision.code) == (column, expected)
    assert bad.line == 4  # the header takes two lines


def test_a_half_written_last_row_is_refused_and_the_rest_is_read(tmp_path: Path):
    whole = dou_text({}, {}).encode()
    path = tmp_path / "cut.csv"
    path.write_bytes(whole[:-90])  # in the middle of a Cyrillic letter or word of the last row
    first, cut = dou.read(path)
    assert isinstance(first, ReadRow)
    assert isinstance(cut, RowError)
    assert cut.decision.code in {"talent.row_columns", "talent.row_damaged"}


def test_an_unclosed_quotation_mark_costs_its_own_rows_only(tmp_path: Path):
    path = write(tmp_path, TABLE + 't3,"Unclosed' + "x" * 30_000 + "\nt4,Developer,python,1,,,,,,,\n")
    rows = list(table.read(path))
    assert [row.key for row in rows if isinstance(row, ReadRow)][:2] == ["t1", "t2"]
    assert "talent.row_quotes" in [row.decision.code for row in rows if isinstance(row, RowError)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "talent.file_empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "talent.file_not_text"),
        (b"%PDF-1.7", "talent.file_not_text"),
        (b"PK\x03\x04xlsx", "talent.file_not_text"),
        (b"a,b\n\0\0\0\0,1\n", "talent.file_binary"),
        (b"\xff\xfe\xfd" * 50, "talent.file_not_utf8"),
    ],
)
def test_a_file_that_is_no_table_is_named_for_what_it_is(tmp_path: Path, content: bytes, expected: str):
    path = tmp_path / "wrong"
    path.write_bytes(content)
    assert (
        code(dou.read, path) in {expected, "talent.file_encoding"}
        if content[:2] == b"\xff\xfe"
        else code(dou.read, path) == expected
    )


@pytest.mark.parametrize(
    ("encoding", "bom", "expected"),
    [
        ("cp1251", b"", "Windows-1251"),
        ("utf-16-le", b"", "UTF-16LE"),
        ("utf-16-le", b"\xff\xfe", "UTF-16LE"),
        ("utf-16-be", b"", "UTF-16BE"),
        ("utf-16-be", b"\xfe\xff", "UTF-16BE"),
    ],
)
def test_a_wrong_encoding_is_named(tmp_path: Path, encoding: str, bom: bytes, expected: str):
    path = tmp_path / "survey.csv"
    path.write_bytes(bom + dou_text({}, {}).encode(encoding))
    assert facts(dou.read, path) == {"encoding": expected}


def test_korean_windows_files_are_named_too(tmp_path: Path):
    path = tmp_path / "korean.csv"
    path.write_bytes("id,skills\n가,파이썬 서버 개발자입니다\n".encode("cp949"))
    assert facts(table.read, path) == {"encoding": "CP949 (EUC-KR)"}


def test_a_wrong_encoding_deep_inside_the_file_is_found_before_the_first_row(tmp_path: Path):
    path = tmp_path / "late.csv"
    path.write_bytes(dou_text(*[{}] * 5000).encode() + dou_text({}).encode("cp1251"))
    assert code(dou.read, path) == "talent.file_encoding"


def test_a_missing_file_and_a_folder(tmp_path: Path):
    assert code(dou.read, tmp_path / "nowhere.csv") == "talent.file_missing"
    assert code(dou.read, tmp_path) == "talent.file_is_folder"


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert code(dou.read, path) == "talent.file_too_big"


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path):
    path = tmp_path / "line.csv"
    path.write_bytes(b'id,skills\nt1,"' + b"x" * 3_000_000)
    assert code(table.read, path) == "talent.file_one_line"


def test_unknown_and_missing_columns_are_named_with_those_expected(tmp_path: Path):
    without = write(tmp_path, dou_text({}, header=[name for name in DOU_HEADER if name != dou.ENGLISH]))
    assert facts(dou.read, without)["column"] == dou.ENGLISH
    said = facts(table.read, write(tmp_path, "id,skills,gender\nt1,python,F\n"))
    assert said["column"] == "gender"
    assert "headline_en" in str(said["expected"])
    assert code(table.read, write(tmp_path, "id,skills,id\nt1,python,2\n")) == "talent.column_twice"


def test_semicolons_and_tabs_separate_as_well(tmp_path: Path):
    for delimiter in ";\t":
        [row] = table.read(
            write(tmp_path, delimiter.join(["id", "skills"]) + "\n" + delimiter.join(["t1", "python"]) + "\n")
        )
        assert dict(row.draft.skills) == {"python": 3}


def test_the_bridges_own_table(tmp_path: Path):
    first, second = table.read(write(tmp_path, TABLE))
    assert dict(first.draft.skills) == {"python": 4, "postgresql": 3, "react": 3}
    assert first.draft.engagement_types == ("contractor", "eor")
    assert first.draft.rate_minor == 260_000
    assert (second.draft.rate_minor, second.draft.years) == (None, None)


def test_the_new_columns_of_the_table(tmp_path: Path):
    path = write(
        tmp_path,
        "id,headline_en,skills,roles,languages,rates,available_until,notice_days,work_modes,work_in,data_class,email\n"
        "t1,Dev,python:4,데이터 엔지니어,vi:C2; fr:b1,eor: 2400 USD month; contractor: 30.5 usd hour,2027-12-31,14,"
        "remote; hybrid,vn; KR,personal,an@example.test\n",
    )  # fmt: skip
    [row] = table.read(path)
    draft = row.draft
    assert draft.roles == ("data-engineer",)
    assert dict(draft.languages) == {"vi": "C2", "fr": "B1"}
    assert dict(draft.rates) == {"eor": Rate(240_000, "USD"), "contractor": Rate(3_050, "USD", "hour")}
    assert (draft.available_until, draft.notice_days) == (date(2027, 12, 31), 14)
    assert (draft.work_modes, draft.work_in, draft.data_class) == (
        ("remote", "hybrid"),
        ("VN", "KR"),
        "personal",
    )
    assert row.contacts.emails == ("an@example.test",)
    assert "example" not in repr(draft)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [("roles", "astronaut", "talent.unknown_role"), ("languages", "fluent French", "talent.row_pair"),
     ("rates", "eor 2400", "talent.row_rate"), ("rates", "eor: many USD month", "talent.row_number"),
     ("available_until", "soon", "talent.row_day")],
)  # fmt: skip
def test_a_new_column_that_says_nonsense_names_itself(tmp_path: Path, column: str, value: str, expected: str):
    [error] = table.read(write(tmp_path, f"id,skills,{column}\nt1,python,{value}\n"))
    assert (error.field, error.decision.code) == (column, expected)


def test_rows_of_the_table_that_say_nonsense(tmp_path: Path):
    path = write(
        tmp_path,
        "id,skills,years,available_from\nt1,python,5,\nt1,python,5,\n,python,5,\nt2,python:9,5,\nt3,knitting,5,\n"
        "t4,python,many,\nt5,python,5,tomorrow\n",
    )  # fmt: skip
    errors = [row for row in table.read(path) if isinstance(row, RowError)]
    assert [(error.line, error.decision.code) for error in errors] == [
        (3, "talent.row_twice"), (4, "talent.row_id"), (5, "talent.bad_level"), (6, "talent.unknown_skill"),
        (7, "talent.row_number"), (8, "talent.row_day"),
    ]  # fmt: skip


def test_a_file_of_resumes_refuses_the_same_person_twice(tmp_path: Path):
    path = write(tmp_path, f"[{RESUME}, {RESUME}, 7]", "people.json")
    first, twice, number = jsonresume.read(path, TODAY)
    assert isinstance(first, ReadRow) and "example" not in first.key
    assert (twice.decision.code, number.decision.code) == ("talent.resume_twice", "talent.not_a_resume")


def test_the_documented_examples_can_be_read_as_they_stand():
    examples = Path(__file__).resolve().parents[2] / "docs" / "examples"
    rows = [*table.read(examples / "talents.csv"), *jsonresume.read(examples / "resume.json", TODAY)]
    assert len(rows) == 3
    for row in rows:
        assert isinstance(row, ReadRow)
        assert problems(row.draft, Known(skill_ids(), role_ids(), KRW_PER, TODAY)) == {}


def test_every_word_of_the_survey_s_mapping_is_known_to_the_skill_list():
    words = dou._words()
    roles = {*words.categories.values(), *words.positions.values(), *words.specialisations.values()}
    assert {id for id in roles if lexicon()[id].kind != ROLE} == set()
    assert {skill for found in words.languages.values() for skill in found} <= skill_ids()


@pytest.mark.skipif(not SHARED.exists(), reason="the survey is not beside this checkout")
def test_every_row_of_the_real_survey_is_read():
    rows = list(dou.read(SHARED))
    assert len(rows) == 14_148
    assert not [row for row in rows if isinstance(row, RowError)]
    assert len({row.key for row in rows}) == 14_148
    assert sum(not row.draft.skills for row in rows) < 20


def test_a_title_that_no_name_of_a_role_matches_is_understood_and_left_to_the_person():
    notes = Notes(TODAY)
    for title in ("Director of Machine Learning", "Truck driver", "Manager"):
        notes.roles(title, "work › position")
    notes.roles("Data engineer", "work › position")

    roles = [(item.value, item.sure) for item in notes.reading().items if item.kind == "role"]
    assert roles == [("data-engineer", True), ("ml-engineer", False)]
