"""Undoing a Content-Encoding never returns half a body."""

from __future__ import annotations

import gzip
import zlib

import pytest

from verifier.retrieval.wire import unpack

BODY = "检索结果".encode() * 200


def raw_deflate(body: bytes) -> bytes:
    """Return a bare deflate stream, as some servers send for `deflate`."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY)),
        ("GZIP ", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
    ],
)
def test_a_whole_body_comes_back(coding: str, packed: bytes) -> None:
    assert unpack(packed, coding, 10_000) == (BODY, None)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(BODY)[:-9]), ("deflate", zlib.compress(BODY)[:-5]), ("gzip", b"no gzip"), ("gzip", b""), ("br", BODY)],
)
def test_a_cut_or_unknown_encoding_is_truncated_and_never_half_a_page(coding: str, packed: bytes) -> None:
    assert unpack(packed, coding, 10_000) == (b"", "truncated")


@pytest.mark.parametrize(("coding", "packed"), [("", BODY), ("gzip", gzip.compress(BODY)), ("gzip", gzip.compress(bytes(10**7)))])
def test_more_than_the_limit_is_too_large(coding: str, packed: bytes) -> None:
    assert unpack(packed, coding, len(BODY) - 1) == (b"", "too_large")
