"""A secret that was handed out is seen nowhere, however it is written down."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.publish import redact


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact, "_known", set())
    monkeypatch.setattr(redact, "_pattern", None)
    monkeypatch.setattr(redact, "_guard", lambda: None)


def test_nothing_is_masked_before_a_secret_is_known() -> None:
    assert redact.mask("pass word") == "pass word"


@pytest.mark.parametrize("short", ["", "a", "abc", "   ", " a b "[:3]])
def test_what_is_too_short_would_hide_every_word(short: str) -> None:
    redact.remember(short)
    assert redact.mask("a b c abc") == "a b c abc"


def test_the_longer_secret_goes_first() -> None:
    redact.remember("secret")
    redact.remember("secret-and-more")
    assert redact.mask("<secret-and-more>") == "<•••>"


@settings(max_examples=200, deadline=None)
@given(
    secret=st.text(st.characters(exclude_categories=("Cs",)), min_size=6, max_size=40).filter(lambda s: s.strip() == s),
    user=st.text("abcdefgh:", max_size=7),
    tail=st.text("xyz\n", max_size=4),
)
def test_forms(secret: str, user: str, tail: str) -> None:
    redact._known.clear()
    redact.remember(secret)
    whole = user + secret + tail
    forms = [
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        json.dumps(secret),
        json.dumps(secret, ensure_ascii=False),
        repr(secret),
    ]
    for form in forms:
        inner = form[1:-1] if form[:1] in "\"'" and form != secret else form
        assert inner not in redact.mask(f"before {form} after"), form
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        coded = encode(whole.encode()).decode()
        left = redact.mask(f"Authorization: Basic {coded}").removeprefix("Authorization: Basic ")
        assert redact.MASK in left
        assert len(left.replace(redact.MASK, "")) <= len(coded) - len(base64.b64encode(secret.encode())) + 8


def test_base64_of_user_and_password() -> None:
    redact.remember("pa ss/wörd")
    coded = base64.b64encode("me:pa ss/wörd".encode()).decode()
    assert redact.mask(f"Basic {coded}!") == "Basic b•••!"


def test_lines_of_a_key_are_masked_alone() -> None:
    redact.remember("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END KEY-----\n")
    assert "MIIEvQ" not in redact.mask("bad line: MIIEvQIBADANBgkqhkiG9w0")


PROGRAM = """
import threading
from feedtool.publish import redact
secret = redact.remember("".join(["can", "ary-4711"]))
def fail(): raise RuntimeError(f"server says {secret}")
thread = threading.Thread(target=fail); thread.start(); thread.join()
try: fail()
except RuntimeError as error: raise ValueError(secret) from error
"""


def test_tracebacks_nobody_catches_are_masked() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.count("RuntimeError: server says •••") == 2
    assert "ValueError: •••" in said.stderr
    assert "canary-4711" not in said.stderr


def test_it_stays_linear() -> None:
    import time

    for number in range(20):
        redact.remember(f"secret-{number}-{'x' * number}")
    start = time.process_time()
    redact.mask("c2VjcmV0LTE" * 20_000 + "secret-" * 20_000)
    assert time.process_time() - start < 3


def test_many_secrets_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(redact.remember, [f"secret-{n:03}" for n in range(100)]))
    assert redact.mask("secret-000 secret-099") == "••• •••"
