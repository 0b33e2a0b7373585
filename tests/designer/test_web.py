"""The designer's page: the question in the address, the table, one option in full."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from talentbridge.policy.services import load_reviewed_rules

pytestmark = pytest.mark.django_db
URL = reverse("designer:designer")


@pytest.fixture(autouse=True)
def rows():
    load_reviewed_rules()


def read(client, query: str = "", language: str = "en") -> str:
    client.cookies["language"] = language
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_anybody_may_read_it_and_it_begins_with_four_countries(client):
    text = read(client)
    for name in (
        "India",
        "Vietnam",
        "Japan",
        "United States",
        "Independent contractor",
        "Employer of record",
    ):
        assert name in text
    assert "Information with sources" in text or "information with sources" in text


def test_a_number_opens_its_row_with_source_and_date(client):
    text = read(client, "country=IN&gross=4500000&show=IN.contractor")
    assert "₩135,000" in text or "135,000 KRW" in text  # 4,500,000 x 3 %
    assert "decree art. 207" in text  # the row's source, in the reader's language
    assert "2016-09-12" in text  # and since when it holds


def test_the_ip_clause_changes_the_tax(client):
    assigned = read(client, "country=UA&gross=6000000&show=UA.contractor")
    licensed = read(client, "country=UA&gross=6000000&ip_clause=licence&show=UA.contractor")
    assert "nothing withheld in Korea" in assigned
    assert "₩1,320,000" in licensed  # 6,000,000 x 20 % + a tenth of it


def test_what_a_change_did_is_told(client):
    before = quote("gross=6000000&currency=KRW&country=UA&on=2026-11-30")
    query = "country=UA&gross=6000000&ip_clause=licence&show=UA.contractor&on=2026-11-30"
    text = read(client, f"{query}&was={before}")
    assert "What your change did" in text
    assert "₩6,000,000 → ₩4,680,000" in text


def test_what_cannot_be_read_keeps_its_words_and_says_what_is_allowed(client):
    client.cookies["language"] = "en"
    answer = client.get(URL, {"country": "XX", "gross": "-3", "months": "6"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="-3"' in text
    assert "is not one of: US, JP, VN" in text
    assert "Cost and risk" not in text


def test_many_countries_stand_in_rows(client):
    text = read(client, "country=IN,VN,JP,US,ID,PH&gross=3000&currency=USD")
    assert text.index("Indonesia") < text.index("Philippines")


def test_a_day_before_the_rows_says_not_known_and_shows_no_zero(client):
    text = read(client, "country=VN&gross=3000000&on=2003-05-05")
    assert "Not known for this date" in text
    assert "₩0" not in text


def test_an_engagement_that_is_no_address_is_ignored(client):
    assert "Choose with a reason" not in read(client, "country=IN&gross=4500000&for=../../x")


def test_it_speaks_korean(client):
    text = read(client, "country=IN&gross=4500000", language="ko")
    assert "인도" in text
    assert "독립 계약(도급)" in text
    assert "계약 형태 설계" in text


def test_it_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    read(client)  # the first question of a process also reads the book
    with django_assert_max_num_queries(4):
        client.get(f"{URL}?country=IN,VN,JP,US,ID,PH,UZ,KZ,MN,PK,BD,CN,SG,MY,PL,UA&gross=4500000")
