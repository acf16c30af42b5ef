"""What clients try is seen as it happens."""

import itertools

from selenium.webdriver.common.keys import Keys

from checks import check
from chromium import NARROW, WIDE
from origins import Client
from person import Person


def attempt(issuer: str, name: str) -> Client:
    """A login from the request to the token, beside the browser."""
    request = Client(issuer, "http://127.0.0.1:7777/callback", client_name=name).request()
    request.redeem(Person(issuer).authorize(request.url(login_hint="ada")))
    return request.client


def row(browser, name: str):
    return next((row for row in browser.all("ol.flows > li") if name in row.text), None)


def live(world):
    """the timeline shows a login while it happens, without being loaded again, and each page of it follows"""
    browser, issuer = world.browser, world.issuer
    browser.open(issuer + "/flows")
    browser.run("window.isStillThere = true")
    browser.wait(lambda: browser.one("[data-live-note]").get_attribute("data-look") == "good", "it isn't live")
    client = attempt(world.issuer, "Watched client")
    browser.wait(lambda: "tokens issued" in row(browser, "Watched client").text, "the login isn't shown as it happens")
    check(browser.run("return window.isStillThere"), "the page was loaded again")
    row(browser, "Watched client").find_element("css selector", "a").click()
    browser.wait(lambda: browser.all("svg[role]") + browser.all("main svg"), "there is no diagram")
    check(client.id in browser.one("main").text, "the page of the attempt doesn't name the client")
    found = browser.blocked()
    check(found == [], f"its policy gets in its own way: {found}")


def unscripted(world):
    """without scripts the timeline is there after each load"""
    browser = world.browser
    browser.disable_scripts()
    browser.open(world.issuer + "/flows")
    attempt(world.issuer, "Client that nobody watched")
    browser.driver.refresh()
    check(row(browser, "Client that nobody watched") is not None, "the login isn't there after a load")


def from_the_start_page(world):
    """the start page has the last attempts, with links to them"""
    browser = world.browser
    attempt(world.issuer, "Client of the start page")
    browser.open(world.issuer)
    link = next(link for link in browser.all(".attempts a") if "Client of the start page" in link.text)
    link.click()
    browser.wait(lambda: "flow=" in browser.url, "the link leads elsewhere")
    check("Client of the start page" in browser.one("main").text, "the page is of another attempt")


def operator(world):
    """under another name of this machine the timeline asks for the operator token, opens with it, and closes again"""
    browser = world.browser
    address = world.issuer.replace("localhost", "127.0.0.1") + "/flows"
    browser.open(address)
    browser.one('input[type="password"]').send_keys("another" + Keys.ENTER)
    browser.wait(lambda: browser.all('[role="alert"]'), "any token is taken")
    for scheme, size in itertools.product(("light", "dark"), (WIDE, NARROW)):
        browser.prefer(scheme)
        browser.resize(size)
        browser.check_looks("the operator's sign-in")
        browser.check_accessible(f"the operator's sign-in, {scheme}, {size[0]} wide")
    browser.one('input[type="password"]').send_keys(world.operator_token + Keys.ENTER)
    browser.wait(lambda: browser.all("[data-live]"), "the token opens nothing")
    browser.press("action", "sign_out")
    browser.wait(lambda: browser.all('input[type="password"]') or not browser.all("[data-live]"), "it stays open")
    browser.open(address)
    check(browser.all("[data-live]") == [], "who signed out still sees the timeline")


CASES = [live, unscripted, from_the_start_page]
# Of a server that has an operator token.
OPERATOR_CASES = [operator]
