"""The middleware gives places, lets go of who hangs up, and refuses in the open.

Clients are driven message by message: no socket, no thread and no clock decides.
"""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from ontology.call_context import CancelReason, current_call
from search_api.web.admission.admission_control import AdmissionControl, AdmissionLimits
from search_api.web.admission.callers import Callers, TrustedProxies
from search_api.web.admission.lane import Lane
from search_api.web.admission.refusal_writer import RefusalWriter
from search_api.web.admission.request_classes import RequestClass
from search_api.web.admission.tickets import LaneLimits

PATIENT = 60.0
"""Seconds; only a test that fails waits so long."""

START = {"type": "http.response.start", "status": 200, "headers": []}
END = {"type": "http.response.body", "body": b"done"}


class Work:
    """The application behind: each request works until it is told to answer."""

    def __init__(self):
        self.calls, self.bodies, self.may_answer = [], [], asyncio.Event()

    async def __call__(self, scope, receive, send):
        self.calls.append(current_call())
        body, more = b"", scope["method"] == "POST"
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        await self.may_answer.wait()
        await send(START)
        await send(END)


class Client:
    """One request, and what was answered."""

    def __init__(self, control, path="/search", method="GET", address="a", parts=()):
        self.sent, self.reads = [], asyncio.Event()
        self.reads.set()
        self._coming = asyncio.Queue()
        if method == "GET":
            self._coming.put_nowait({"type": "http.request", "body": b""})
        for number, part in enumerate(parts, 1):
            self.send(part, more=number < len(parts))
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"x")],
            "client": (address, 1),
        }
        self.task = asyncio.create_task(control(scope, self._coming.get, self._take))

    def send(self, part, *, more):
        message = {"type": "http.request", "body": part, "more_body": more}
        self._coming.put_nowait(message)

    def hang_up(self):
        self._coming.put_nowait({"type": "http.disconnect"})

    async def _take(self, message):
        self.sent.append(message)
        await self.reads.wait()

    @property
    def status(self):
        return self.sent[0]["status"] if self.sent else None

    @property
    def headers(self):
        return {k.decode(): v.decode() for k, v in self.sent[0]["headers"]}

    async def ended(self):
        await asyncio.wait_for(self.task, PATIENT)
        return self


async def settled():
    """Let all that can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


def made(work, *, places=1, waiting=PATIENT, deadline=PATIENT, **options):
    limits = LaneLimits(places, waiting, deadline, guess_seconds=0.001)
    lanes = {RequestClass.SEARCH: limits, RequestClass.RELATED: limits}
    limits = AdmissionLimits(lanes, **options)
    own = {kind: Lane(each) for kind, each in lanes.items()}
    control = AdmissionControl(
        work,
        limits=limits,
        lanes=own,
        callers=Callers(TrustedProxies(), lambda _token: None),
        refuse=RefusalWriter(lambda report: report.detail).send,
    )
    return control, own


def run(trial):
    return asyncio.run(asyncio.wait_for(trial(), PATIENT))


def test_requests_wait_for_a_place_and_are_answered_in_turn():
    async def trial():
        work = Work()
        control, lanes = made(work)
        clients = [Client(control) for _ in range(3)]
        await settled()
        assert len(work.calls) == 1
        assert lanes[RequestClass.SEARCH].waiting == 2
        work.may_answer.set()
        for client in clients:
            assert (await client.ended()).status == 200
        assert lanes[RequestClass.SEARCH].running == 0

    run(trial)


def test_what_has_no_lane_passes_whatever_else_waits():
    async def trial():
        work = Work()
        control, _ = made(work)
        [Client(control) for _ in range(9)]
        health = Client(control, "/health")
        await settled()
        assert len(work.calls) == 2
        work.may_answer.set()
        assert (await health.ended()).status == 200
        await settled()

    run(trial)


def test_who_hangs_up_while_waiting_is_never_worked_for():
    async def trial():
        work = Work()
        control, lanes = made(work)
        first, second = Client(control), Client(control)
        await settled()
        second.hang_up()
        await second.ended()
        assert second.sent == []
        assert lanes[RequestClass.SEARCH].waiting == 0
        work.may_answer.set()
        await first.ended()
        assert len(work.calls) == 1

    run(trial)


def test_who_hangs_up_later_has_its_work_cancelled():
    async def trial():
        work = Work()
        control, _ = made(work)
        client = Client(control)
        await settled()
        assert work.calls[0].reason is None
        client.hang_up()
        await settled()
        assert work.calls[0].reason is CancelReason.CLIENT_GONE
        work.may_answer.set()
        await client.ended()

    run(trial)


def test_work_has_a_deadline():
    async def trial():
        work = Work()
        control, _ = made(work, deadline=0.01)
        client = Client(control)
        cancelled = asyncio.Event()
        await settled()
        with work.calls[0].on_cancel(cancelled.set):
            await asyncio.wait_for(cancelled.wait(), PATIENT)
        assert work.calls[0].reason is CancelReason.DEADLINE
        work.may_answer.set()
        await client.ended()

    run(trial)


def test_a_place_is_free_when_the_answer_begins_however_slowly_it_is_read():
    async def trial():
        work = Work()
        work.may_answer.set()
        control, lanes = made(work)
        client = Client(control)
        client.reads.clear()
        await settled()
        assert client.status == 200
        assert lanes[RequestClass.SEARCH].running == 0
        client.reads.set()
        await client.ended()

    run(trial)


def test_a_body_is_read_before_a_place_is_taken():
    async def trial():
        work = Work()
        control, lanes = made(work, bodies={RequestClass.RELATED: 1_000})
        slow = Client(control, "/related", "POST")
        slow.send(b"first ", more=True)
        await settled()
        assert lanes[RequestClass.RELATED].running == 0
        slow.send(b"last", more=False)
        work.may_answer.set()
        assert (await slow.ended()).status == 200
        assert work.bodies == [b"first last"]

    run(trial)


def test_a_body_above_the_bound_is_left_to_its_route():
    async def trial():
        work = Work()
        control, _ = made(work, bodies={RequestClass.RELATED: 10})
        client = Client(control, "/related", "POST", parts=(b"x" * 20, b"y"))
        work.may_answer.set()
        assert (await client.ended()).status == 200
        assert work.bodies == [b"x" * 20 + b"y"]

    run(trial)


def test_a_body_that_does_not_come_is_refused_in_time():
    async def trial():
        control, _ = made(Work(), body_seconds=0.01)
        client = Client(control, "/related", "POST")
        assert (await client.ended()).status == 408

    run(trial)


def test_bodies_together_have_a_bound():
    async def trial():
        work = Work()
        bodies = {RequestClass.RELATED: 1_000}
        control, _ = made(work, bodies=bodies, bodies_bytes=100)
        first = Client(control, "/related", "POST", parts=(b"x" * 90,))
        await settled()
        waiting = Client(control, "/related", "POST", parts=(b"x" * 90,))
        await settled()
        second = Client(control, "/related", "POST", parts=(b"x" * 20,))
        assert (await second.ended()).status == 503
        work.may_answer.set()
        assert (await first.ended()).status == 200
        assert (await waiting.ended()).status == 200
        third = Client(control, "/related", "POST", parts=(b"x" * 90,))
        assert (await third.ended()).status == 200

    run(trial)


def test_who_waits_in_vain_is_told_when_to_come_back():
    async def trial():
        work = Work()
        control, lanes = made(work, waiting=0.02)
        Client(control)
        late = Client(control)
        assert (await late.ended()).status == 503
        assert int(late.headers["retry-after"]) >= 1
        assert lanes[RequestClass.SEARCH].waiting == 0
        work.may_answer.set()
        await settled()

    run(trial)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["come", "hang up", "answer", "pass"]), st.integers(0, 9)
    ),
    max_size=25,
)


@given(EVENTS)
def test_no_place_is_lost_whoever_hangs_up_when(events):
    async def trial():
        work = Work()
        control, lanes = made(work, places=2)
        lane, clients = lanes[RequestClass.SEARCH], []
        for event, number in events:
            if event == "come":
                clients.append(Client(control, address=str(number)))
            elif event == "answer":
                work.may_answer.set()
                await settled()
                work.may_answer.clear()
            elif event == "hang up" and clients:
                clients[number % len(clients)].hang_up()
            else:
                await settled()
            assert lane.running <= 2
        work.may_answer.set()
        for client in clients:
            await client.ended()
        assert (lane.running, lane.waiting) == (0, 0)
        assert control._room.held_bytes == 0

    run(trial)
