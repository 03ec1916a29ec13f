"""Nothing that opens a session reaches the disk, and nothing else is spoiled."""

from __future__ import annotations

from verifier.retrieval import redact

KNOWN = redact.secrets(["v9=abc/def+x", "123456789", "07"])


def test_a_secret_goes_in_every_form_that_a_url_gives_it() -> None:
    url = redact.url("http://h/a?v=v9%3Dabc%2Fdef%2Bx&w=v9=abc/def+x&n=123456789", KNOWN)
    assert url == "http://h/a?v=REDACTED&w=REDACTED&n=REDACTED"


def test_a_short_value_is_no_secret() -> None:
    assert redact.url("http://h/2021/07/page?p=07", KNOWN) == "http://h/2021/07/page?p=07"


def test_cookies_lose_their_values_and_keep_their_names() -> None:
    pairs = (("Set-Cookie", "SID=geheim; Path=/"), ("Cookie", "SID=geheim; LID=x"), ("X-App-Key", "geheim"), ("Server", "nginx"))
    assert redact.headers(pairs) == (
        ("Set-Cookie", "SID=REDACTED"),
        ("Cookie", "SID=REDACTED; LID=REDACTED"),
        ("X-App-Key", "REDACTED"),
        ("Server", "nginx"),
    )


def test_fields_that_are_secret_by_name_go_and_their_neighbours_stay() -> None:
    assert redact.url("http://h/x?ticket=1&kw=%E9%BD%BF%E8%BD%AE") == "http://h/x?ticket=REDACTED&kw=%E9%BD%BF%E8%BD%AE"
    assert redact.url("http://h/x?kw=ticket&time=2021") == "http://h/x?kw=ticket&time=2021"


def test_a_request_body_loses_the_secret_only() -> None:
    assert redact.body(b"time=123456789&pIdx=0", KNOWN) == b"time=REDACTED&pIdx=0"


def test_what_is_no_address_is_blacked_out_whole() -> None:
    assert redact.url("http://[::1/?ticket=geheim") == "REDACTED"
    assert redact.headers((("Location", "//[?ticket=geheim"),)) == (("Location", "REDACTED"),)
