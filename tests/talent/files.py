"""Small files written by us for the readers to read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from talentbridge.talent.gateways import dou

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "dou-it-salaries-ua" / "2024_dec_raw.csv"
# The survey's header has a line break and double blanks in two of its questions; so has this one.
DOU_HEADER = [
    "Зарплата / дохід в IT у $$$ за місяць, лише ставка \nЧИСТИМИ - після сплати податків" if name == dou.SALARY
    else "Розробники -  основна спеціалізація" if name == dou.SPECIALISATION
    else name
    for name in dou.COLUMNS
]  # fmt: skip
DOU_ROW = {
    dou.SUBMITTED: "2024-11-22 9:03:12",
    dou.EMPLOYMENT: "Працюю full-time",
    dou.SALARY: "2500.5",
    dou.TITLE: "Senior",
    dou.CATEGORY: "SE",
    dou.POSITION: "Software Engineer / Software Developer",
    dou.SPECIALISATION: "Back-end  розробка",
    dou.LANGUAGE: "Python",
    dou.COMPANY_KIND: "Продуктова",
    dou.YEARS: "6",
    dou.ENGLISH: "Upper-Intermediate",
    dou.PLACE: "В Україні",
    dou.REGION: "Київ чи область",
    dou.GENDER: "Жінка",
}


def dou_text(*rows: dict[str, str], header: list[str] | None = None) -> str:
    """A survey file of rows that differ from `DOU_ROW` in the given columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header or DOU_HEADER)
    for row in rows:
        writer.writerow([{**DOU_ROW, **row}[name] for name in dou.COLUMNS])
    return out.getvalue()


def write(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8-sig") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


TABLE = """id,headline_en,skills,years,english,country,time_zone,rate,rate_currency,weekly_hours,engagement_types
t1,Backend developer,python:4; PostgreSQL:3; 리액트,5,B2,VN,Asia/Ho_Chi_Minh,2600,USD,40,contractor; eor
t2,Designer,figma:4,,C1,PL,Europe/Warsaw,,,,
"""

RESUME = """{
 "basics": {"name": "Test Person", "label": "Data engineer", "email": "p@example.test",
            "location": {"countryCode": "VN"}},
 "work": [{"name": "A", "startDate": "2018-01", "endDate": "2020-01-01"},
          {"name": "B", "startDate": "2019-01-01", "endDate": "2021-01-01"}],
 "education": [{"institution": "Secret University"}],
 "skills": [{"name": "Web", "level": "Advanced", "keywords": ["React", "타입스크립트", "Quantum knitting"]},
            {"name": "Python", "level": "Expert"}],
 "languages": [{"language": "English", "fluency": "Professional working"}, {"language": "Korean", "fluency": "A2"}]
}"""


def _cv(name: str) -> str:
    return (Path(__file__).parent / "cvs" / name).read_text(encoding="utf-8")


CV_EN, CV_KO = _cv("english.txt"), _cv("korean.txt")
CANDIDATE = _cv("europass-candidate.xml")
PASSPORT, PASSPORT_JSON = _cv("europass-passport.xml"), _cv("europass-passport.json")
