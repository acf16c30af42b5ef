"""What strangers send stays text."""

from selenium.webdriver.common.by import By
import urllib.parse

from checks import check
from origins import Client

# Unicode takes each of them for one character with what stands before or behind it.
JOINING = "\u0301\u0308\u20e3\u0903\u0d4e\u0600\U000110bd\U00011a84\u200c\u200d\ufe0f\U000e0100\U0001f3fd\U0001f1e6\u1100\u1161\u11a8\u202e"

ELEMENTS = """return Array.from(document.querySelectorAll('*')).map(element => element.tagName + ' ' + element.getAttributeNames())"""


def planted(scalar: str) -> str:
    """An element of a stranger's own, each bracket and quote with the scalar before it and behind it."""
    return "".join(f"{scalar}{byte}{scalar}" if byte in "<>\"'&=` " else byte for byte in
                   "\"'></title><b id=planted onclick=`alert(1)`>&lt;</b><meta http-equiv=refresh>")


def markup(world):
    """no element and no attribute is a stranger's, and values arrive as they were"""
    browser, issuer = world.browser, world.issuer

    def consent(name: str) -> str:
        return Client(issuer, world.page + "/callback", client_name=name).request().url()

    def login(state: str) -> str:
        return issuer + "/fakeupstreamauth/authorize?" + urllib.parse.urlencode(
            {"redirect_uri": issuer + "/fakeupstreamauth/callback", "state": state})

    def refused(text: str) -> str:
        return issuer + "/oauth/authorize?" + urllib.parse.urlencode({"client_id": text, "scope": text})

    for address in (consent, login, refused):
        browser.open(address("plain"))
        plain = browser.run(ELEMENTS)
        check(len(plain) > 10, f"{browser.url} is no page")
        for scalar in JOINING:
            text = planted(scalar)
            browser.open(address(text))
            found = browser.run(ELEMENTS)
            check(found == plain, f"U+{ord(scalar):04X} at {browser.url}: {set(found) ^ set(plain)}")
            if address is login:
                for field in browser.driver.find_elements(By.NAME, "state"):
                    check(field.get_attribute("value") == text, f"U+{ord(scalar):04X}: the state is another")


CASES = [markup]
