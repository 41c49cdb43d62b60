"""Page numbers counted anew: only numbers and checksums change, whatever else stands in the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import oggpages


def slow_crc(data: bytes) -> int:
    """RFC 3533, bit by bit."""
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1 ^ (0x04C11DB7 if register & 0x80000000 else 0)) & 0xFFFFFFFF
    return register


def page(number: int, body: bytes = b"sound", *, serial: int = 7, flags: int = 0) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS\0" + bytes([flags]) + bytes(8) + serial.to_bytes(4, "little") + (number % 2**32).to_bytes(4, "little")
    rest = bytes([len(lacing)]) + lacing + body
    checksum = slow_crc if len(body) < 2_000 else oggpages.crc
    return head + checksum(head + bytes(4) + rest).to_bytes(4, "little") + rest


def renumbered(data: bytes, by: int) -> bytes:
    return b"".join(oggpages.renumbered(lambda size, at: data[at : at + size], 0, len(data), by))


def same(one: bytes, two: bytes) -> bool:
    return oggpages.same(lambda size, at: one[at : at + size], 0, len(one), lambda size, at: two[at : at + size], 0)


@given(st.binary(max_size=200))
def test_checksum(data: bytes) -> None:
    assert oggpages.crc(data) == slow_crc(data)


@given(st.lists(st.binary(max_size=700), min_size=1, max_size=6), st.integers(-3, 2**32))
@settings(max_examples=50, deadline=None)
def test_every_page_gets_its_number_and_checksum(parts: list[bytes], by: int) -> None:
    data = b"".join(page(n + 5, part) for n, part in enumerate(parts))
    wanted = b"".join(page(n + 5 + by, part) for n, part in enumerate(parts))
    assert renumbered(data, by) == wanted
    assert same(data, wanted)
    assert not same(data, wanted + b"!")
    assert not same(data, wanted[:-1])
    assert not same(data, wanted[:-1] + bytes([wanted[-1] ^ 1]))


def test_many_pages_in_pieces() -> None:
    data = b"".join(page(n, bytes([n % 256]) * 40_000) for n in range(70))
    pieces = [*oggpages.renumbered(lambda size, at: data[at : at + size], 0, len(data), 9)]
    assert len(pieces) == 3
    assert max(map(len, pieces)) <= 1 << 20
    assert same(data, b"".join(pieces))
    last = b"".join(pieces)[-len(page(0, bytes(40_000))) :]
    assert last == page(69 + 9, bytes([69]) * 40_000)


def test_a_damaged_page_stays_damaged() -> None:
    damaged = page(4)[:-1] + b"?"
    made = renumbered(damaged, 1)
    assert made[:26] == page(5)[:26]
    assert slow_crc(made[:22] + bytes(4) + made[26:]) != int.from_bytes(made[22:26], "little")


@pytest.mark.parametrize(
    "other",
    [page(4, serial=8), b"no page at all", b"OggS", page(4)[:-2], page(0, b"head", flags=2) + page(1, b"of its own")],
)
def test_what_is_not_of_the_stream_stays(other: bytes) -> None:
    assert renumbered(page(3) + other, 2) == page(5) + other


def test_pages_go_on_behind_junk() -> None:
    junk = b"x" * 3_000_000
    assert renumbered(page(3) + junk + page(4), 2) == page(5) + junk + page(6)


@pytest.mark.parametrize(
    ("head", "first", "by"),
    [
        (page(0) + page(1), page(2), 0),
        (page(0) + page(1) + page(2), page(2), 1),
        (page(0), page(3), -2),
        (page(0), page(3, serial=8), 0),
        (page(0), b"", 0),
        (b"ID3\3", page(3), 0),
        (b"", b"", 0),
    ],
)
def test_shift(head: bytes, first: bytes, by: int) -> None:
    assert oggpages.shift(head, first) == by


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes(data: bytes) -> None:
    assert len(renumbered(b"OggS\0" + data, 1)) == len(data) + 5
