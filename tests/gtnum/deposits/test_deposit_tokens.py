"""This test ensures that only the holders of configured tokens are known."""

import hashlib
from datetime import date

import pytest

from gtnum.deposits.deposit_tokens import Tokens, mint
from ontology.errors import KnowledgeError


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def test_a_minted_token_is_known_by_its_hash_alone() -> None:
    token, written = mint()
    tokens = Tokens(f"claire={written}, paul={digest('autre')}")
    assert tokens.owner_of(token) == "claire"
    assert tokens.owner_of("autre") == "paul"
    assert len(token) >= 43
    assert token not in written


@pytest.mark.parametrize(
    "wrong", ["", "x", "Bearer", "\udcff", "é" * 500, digest("secret")]
)
def test_anything_else_is_nobody(wrong: str) -> None:
    assert Tokens(f"claire={digest('secret')}").owner_of(wrong) is None


def test_a_token_ends_after_its_last_day() -> None:
    tokens = Tokens(f"claire={digest('secret')}@2027-06-30")
    assert tokens.owner_of("secret", today=date(2027, 6, 30)) == "claire"
    assert tokens.owner_of("secret", today=date(2027, 7, 1)) is None


def test_no_token_opens_nothing() -> None:
    assert not Tokens("")
    assert not Tokens(" , ")
    assert Tokens("").owner_of("") is None


@pytest.mark.parametrize(
    "written",
    ["claire", "claire=secret", f"claire={'0' * 63}", f"a b={'0' * 64}",
     f"claire={'0' * 64}@2027-13-01", f"claire={'0' * 64}@demain"],
)  # fmt: skip
def test_a_wrong_setting_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        Tokens(written)
    assert written not in str(refusal.value)


@pytest.mark.parametrize(("size", "is_taken"), [(40, True), (41, False)])
def test_a_name_has_forty_characters_at_most(size: int, is_taken: bool) -> None:
    written = f"{'n' * size}={digest('secret')}"
    if is_taken:
        assert Tokens(written).owner_of("secret") == "n" * size
    else:
        with pytest.raises(KnowledgeError):
            Tokens(written)


def test_the_entry_that_is_wrong_is_counted_from_one() -> None:
    with pytest.raises(KnowledgeError, match="l’entrée 2 de GTNUM_TOKENS"):
        Tokens(f"claire={digest('secret')}, paul")


def test_configured_tokens_that_have_ended_still_open_the_desk() -> None:
    assert Tokens(f"claire={digest('secret')}@2020-01-01")
    assert Tokens(f"claire={digest('secret')}@2020-01-01").owner_of("secret") is None
