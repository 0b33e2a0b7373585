"""Two reviews that wait for each other, on work that was really done and settled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.reputation import queries, services
from talentbridge.reputation.models import Review, ReviewPoint, ReviewWindow
from tests.factories import people
from tests.factories.crossing import Crossing

pytestmark = pytest.mark.django_db
TEXT = "Clear words, good work, and no surprises."
COMPANY = {"quality": 5, "communication": 4, "punctuality": 5}


def write(crossing: Crossing, actor: object, ratings: dict[str, int] | None = None, **more: object) -> Review:
    values = {"ratings": ratings or COMPANY, "text": TEXT, "again": True, "at": crossing.now} | more
    return services.write_review(actor=actor, case_id=crossing.case_id, **values)


@pytest.fixture
def settled() -> Crossing:
    return Crossing.begin(deliverables=1).walk("pay")


def test_before_the_money_is_settled_nobody_reviews():
    crossing = Crossing.begin().walk("accept")
    with pytest.raises(Missing):
        write(crossing, crossing.company)


def test_nobody_reviews_in_somebody_elses_place(settled):
    with pytest.raises(Denied):
        write(settled, replace(settled.company, borrowed_from=settled.coordinator.person_id))


def test_only_the_two_sides_review_each_other(settled):
    with pytest.raises(Denied):
        write(settled, settled.coordinator)
    with pytest.raises(Denied):
        write(settled, people.operator_actor())
    with pytest.raises(Missing):
        write(settled, people.company_actor())


def test_nobody_reads_the_others_review_early_not_even_the_operator(settled):
    write(settled, settled.company)
    assert queries.reviews_for(settled.company).count() == 1
    for actor in (settled.talent, settled.coordinator, people.operator_actor()):
        assert queries.reviews_for(actor).count() == 0
    settled.review_by(settled.talent)
    for actor in (settled.company, settled.talent, settled.coordinator, people.operator_actor()):
        assert queries.reviews_for(actor).count() == 2
    assert queries.reviews_for(people.company_actor()).count() == 0


def test_a_review_that_cannot_be_used_leaves_nothing_behind(settled):
    with pytest.raises(Invalid) as refused:
        write(settled, settled.company, {"quality": 0}, text="short")
    assert set(refused.value.fields) == {"quality", "communication", "punctuality", "text"}
    assert Review.objects.count() == 0


def test_a_side_writes_once(settled):
    write(settled, settled.company)
    with pytest.raises(Refused):
        write(settled, settled.company)


def test_after_fourteen_days_what_there_is_is_shown_and_nothing_more_is_written(settled):
    write(settled, settled.company)
    assert services.show_due(settled.after(days=13)) == 0
    assert services.show_due(settled.after(days=2)) == 1
    assert services.show_due(settled.now) == 0
    assert queries.reviews_for(settled.talent).count() == 1
    with pytest.raises(Refused):
        write(settled, settled.talent, {"clarity": 5, "payment": 5, "respect": 5})


def test_the_reviewed_side_replies_once(settled):
    mine = write(settled, settled.company)
    with pytest.raises(Missing):
        services.reply(actor=settled.talent, review_id=mine.pk, text="Thank you.", at=settled.now)
    settled.review_by(settled.talent)
    with pytest.raises(Denied):
        services.reply(actor=settled.company, review_id=mine.pk, text="Thank you.", at=settled.now)
    with pytest.raises(Invalid):
        services.reply(actor=settled.talent, review_id=mine.pk, text="  ", at=settled.now)
    services.reply(actor=settled.talent, review_id=mine.pk, text="Thank you.", at=settled.now)
    with pytest.raises(Refused):
        services.reply(actor=settled.talent, review_id=mine.pk, text="And again.", at=settled.now)


def test_points_cannot_be_changed_behind_the_product(settled):
    write(settled, settled.company)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewPoint.objects.update(points=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from reputation_reviewpoint")


def test_a_number_is_shown_from_three_reviews_on(settled):
    settled.walk("review")
    assert not queries.summary_of_talent(settled.talent.person_id).has_numbers
    for _ in range(2):
        more = Crossing.begin(
            deliverables=1, company=settled.company, talent=settled.talent, coordinator=settled.coordinator
        )
        more.walk("pay")
        more.review_by(settled.company, points=2)
        more.review_by(settled.talent, points=2)
    summary = queries.summary_of_talent(settled.talent.person_id)
    assert (summary.count, summary.again) == (3, 3)
    assert {str(average) for average in summary.averages.values()} == {"3.0"}
    assert queries.summary_of_company(settled.company.organisation_id).count == 3


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(settled):
    client = people.sign_in(Client(), settled.company)
    url = reverse("reputation:write", args=[settled.case_id])
    assert client.get(url).status_code == 200
    refused = client.post(url, {"quality": "5", "text": TEXT})
    assert refused.status_code == 422
    assert TEXT in refused.content.decode()
    full = dict.fromkeys(COMPANY, "4") | {"text": TEXT, "again": "yes"}
    assert client.post(url, full).status_code == 302
    assert client.get(url).status_code == 409
    assert client.get(reverse("reputation:list")).status_code == 200
    people.sign_in(client, people.company_actor())
    assert client.get(url).status_code == 404


def test_the_reply_page(settled):
    settled.walk("review")
    review = Review.objects.get(side="company")
    url = reverse("reputation:reply", args=[review.pk])
    client = people.sign_in(Client(), settled.company)
    assert client.get(url).status_code == 403
    people.sign_in(client, settled.talent)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reply": ""}).status_code == 422
    assert client.post(url, {"reply": "Thank you for the clear words."}).status_code == 302
    assert (
        "Thank you for the clear words."
        in client.get(reverse("engagements:detail", args=[settled.case_id])).content.decode()
    )
    assert ReviewWindow.objects.get().state == "open"


def test_what_was_written_is_in_the_persons_export(settled):
    from talentbridge.accounts.queries import everything_about

    write(settled, settled.company)
    assert everything_about(settled.talent.person_id, at=settled.now)["reviews"] == []  # still blind
    settled.review_by(settled.talent)
    mine = everything_about(settled.talent.person_id, at=settled.now)["reviews"]
    assert [each["written_by_me"] for each in mine] == [False, True]
