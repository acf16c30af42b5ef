"""A person at a browser without JavaScript: keeps cookies, follows redirects, reads forms and presses their buttons.

Only the standard library is used, so that every client's environment can run it.
"""

import http.cookiejar
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

from checks import check


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.scripts = 0

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if tag == "script":
            self.scripts += 1
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        if not self.forms:
            return
        if tag == "input" and values.get("name"):
            self.forms[-1].fields.append((values["name"], values.get("value", "")))
        if tag == "button" and values.get("type", "submit") == "submit":
            self.forms[-1].buttons.append((values.get("name", ""), values.get("value", "")))


@dataclass
class Page:
    url: str
    status: int
    headers: dict[str, str]
    text: str

    def form_with(self, button: tuple[str, str]) -> Form:
        reader = FormReader()
        reader.feed(self.text)
        check(reader.scripts == 0, f"{self.url} has a script; it must work without")
        for form in reader.forms:
            if button in form.buttons:
                check(form.method == "post", f"the form of {self.url} is sent by {form.method}, not post")
                return form
        raise AssertionError(f"{self.url} ({self.status}) has no button {button}:\n{self.text[:2000]}")


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Person:
    def __init__(self, issuer: str):
        self.issuer = issuer
        # Where people sign in, if that is elsewhere and asks nothing.
        self.provider = os.environ.get("PROVIDER_URL")
        self.login = "provider" if self.provider else "login"
        self.seen: list[str] = []
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            KeepRedirects(),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def authorize(self, url: str, decision: str = "approve") -> str:
        """Opens an authorization URL, decides, signs in, and returns the address the client is called back at."""
        page = self.open(url)
        self.seen.append("consent")
        answer = self.press(page, ("decision", decision))
        if isinstance(answer, str):
            return answer
        self.seen.append("login")
        answer = self.press(answer, ("action", "finish"))
        check(isinstance(answer, str), f"signing in led to {getattr(answer, 'url', '')}, not back to the client")
        return answer

    def open(self, url: str) -> Page:
        page = self.follow("GET", url, None)
        check(not isinstance(page, str), f"the authorization URL led straight to {page}")
        return page

    def press(self, page: Page, button: tuple[str, str]) -> "Page | str":
        form = page.form_with(button)
        return self.follow("POST", urllib.parse.urljoin(page.url, form.action), [*form.fields, button])

    def follow(self, method: str, url: str, fields) -> "Page | str":
        """The page at the end of the redirects, or the address at which they leave the issuer for the client."""
        for _ in range(10):
            page = self.send(method, url, fields)
            if page.status not in (301, 302, 303, 307, 308):
                check(page.status == 200, f"{method} {url} answers {page.status}:\n{page.text[:2000]}")
                self.check_headers(page)
                return page
            # A redirect that keeps the method would carry the form on to the next server (RFC 9700 §4.12).
            check(page.status in (302, 303), f"{method} {url} redirects with {page.status}")
            check(page.headers.get("referrer-policy") == "no-referrer" or method == "GET", "a form's redirect may leak")
            location = urllib.parse.urljoin(url, page.headers["location"])
            if self.provider and location.startswith(self.provider + "/"):
                self.seen.append(self.login)
            elif not location.startswith(self.issuer + "/"):
                return location
            method, url, fields = "GET", location, None
        raise AssertionError(f"too many redirects, the last to {url}")

    def send(self, method: str, url: str, fields) -> Page:
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(url, data=data, method=method)
        request.add_header("Accept", "text/html,application/xhtml+xml")
        request.add_header("Sec-Fetch-Mode", "navigate")
        request.add_header("Sec-Fetch-Dest", "document")
        request.add_header("Sec-Fetch-Site", "cross-site" if method == "GET" else "same-origin")
        if method == "POST":
            # What a browser makes of `Referrer-Policy: no-referrer`.
            request.add_header("Origin", "null")
        try:
            response = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Page(url, response.status, headers, response.read().decode())

    def check_headers(self, page: Page):
        headers = page.headers
        policy = headers.get("content-security-policy", "")
        check(headers.get("content-type", "").startswith("text/html"), f"{page.url} is not HTML")
        check("frame-ancestors 'none'" in policy, f"{page.url} may be framed: {policy}")
        check("unsafe" not in policy, f"{page.url} allows what is inline: {policy}")
        check("form-action" not in policy, f"{page.url} would keep Chromium from the client: {policy}")
        check(headers.get("referrer-policy") == "no-referrer", f"{page.url} sends its address on")
        check("no-store" in headers.get("cache-control", ""), f"{page.url} may be kept")
        check(headers.get("x-content-type-options") == "nosniff", f"{page.url} may be sniffed")


def call_back(url: str, attempts: int = 100):
    """Takes the client's answer to a listener of its own, which may still be about to listen."""
    for attempt in range(attempts):
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(url, timeout=10) as response:
                return response.status
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or attempt == attempts - 1:
                raise
            time.sleep(0.1)
