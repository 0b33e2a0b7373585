"""The language model: the real protocol against a server on the loopback, and a person before and after it."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from talentbridge.demand import queries, services
from talentbridge.demand.gateways import drafting as gateway
from talentbridge.demand.models import Suggestion
from talentbridge.demand.rules import drafting
from talentbridge.demand.states import TaskState
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from tests.factories import demand, people

pytestmark = pytest.mark.django_db
GOOD = {"choices": [{"message": {"role": "assistant", "content": "Sensor data of twelve power plants.\n"}}]}


class Model(ThreadingHTTPServer):
    """Answers as it is told and remembers what it was asked."""

    daemon_threads = True
    status, body, wait = 200, json.dumps(GOOD).encode(), 0.0
    location = ""
    drips = False

    def __init__(self):
        self.asked, self.headers_seen = [], []
        self.release = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.asked.append((self.path, json.loads(self.rfile.read(size))))
        self.server.headers_seen.append(dict(self.headers))
        if self.server.wait:
            self.server.release.wait(self.server.wait)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        try:
            for place in range(0, len(self.server.body) if self.server.drips else 0, 4):
                self.wfile.write(self.server.body[place : place + 4])
                self.server.release.wait(0.2)
            self.wfile.write(b"" if self.server.drips else self.server.body)
        except OSError:  # whoever asked has gone
            return

    def log_message(self, *args):
        pass


@contextmanager
def serving(settings, **how):
    server = Model()
    for name, value in how.items():
        setattr(server, name, value)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.DRAFTING_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.DRAFTING_MODEL, settings.DRAFTING_KEY, settings.DRAFTING_TIMEOUT = "small-1", "k", 0.5
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        thread.join()
        server.server_close()


def shown(case, field):
    return drafting.request_for(queries.draft_of(case.task), field).text


def ask(case, field="problem_en", *, actor=None, seen=None):
    return services.ask_for_draft(
        actor=actor or case.company, task_id=case.task_id, field=field,
        seen=shown(case, field) if seen is None else seen, at=now(),
    )  # fmt: skip


def answered(case, field="problem_en"):
    suggestion = ask(case, field)
    services.draft_suggestion(suggestion_id=suggestion.pk, at=now())
    suggestion.refresh_from_db()
    return suggestion


def take(case, suggestion, text=None):
    return services.take_suggestion(
        actor=case.company, task_id=case.task_id, suggestion_id=suggestion.pk,
        text=suggestion.text if text is None else text, at=now(),
    )  # fmt: skip


def test_off_means_off(settings):
    settings.DRAFTING_URL = settings.DRAFTING_MODEL = ""
    case = demand.case()
    assert gateway.endpoint() is None
    with pytest.raises(Refused) as refused:
        ask(case)
    assert refused.value.decision.code == "demand.drafting_off"
    for url in ("file:///etc/passwd", "ftp://host/v1", "nonsense"):
        settings.DRAFTING_URL, settings.DRAFTING_MODEL = url, "m"
        assert gateway.endpoint() is None


def test_a_draft_waits_beside_the_field_until_a_person_takes_it_over(settings):
    with serving(settings) as model:
        case = demand.case()
        suggestion = answered(case)
        assert (suggestion.state, suggestion.text) == ("ready", "Sensor data of twelve power plants.")
        assert case.task.problem_en == "", "nothing reaches the task by itself"
        [(path, body)] = model.asked
        assert (path, body["model"]) == ("/v1/chat/completions", "small-1")
        assert "\n\n".join(each["content"] for each in body["messages"]) == suggestion.sent, (
            "what was shown is what went"
        )
        assert model.headers_seen[0]["Authorization"] == "Bearer k"
        assert model.headers_seen[0]["Idempotency-Key"] == suggestion.key
        services.draft_suggestion(suggestion_id=suggestion.pk, at=now())
        assert len(model.asked) == 1, "the job twice asks once"
    take(case, suggestion, "Sensor data of twelve plants, merged by hand.")
    take(case, suggestion, "again")
    task = case.task
    assert (task.problem_en, task.revision) == ("Sensor data of twelve plants, merged by hand.", 2)
    assert task.state == TaskState.DRAFT, "a draft approves nothing"
    assert queries.taken_suggestions(task)[0].decided_by_id == case.company.person_id


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ({"status": 429, "body": b"{}"}, "busy"),
        ({"status": 500, "body": b"oops"}, "failed"),
        ({"status": 401, "body": b"{}"}, "refused"),
        ({"status": 307, "body": b"", "location": "http://127.0.0.1:9/elsewhere"}, "refused"),
        ({"status": 302, "body": b"", "location": "http://127.0.0.1:9/elsewhere"}, "refused"),
        ({"wait": 3.0}, "timed_out"),
        ({"drips": True}, "timed_out"),
        ({"body": b"<html>"}, "garbled"),
        ({"body": b'{"choices": []}'}, "garbled"),
        ({"body": b"[" * 100_000}, "garbled"),
        ({"body": b'{"choices": [{"message": {"content": 7}}]}'}, "garbled"),
        ({"body": b"x" * (gateway.MOST_BYTES + 10)}, "too_big"),
        ({"body": json.dumps({"choices": [{"message": {"content": "x" * 9_000}}]}).encode()}, "too_big"),
    ],
)
def test_what_goes_wrong_is_told_and_changes_nothing(settings, how, problem):
    with serving(settings, **how):
        case = demand.case()
        suggestion = answered(case)
    assert (suggestion.state, suggestion.problem, suggestion.text) == ("failed", problem, "")
    assert problem in gateway.PROBLEMS
    assert case.task.revision == 1
    with pytest.raises(Refused):
        take(case, suggestion, "made up")


def test_a_host_that_is_not_there(settings):
    with serving(settings):
        case = demand.case()
    assert answered(case).problem == "not_reached"


def test_another_host_than_the_person_was_told_gets_nothing(settings):
    with serving(settings) as model:
        case = demand.case()
        suggestion = ask(case)
        settings.DRAFTING_MODEL = "other"
        services.draft_suggestion(suggestion_id=suggestion.pk, at=now())
        assert model.asked == []


def test_the_same_request_twice_is_one_and_another_text_is_refused(settings):
    with serving(settings):
        case = demand.case()
        assert ask(case).pk == ask(case, actor=case.coordinator).pk
        with pytest.raises(Invalid):
            ask(case, "title_en", seen="something else")
        assert Suggestion.objects.count() == 1
        with pytest.raises(Missing):
            ask(case, actor=people.company_actor(), seen="x")
        with pytest.raises(Denied):
            ask(case, actor=people.operator_actor(), seen="x")


def test_a_field_that_changed_meanwhile_is_not_overwritten(settings):
    with serving(settings):
        case = demand.case()
        suggestion = answered(case)
    services.answer_question(
        actor=case.coordinator,
        task_id=case.task_id,
        question="problem",
        values={"problem_en": "Ours"},
        at=now(),
    )
    with pytest.raises(Invalid) as refused:
        take(case, suggestion)
    assert refused.value.fields[""].code == "demand.field_changed"
    assert case.task.problem_en == "Ours"
    services.discard_suggestion(
        actor=case.company, task_id=case.task_id, suggestion_id=suggestion.pk, at=now()
    )
    services.discard_suggestion(
        actor=case.company, task_id=case.task_id, suggestion_id=suggestion.pk, at=now()
    )
    with pytest.raises(Refused):
        take(case, suggestion)


def test_nothing_is_drafted_for_an_agreed_task(settings):
    with serving(settings):
        case = demand.approved_case()
        with pytest.raises(Refused):
            ask(case)
