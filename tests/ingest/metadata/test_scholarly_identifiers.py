"""Identifiers come out of whatever they are printed in, and of nothing else."""

import pytest

from ingest.metadata.scholarly_identifiers import doi_in, hal_in, handle_in


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.4000/dms.8566", "10.4000/dms.8566"),
        ("doi:10.52358/MM.vi17.392", "10.52358/mm.vi17.392"),
        ("https://dx.doi.org/10.58079/abcd.", "10.58079/abcd"),
        ("http://doi.org/10.1016%2Fj.x.2020", "10.1016/j.x.2020"),
        ("(10.1002/(SICI)1097)", "10.1002/(sici)1097"),
        ("10.4000/", None),
        ("version 10.2/3", None),
        ("hal-02321700", None),
    ],
)
def test_doi(printed, doi):
    assert doi_in(printed) == doi


@pytest.mark.parametrize(
    ("printed", "handle"),
    [
        ("https://hdl.handle.net/10670/1.wix74o", "10670/1.wix74o"),
        ("20.500.13089/gk5x", "20.500.13089/gk5x"),
        ("hdl:2042/12345", "2042/12345"),
        ("2024/03", None),
        ("2024/03/05", None),
        ("10.4000/dms.8566", None),
        ("https://doi.org/10.4000/dms.8566", None),
        ("isbn 2/3", None),
    ],
)
def test_handle(printed, handle):
    assert handle_in(printed) == handle


@pytest.mark.parametrize(
    ("printed", "identifier"),
    [
        ("https://hal.science/hal-02321700v2", "hal-02321700"),
        ("https://shs.hal.science/HALSHS-00000001", "halshs-00000001"),
        ("HAL Id: tel-01234567", "tel-01234567"),
        ("hal-123", None),
        ("royal-02321700", None),
    ],
)
def test_hal(printed, identifier):
    assert hal_in(printed) == identifier
