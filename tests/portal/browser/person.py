"""Somebody at a screen: does what a person can do, by the words on the page, and looks hard at every page on the way.

Every page that comes is held to the same demands: served by this host alone under a content policy without inline code, no error in
the console, no serious violation by axe, no sideways scrolling at 390 pixels, no furniture on paper. A picture of each is kept, and a print.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python import base
from playwright.sync_api import Browser, Error, Locator, Page, Request, Response, expect

AXE = (Path(base.__file__).parent / "axe.min.js").read_text("utf-8")
"""axe-core as its package on the index ships it, with its licence (MPL 2.0)."""
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
FOCUS = """(() => {
  const one = document.activeElement, name = one.labels?.[0]?.innerText || one.innerText || "";
  return [one.matches("a, button, input, select, textarea, summary") ? name : "", getComputedStyle(one).outlineStyle];
})()"""
"""What holds the focus is called, and how its outline is drawn."""
GRAVE = ("serious", "critical")
PATIENCE = 25_000
"""Milliseconds to wait for what a worker does, on a busy machine."""


class Person:
    """One browser window. `steps` counts what was done and seen in it, `faults` what was wrong with the pages."""

    def __init__(self, browser: Browser, address: str, who: str, pictures: Path) -> None:
        """Open an empty window."""
        self.who, self.address, self.pictures = who, address, pictures
        self.context = browser.new_context(
            base_url=address, locale="zh-CN", viewport=WIDE, accept_downloads=True, reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.steps = 0
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self._document: Response | None = None
        self._refusal_expected = False
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", lambda said: self._complained(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.where}: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    # ------------------------------------------------------------ what a person does

    def open(self, path: str) -> Person:
        """Type an address."""
        self.page.goto(path)
        return self._arrived()

    def follow(self, words: str, within: Locator | None = None) -> Person:
        """Click a link."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=words).first.click()
        return self._arrived()

    def press(self, words: str, within: Locator | None = None) -> Person:
        """Press a button."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=words, exact=True).first.click()
        return self._arrived()

    def types(self, *keys: str) -> Person:
        """Use the keyboard: a key by its name (`Tab`), anything else is text."""
        for key in keys:
            self.page.keyboard.press(key) if key in ("Tab", "Enter", "Space") else self.page.keyboard.type(key)
            self.steps += 1
        return self

    def tabs_to(self, words: str, most: int = 150) -> Person:
        """Press Tab until what holds the focus is called so, and see that the focus shows."""
        for _ in range(most):
            name, outline = self.page.evaluate(FOCUS)
            if words in name:
                assert outline != "none", f"{self.where}: the focus does not show"
                self.steps += 1
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.where}: {words} cannot be reached by keyboard")

    def enters(self) -> Person:
        """Press Enter on a link or button, and arrive."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self._arrived()

    def tick(self, words: str) -> Person:
        """Tick a box or a choice by its label."""
        self.page.get_by_label(words).first.check()
        self.steps += 1
        return self

    def fill(self, **fields: str) -> Person:
        """Write into fields by their labels; a label begins with the word."""
        for label, text in fields.items():
            self.field(label).fill(text)
            self.steps += 1
        return self

    def choose(self, **fields: str) -> Person:
        """Choose from lists by their labels."""
        for label, option in fields.items():
            chosen = self.field(label)
            chosen.select_option(value=chosen.locator("option", has_text=option).first.get_attribute("value"))
            self.steps += 1
        return self

    def attach(self, label: str, name: str, content: bytes) -> Person:
        """Choose a file."""
        self.field(label).set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        self.steps += 1
        return self

    def download(self, words: str) -> bytes:
        """Click a link that is a file, and return the file."""
        document = self._document
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=words).first.click()
        self._document = document
        self.steps += 1
        return Path(coming.value.path()).read_bytes()

    def sees(self, *words: str) -> Person:
        """Demand that the page says something now or soon."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word, timeout=PATIENCE)
            self.steps += 1
        return self

    def sees_not(self, *words: str) -> Person:
        """Demand that the page does not say something."""
        for word in words:
            expect(self.page.locator("body")).not_to_contain_text(word)
            self.steps += 1
        return self

    def refused(self, path: str, *words: str) -> Person:
        """Type an address that is closed to this person, and read why."""
        self._refusal_expected = True
        self.open(path)
        self._refusal_expected = False
        assert self._document is not None
        assert self._document.status in (403, 404), f"{self.who} could open {path}"
        return self.sees(*words)

    def logs_in(self, username: str, password: str) -> Person:
        """Log in at the login page."""
        self.open("/login").fill(用户名=username, 口令=password)
        return self.press("登录")

    # ------------------------------------------------------------ where a person looks

    @property
    def where(self) -> str:
        """The address, with its numbers and tokens taken out."""
        path = urlsplit(self.page.url).path
        return re.sub(r"/[\w-]{40,}", "/…", re.sub(r"\d+", "N", path))

    def field(self, label: str) -> Locator:
        """Return the field whose label begins so."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def row(self, words: str) -> Locator:
        """Return the table row that holds some words."""
        return self.page.locator("tr", has_text=words).first

    def text(self) -> str:
        """Return what the page says."""
        return self.page.locator("body").inner_text()

    # ------------------------------------------------------------ what every page is held to

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and not request.url.startswith(self.address):
            self.faults.append(f"{self.where}: asks {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self._document = response

    def _complained(self, text: str) -> None:
        if not (self._refusal_expected and "status of 40" in text):
            self.faults.append(f"{self.where}: console: {text}")

    def _arrived(self) -> Person:
        self.page.wait_for_load_state("load")
        self.steps += 1
        self.looks()
        return self

    def looks(self) -> None:
        """Look the page over; the same page in the same language once. A page that renews itself meanwhile is looked at anew."""
        for _ in range(3):
            try:
                return self._look()
            except Error as error:
                if not any(sign in str(error) for sign in ("navigat", "destroyed", "properties of null")):
                    raise
                self.page.wait_for_load_state("load")
        return None

    def _look(self) -> None:
        self.page.wait_for_load_state("load")
        self._look_at_headers()
        lang, sections = self.page.evaluate(
            "[document.documentElement.lang, [...document.querySelectorAll('h2')].map(one => one.innerText).join()]"
        )
        key = f"{self.where} {lang} {re.sub(r'[0-9]+', 'N', sections)}"
        if key in self.seen:
            return
        if not self.page.locator("h1").count():
            self.faults.append(f"{self.where}: no heading")
        self._look_by_axe()
        name = self._picture("wide")
        self._look_narrowly(name)
        self._look_on_paper(name)
        self.seen.add(key)

    def _look_at_headers(self) -> None:
        response = self._document
        if response is None:
            return
        policy = response.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.faults.append(f"{self.where}: content policy {policy!r}")
        if response.status >= 500 or (response.status >= 400 and not self._refusal_expected):
            self.faults.append(f"{self.where}: status {response.status}")

    def _look_by_axe(self) -> None:
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        for one in found:
            if one["impact"] in GRAVE:
                self.faults.append(
                    f"{self.where}: axe {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
                )

    def _look_narrowly(self, name: str) -> None:
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.faults.append(f"{self.where}: {width} pixels wide in a window of {NARROW['width']}")
        self.page.screenshot(path=self.pictures / f"{name}-narrow.png", full_page=True)
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def _look_on_paper(self, name: str) -> None:
        self.page.emulate_media(media="print")
        for furniture in (".top", ".foot", ".filters", ".actions"):
            if any(one.is_visible() for one in self.page.locator(furniture).all()):
                self.faults.append(f"{self.where}: {furniture} is printed")
        self.page.pdf(path=self.pictures / f"{name}-paper.pdf", format="A4", margin=MARGINS)  # type: ignore[arg-type]
        self.page.emulate_media(media="screen")

    def _picture(self, kind: str) -> str:
        name = f"{self.who}-{len(self.seen):02}{self.where.replace('/', '-')}"[:90].rstrip("-")
        self.page.screenshot(path=self.pictures / f"{name}-{kind}.png", full_page=True)
        return name
