"""The examples for programs that compare drafts run as they are printed."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices

PAGE = Path(__file__).parents[2] / "docs/how-to/comparer-un-brouillon.md"
ADDRESS = "http://127.0.0.1:8000"


def examples(language):
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def client(tmp_path):
    with TestClient(
        create_app(FakeServices(tmp_path), WebSettings()), base_url=ADDRESS
    ) as made:
        yield made


def asked(command, client):
    """Ask what a line of curl asks."""
    words = shlex.split(command)
    assert words.pop(0) == "curl"
    headers, request = {}, {}
    while len(words) > 1:
        option, value = words.pop(0), words.pop(0)
        if option == "-H":
            name, _, content = value.partition(": ")
            headers[name] = content
        elif option == "-F":
            field, _, name = value.partition("=@")
            request["files"] = {field: (name, b"# Titre\n\nUn texte.")}
        elif option in ("-d", "--data-binary"):
            request["content"] = "<p>Un texte.</p>" if value[0] == "@" else value
        else:
            assert (option, value) == ("-X", "POST")
    return client.post(words[0].removeprefix(ADDRESS), headers=headers, **request)


@pytest.mark.parametrize("command", examples("sh"))
def test_each_line_of_curl_is_answered(command, client):
    answer = asked(command, client)
    assert answer.status_code == 200, answer.text
    assert answer.json()["documents"]


def test_the_python_example_prints_titles_and_passages(client, monkeypatch, capsys):
    (source,) = examples("python")
    monkeypatch.setattr(
        httpx,
        "post",
        lambda address, *, timeout, **sent: client.post(
            address.removeprefix(ADDRESS), **sent
        ),
    )
    exec(compile(source, str(PAGE), "exec"), {})  # noqa: S102 - our own example
    printed = capsys.readouterr().out
    assert "ÆSON" in printed
    assert re.search(r"^  p\. 1 : « .+ »$", printed, re.MULTILINE)


def test_the_commands_name_options_that_there_are():
    lines = re.findall(r"^    gtnum related (.*)$", PAGE.read_text("utf-8"), re.M)
    options = {word for line in lines for word in line.split() if word[:2] == "--"}
    from typer.main import get_command

    from gtnum.cli import app

    known = get_command(app).commands["related"].params
    assert options <= {option for each in known for option in each.opts}


WORDPRESS = """<?php
define( 'ABSPATH', '/' );
class WP_Post {
	public $ID = 7;
	public $post_title = 'Un <titre>';
	public $post_content = '<p>Un texte.</p>';
}
class WP_Error {
	function __construct( $code, public $message ) {}
	function get_error_message() { return $this->message; }
}
$hooks = array();
function add_action( $name, $call ) { global $hooks; $hooks[ $name ] = $call; }
function add_meta_box( ...$all ) { global $box; $box = $all; }
function is_wp_error( $x ) { return $x instanceof WP_Error; }
function esc_html( $x ) { return htmlspecialchars( $x ); }
function esc_url( $x ) { return htmlspecialchars( $x ); }
function admin_url( $x ) { return '/wp-admin/' . $x; }
function wp_nonce_url( $x, $action ) { return $x . '&_wpnonce=1'; }
function absint( $x ) { return abs( (int) $x ); }
function check_admin_referer( $x ) { echo "[checked $x]"; }
function get_post( $id ) { return $id ? new WP_Post() : null; }
function current_user_can( $what, $id ) { return true; }
function wp_die( $x ) { echo "[died $x]"; exit( 0 ); }
function wp_remote_post( $address, $sent ) {
	fwrite( STDERR, json_encode( array( $address, $sent ) ) );
	return json_decode( file_get_contents( 'php://stdin' ), true );
}
function wp_remote_retrieve_body( $x ) { return $x['body']; }
function wp_remote_retrieve_response_code( $x ) { return $x['status']; }
"""
"""As much of WordPress as the example uses; the answer stands on the input."""


@pytest.fixture
def php():
    program = shutil.which("php")
    if program is None:
        pytest.skip("php is not installed")
    return program


def run_php(php, source, given):
    return subprocess.run(
        [php, "-d", "display_errors=stderr", "-r", source.removeprefix("<?php")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_the_plugin_is_correct_php(php, tmp_path):
    (source,) = examples("php")
    path = tmp_path / "gtnum.php"
    path.write_text(source, encoding="utf-8")
    subprocess.run([php, "-l", str(path)], check=True, capture_output=True, timeout=60)


def test_the_plugin_asks_the_service_and_shows_its_answer_escaped(php, client):
    (source,) = examples("php")
    body = client.post("/related?limit=5", json={"text": "Un texte."}).text
    page = WORDPRESS + source.removeprefix("<?php") + "\n$hooks['add_meta_boxes']();"
    page += "gtnum_related_box( new WP_Post() ); $_GET['post'] = '7';"
    page += "$hooks['admin_post_gtnum_related']();"
    shown = run_php(php, page, {"status": 200, "body": body})
    address, sent = json.loads(shown.stderr)
    assert address == f"{ADDRESS}/related?limit=5"
    answer = client.post(
        address.removeprefix(ADDRESS), content=sent["body"], headers=sent["headers"]
    )
    assert answer.status_code == 200
    assert sent["body"].startswith("<h1>Un &lt;titre&gt;</h1>")
    assert "[checked gtnum_related_7]" in shown.stdout
    assert "action=gtnum_related&amp;post=7&amp;_wpnonce=1" in shown.stdout
    assert "/document/sheet-gtnum-2022-aeson" in shown.stdout
    assert "<script>" not in shown.stdout


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (422, '{"detail": "Le brouillon est vide."}', "[died Le brouillon est vide.]"),
        (502, "<html>", "[died Le service ne répond pas.]"),
    ],
)
def test_the_plugin_says_why_there_is_no_answer(php, status, body, words):
    (source,) = examples("php")
    page = WORDPRESS + source.removeprefix("<?php") + "\n$_GET['post'] = '7';"
    page += "$hooks['admin_post_gtnum_related']();"
    shown = run_php(php, page, {"status": status, "body": body})
    assert words in shown.stdout
