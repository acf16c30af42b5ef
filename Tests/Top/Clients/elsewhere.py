"""A person who signs in at a provider, through its own pages, whatever they are.

PROVIDER is the provider's name in the manifest; PROVIDER_FORM is what the person writes into its form, as JSON.
"""

import json
import os
import urllib.parse

from checks import check
from person import Form, FormReader, Person

NAME = os.environ["PROVIDER"]
WRITTEN = json.loads(os.environ["PROVIDER_FORM"])


class PersonElsewhere(Person):
    """Is known to a provider, and chooses it where there is a choice."""

    def authorize(self, url: str, decision: str = "approve") -> str:
        page = self.open(url)
        self.seen.append("consent")
        answer = self.press(page, ("decision", decision))
        if not isinstance(answer, str):
            answer = self.press(answer, ("upstream", NAME))
        check(isinstance(answer, str), f"consent led to {getattr(answer, 'url', '')}, not to the provider")
        callback = f"{self.issuer}/upstream/{NAME}/callback?"
        back = self.sign_in(answer, callback)
        self.seen.append("login")
        location = self.follow("GET", back, None)
        check(isinstance(location, str), f"signing in led to a page of the server:\n{getattr(location, 'text', '')}")
        return location

    def sign_in(self, location: str, callback: str) -> str:
        """Through the provider's own pages, whatever they are, to the address that the browser is sent back to."""
        method, fields = "GET", None
        for _ in range(10):
            page = self.send(method, location, fields)
            if page.status in (301, 302, 303):
                location = urllib.parse.urljoin(location, page.headers["location"])
                if location.startswith(callback):
                    return location
                method, fields = "GET", None
                continue
            check(page.status == 200, f"{location} answers {page.status}:\n{page.text[:2000]}")
            form = self.provider_form(page.text)
            location = urllib.parse.urljoin(page.url, form.action) if form.action else page.url
            method, fields = "POST", [(name, WRITTEN.get(name, value)) for name, value in form.fields]
        raise AssertionError(f"the provider does not send anybody back, the last address is {location}")

    def provider_form(self, text: str) -> Form:
        reader = FormReader()
        reader.feed(text)
        for form in reader.forms:
            if form.method == "post" and any(name in WRITTEN for name, _ in form.fields):
                return form
        raise AssertionError(f"there is nothing to sign in with on\n{text[:2000]}")
