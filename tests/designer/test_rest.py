"""The designer for programs."""

import pytest

from talentbridge.policy.services import load_reviewed_rules

pytestmark = pytest.mark.django_db
URL = "/api/v1/designer/options"


@pytest.fixture(autouse=True)
def rows():
    load_reviewed_rules()


def test_options_come_with_their_traces(client):
    body = client.get(
        URL, {"country": "VN", "type": "eor", "gross": "2000", "currency": "USD", "months": "6"}
    ).json()
    (option,) = body["options"]
    assert (option["country"], option["form"], option["standing"]) == ("VN", "eor", "offered")
    pension = next(line for line in option["lines"] if line["label"].startswith("social.employer.pension"))
    assert pension["how"]["rules"][0]["source_name"]
    assert option["certainty"] == "unverified"


def test_the_same_question_gives_the_page_and_the_program_the_same_answer(client):
    said = {"country": "IN,VN", "gross": "4500000", "months": "6", "factor": "fixed_hours,direction"}
    body = client.get(URL, said).json()
    page = client.get("/designer/", said)
    for option, shown in zip(body["options"], page.context["table"].options, strict=True):
        assert (option["country"], option["form"], option["level"]) == (
            shown.country,
            shown.form,
            shown.level,
        )
        assert (option["month"] or {}).get("high", {}).get("minor") == (
            shown.month.high.minor if shown.month else None
        )


def test_repeated_parameters_are_several_values(client):
    body = client.get(f"{URL}?country=VN&country=IN&type=contractor&gross=1000000").json()
    assert [option["country"] for option in body["options"]] == ["VN", "IN"]


def test_changes_on_demand(client):
    said = {"country": "UA", "type": "contractor", "gross": "6000000"}
    assert "changes" not in client.get(URL, said).json()["options"][0]
    changes = client.get(URL, said | {"changes": "yes"}).json()["options"][0]["changes"]
    licence = next(change for change in changes if change["key"] == "licence")
    # 6,000,000 x 20 % = 1,200,000; a tenth of it 120,000; 6,000,000 - 1,320,000 = 4,680,000
    assert licence["difference"]["net"][1]["low"]["minor"] == 4_680_000


def test_changes_of_many_countries_at_once_are_refused(client):
    said = {"country": "VN,IN,JP,US,UA", "gross": "6000000"}
    answer = client.get(URL, said | {"changes": "yes"})
    assert answer.status_code == 422 and "4" in answer.json()["fields"]["changes"]
    assert client.get(URL, said).status_code == 200
    four = client.get(URL, {"country": "VN,IN,vn,JP,US", "type": "eor", "gross": "6000000", "changes": "yes"})
    assert four.status_code == 200


@pytest.mark.parametrize(
    "said", [{"country": "XX"}, {"gross": "-1"}, {"colour": "blue"}, {"changes": "perhaps"}]
)
def test_bad_input_is_422_with_the_allowed_values(client, said):
    answer = client.get(URL, {"country": "VN", "gross": "1000000"} | said)
    assert answer.status_code == 422
