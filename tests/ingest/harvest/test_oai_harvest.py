"""This test ensures that a repository is taken whole, then followed."""

import json
from pathlib import Path

import pytest

from ingest.harvest.errors import FetchFailed, HarvestError, ProtocolError, ServerBusy
from ingest.harvest.harvest_run import harvest
from ingest.harvest.page_visits import HarvestOptions, HarvestReport
from ingest.pipeline import Pipeline
from ingest.sources.published_origin import MARKER, Published
from tests.ingest.harvest.local_site import Reply
from tests.ingest.harvest.repository import DAY_TWO, Repository


@pytest.fixture
def repository(site) -> Repository:
    return Repository(site)


@pytest.fixture
def collect(repository, fetcher, tmp_path):
    def run(set_spec: str = "", **options) -> HarvestReport:
        return harvest(
            repository.address,
            tmp_path / "m",
            fetcher,
            kind="oai",
            set_spec=set_spec,
            options=HarvestOptions(**options),
        )

    return run


def totals(report: HarvestReport) -> tuple[int, int, int, int, int]:
    counted = (report.added, report.changed, report.unchanged, report.removed)
    return (*counted, len(report.failures))


def lists(repository: Repository) -> list[dict[str, str]]:
    return [a for a in repository.asked if a["verb"] == "ListRecords"]


def test_a_repository_of_260_records_is_taken_whole(
    repository, collect, tmp_path, sink
):
    repository.fill(260)
    assert totals(collect(set_spec="gtnum")) == (260, 0, 0, 0, 0)
    first, second, third = lists(repository)
    assert first == {
        "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "gtnum"
    }  # fmt: skip
    assert second == {"verb": "ListRecords", "resumptionToken": "t||100"}
    assert third == {"verb": "ListRecords", "resumptionToken": "t||200"}
    outcomes = list(Pipeline(sinks=[sink]).run(tmp_path / "m", collection="c"))
    assert [o.state.value for o in outcomes] == ["ok"] * 260
    found = {r.document.title: r.document for r in sink.records.values()}
    assert len(found) == 260
    document = found["Billet 17"]
    assert document.url == document.source.uri == repository.site.url("/17")
    assert document.authors == ("Zoé Lenoir",)
    assert (document.date, document.language) == ("2025-03-05", "fr")
    assert document.doi == "10.58079/b17"
    assert document.abstracts[0].text.endswith("Numéro 17.")
    origins = {(o.name, o.origin, o.printed) for o in document.origins}
    assert ("doi", "OAI-PMH", "10.58079/b17") in origins


def test_changes_and_deletions_are_followed(repository, collect, tmp_path, sink):
    repository.fill(30)
    collect()
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c"))
    repository.entries[3].title = "Un autre titre"
    repository.entries[3].stamp = DAY_TWO
    repository.entries[4].is_deleted = True
    repository.entries[4].stamp = DAY_TWO
    repository.entries[30] = repository.entries[5].__class__(30, DAY_TWO)
    repository.now = "2026-11-23T00:00:00.000Z"
    assert totals(collect()) == (1, 1, 28, 1, 0)
    assert lists(repository)[-1]["from"] == "2026-11-21T00:00:00Z"
    outcomes = list(pipeline.run(tmp_path / "m", collection="c", remove_vanished=True))
    counts = {s: sum(o.state == s for o in outcomes) for s in ("ok", "removed")}
    assert counts == {"ok": 2, "removed": 1}
    titles = {r.document.title for r in sink.records.values()}
    assert "Un autre titre" in titles
    assert len(titles) == 30
    assert "Billet 4" not in titles
    collect()
    assert lists(repository)[-1]["from"] == "2026-11-23T00:00:00Z"


def test_nothing_new_is_no_alarm_but_an_empty_list_is(repository, collect):
    with pytest.raises(ProtocolError, match=r"alerte : .* ne donne aucune notice"):
        collect()
    repository.fill(5)
    assert collect().added == 5
    repository.now = "2026-11-23T00:00:00Z"
    assert totals(collect()) == (0, 0, 5, 0, 0)
    repository.entries = {}
    with pytest.raises(ProtocolError, match="alerte"):
        collect(full=True)
    repository.fill(5)
    assert totals(collect(full=True)) == (0, 0, 5, 0, 0)


def test_dates_alone_are_asked_for_where_the_server_has_no_more(repository, collect):
    repository.granularity = "YYYY-MM-DD"
    repository.fill(2)
    collect()
    collect()
    assert lists(repository)[-1]["from"] == "2026-11-21"


@pytest.mark.parametrize("deleted", ["no", "transient"])
def test_a_server_that_forgets_deletions_is_listed_whole(repository, collect, deleted):
    repository.deleted = deleted
    repository.fill(8)
    collect()
    del repository.entries[2]
    assert totals(collect()) == (0, 0, 7, 1, 0)
    assert "from" not in lists(repository)[-1]


def test_a_busy_server_is_waited_for(repository, collect, waits):
    repository.fill(3)
    repository.interruptions = [Reply(status=503, headers={"Retry-After": "9"})]
    assert collect().added == 3
    assert waits == [9.0]


def test_an_expired_token_starts_the_list_again(repository, collect):
    repository.fill(50)
    repository.part = 20

    def forget(entry):
        if entry.number == 25 and repository.series == "t":
            repository.series = "u"
        return original(entry)

    original, repository.record = repository.record, forget
    report = collect()
    assert report.added == 50
    assert len([a for a in lists(repository) if "resumptionToken" not in a]) == 2


def test_a_token_that_always_expires_is_an_error(repository, collect):
    repository.fill(50)
    repository.part = 20
    original = repository.list_records

    def forgetful(asked):
        repository.series += "x"
        return original(asked)

    repository.list_records = forgetful
    with pytest.raises(ProtocolError, match="reprise refusée"):
        collect()


def test_a_harvest_cut_short_goes_on_where_it_was(repository, collect, tmp_path):
    repository.fill(50)
    repository.part = 20
    original = repository.list_records

    def breaks(asked):
        if asked.get("resumptionToken") == "t||40":
            repository.list_records = original
            return "<ListRecords><record>"
        return original(asked)

    repository.list_records = breaks
    with pytest.raises(ProtocolError):
        collect()
    assert len(list(tmp_path.glob("m/*/*.xml"))) == 40
    repository.asked.clear()
    assert totals(collect()) == (10, 0, 40, 0, 0)
    assert [a.get("resumptionToken") for a in lists(repository)] == ["t||40"]


def test_a_crash_between_file_and_record_costs_one_part(
    repository, collect, tmp_path, monkeypatch
):
    repository.fill(30)
    repository.part = 20
    from ingest.durable_files import write_whole
    from ingest.harvest import mirror_records

    calls = []

    def dies(path, content):
        calls.append(path)
        if len(calls) == 27:
            raise KeyboardInterrupt
        write_whole(path, content)

    monkeypatch.setattr(mirror_records, "write_whole", dies)
    with pytest.raises(KeyboardInterrupt):
        collect()
    monkeypatch.setattr(mirror_records, "write_whole", write_whole)
    report = collect()
    assert 0 < report.added < 10
    assert report.added + report.unchanged == 30
    assert len(lists(repository)) == 3  # the second part was asked for again
    assert len(list(tmp_path.glob("m/*/*.xml"))) == 30
    progress = json.loads((tmp_path / "m" / MARKER).read_text())["progress"]
    assert "run" not in progress


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>maintenance</html>", "pas une réponse OAI-PMH"),
        (b'<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarch', "XML valide"),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"b" * 99 + b'">'
            b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
            "DOCTYPE",
        ),
    ],
)
def test_an_answer_that_cannot_be_trusted_changes_nothing(
    repository, collect, tmp_path, body, why
):
    repository.fill(5)
    collect()
    repository.interruptions = [Reply(body)]
    with pytest.raises(ProtocolError, match=why):
        collect(full=True)
    assert len(list(tmp_path.glob("m/*/*.xml"))) == 5


def test_an_error_of_the_protocol_is_told_with_its_code(repository, collect):
    repository.list_records = lambda asked: '<error code="badArgument">set?</error>'
    with pytest.raises(ProtocolError, match="badArgument set"):
        collect()


def test_a_server_without_end_of_patience_is_an_error(repository, collect):
    repository.fill(5)
    repository.interruptions = [Reply(status=503, headers={"Retry-After": "99999"})]
    with pytest.raises(ServerBusy):
        collect()


def test_pages_are_the_text_and_records_the_metadata(
    repository, collect, site, tmp_path, sink
):
    repository.fill(3)
    body = "Le texte entier du billet, bien plus long que son résumé. " * 9
    for n in range(2):
        site.pages[f"/{n}"] = Reply(
            f"<!doctype html><html><head><title>Autre | Site</title></head><body>"
            f"<div class='entry-content'><p>{body}</p></div></body></html>".encode()
        )
    site.pages["/1"], kept = Reply(status=500), site.pages["/1"]
    report = collect(with_pages=True)
    assert totals(report) == (3, 0, 0, 0, 1)
    assert report.notes == [f"page disparue, notice gardée : {site.url('/2')}"]
    list(Pipeline(sinks=[sink]).run(tmp_path / "m", collection="c"))
    found = {r.document.title: r.document for r in sink.records.values()}
    assert "Le texte entier" in found["Billet 0"].text
    assert found["Billet 0"].authors == ("Zoé Lenoir",)
    assert "Le texte entier" not in found["Billet 1"].text
    # The page that failed is asked for again, though its record did not change.
    site.pages["/1"] = kept
    repository.now = DAY_TWO
    assert totals(collect(with_pages=True)) == (0, 1, 2, 0, 0)
    assert len(list(tmp_path.glob("m/[!.]*/[!.]*"))) == 3


def test_a_copy_that_was_damaged_is_asked_for_again(repository, collect, tmp_path):
    repository.fill(20)
    collect()
    lost: Path = sorted(tmp_path.glob("m/*/*.xml"))[0]
    lost.unlink()
    assert totals(collect()) == (1, 0, 19, 0, 0)


def test_a_second_harvest_at_the_same_time_is_refused(repository, fetcher, tmp_path):
    from ingest.harvest.mirror import Mirror
    from ingest.harvest.mirror_records import Origin

    with (
        Mirror.opened(tmp_path / "m", Origin("oai", repository.address)),
        pytest.raises(HarvestError, match="en cours"),
    ):
        harvest(repository.address, tmp_path / "m", fetcher, kind="oai")


def test_the_kind_of_a_repository_is_told_by_its_answer(repository, fetcher, tmp_path):
    repository.fill(2)
    report = harvest(repository.address, tmp_path / "m", fetcher)
    assert report.added == 2
    with pytest.raises(FetchFailed):
        harvest(repository.site.url("/rien"), tmp_path / "n", fetcher)


def test_a_record_that_gets_its_page_keeps_its_identifier(
    repository, collect, site, tmp_path, sink
):
    repository.fill(1)
    collect()
    pipeline = Pipeline(sinks=[sink])
    list(pipeline.run(tmp_path / "m", collection="c"))
    (before,) = sink.records
    site.pages["/0"] = Reply(
        b"<html><body><div class='entry-content'>Le texte entier.</div></body></html>"
    )
    assert totals(collect(with_pages=True)) == (0, 1, 0, 0, 0)
    outcomes = pipeline.run(tmp_path / "m", collection="c", remove_vanished=True)
    assert [o.state.value for o in outcomes] == ["ok"]
    assert list(sink.records) == [before]
    assert sink.records[before].document.text == "Le texte entier."


@pytest.mark.parametrize("address", ["https://[x/abc", "https:///abc", "carnet-12"])
def test_a_record_without_a_usable_address_is_read_at_the_repository(
    repository, collect, tmp_path, address
):
    repository.fill(1)
    page, doi = repository.site.url("/0"), "urn:doi:10.58079/b0"
    original = repository.record
    repository.record = lambda entry: (
        original(entry).replace(page, address).replace(doi, "autre")
    )
    assert collect().added == 1
    (found,) = tmp_path.glob("m/[!.]*/[!.]*.xml")
    published = Published.beside(found)
    assert published.address.startswith(f"{repository.address}?verb=GetRecord&")
    assert published.address.endswith("identifier=oai%3Aessai%3A0")
