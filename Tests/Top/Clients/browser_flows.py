"""From a request to the way back, as people go it."""

import contextlib
import json
import urllib.parse

from checks import check
from chromium import NARROW
from origins import Client, application

CONSENT, LOGIN = 'button[name="decision"]', 'button[name="action"][value="finish"]'


# Steps

def connect(world):
    """An application of script alone asks for access."""
    browser = world.browser
    browser.open(world.page + "/#" + urllib.parse.quote(world.base, safe=""))
    browser.one("#connect").click()
    browser.wait(lambda: browser.title != "An application in a browser", "the application didn't open the consent page")
    if browser.title == "done":
        outcome(browser)
    check(browser.all(CONSENT) != [], f"{browser.title!r} instead of the consent page")


def outcome(browser) -> dict:
    browser.wait(lambda: browser.title == "done", "the application didn't finish")
    result = json.loads(browser.one("#result").text)
    check("failed" not in result, f"in the page: {result.get('failed')}")
    check(result["referrer"] == "", f"the browser told the application that it came from {result['referrer']}")
    return result


def approve(browser):
    browser.press("decision", "approve")
    browser.wait(lambda: browser.all(LOGIN), "consent didn't lead to the sign-in")


def sign_in(browser):
    browser.press("action", "finish")


def pass_through(browser, request) -> str:
    """From the consent page to the address that the browser is sent back to."""
    approve(browser)
    sign_in(browser)
    return sent_back(browser, request)


def sent_back(browser, request) -> str:
    browser.wait(lambda: browser.url.startswith(request.redirect_uri), "the browser was not sent back")
    # The page of the application takes the answer out of its address.
    return next(address for address in reversed(browser.requests()) if address.startswith(request.redirect_uri + "?"))


def current_user(browser) -> str:
    with contextlib.suppress(Exception):
        return browser.one(".person code").text
    return ""


def choose_user(browser):
    """Makes a new id, types one in, takes a demo user; every step is a form, and the page says who it would be."""
    first = current_user(browser)
    browser.press("action", "new")
    browser.wait(lambda: current_user(browser) not in ("", first), "there is no new user id")
    typed = browser.one('input[type="text"]')
    typed.clear()
    typed.send_keys("somebody-else")
    browser.press("action", "use")
    browser.wait(lambda: current_user(browser) == "somebody-else", "the id typed in isn't used")


# Cases

def script_alone(world):
    """an application of script alone, of another origin, gets from 401 to a tool's answer and through a refresh"""
    browser = world.browser
    connect(world)
    browser.check_looks("consent")
    approve(browser)
    browser.check_looks("sign-in")
    choose_user(browser)
    sign_in(browser)
    result = outcome(browser)
    check(browser.url == world.page + "/callback", f"the browser is at {browser.url}")
    check(result["token_type"] == "Bearer" and result["rotated"], f"the tokens are odd: {result}")
    check("whoami" in result["tools"], f"the tools are {result['tools']}")
    check(result["error_is_readable"] == "invalid_grant", f"an error reads {result['error_is_readable']}")
    check('"active":true' not in result["introspection"], "a web page can introspect")


def denial(world):
    """who denies is sent back, and the application is told"""
    connect(world)
    world.browser.press("decision", "deny")
    result = outcome(world.browser)
    check(result["error"] == "access_denied", f"denying answers {result}")


def keyboard_alone(world):
    """the keyboard alone leads to a token, and the focus can be seen on the way"""
    browser = world.browser
    connect(world)
    browser.press_by_keyboard("decision", "approve")
    browser.wait(lambda: browser.all(LOGIN), "consent by keyboard didn't lead to the sign-in")
    browser.press_by_keyboard("action", "finish")
    check("whoami" in outcome(browser)["tools"], "the keyboard alone doesn't lead to a token")


def without_script(world):
    """pages need no script"""
    browser = world.browser
    request = Client(world.issuer, world.page + "/callback").request()
    browser.disable_scripts()
    browser.open("data:text/html,<title>off</title><script>document.title='on'</script>")
    check(browser.title == "off", "scripts run in this browser")
    browser.open(request.url())
    approve(browser)
    choose_user(browser)
    sign_in(browser)
    request.redeem(sent_back(browser, request))


def narrow(world):
    """in a window of 320 by 640 all of it is there, and both answers are in view at once"""
    browser = world.browser
    browser.resize(NARROW)
    request = Client(world.issuer, world.page + "/callback", client_name="A client with a name of some length").request()
    browser.open(request.url())
    browser.check_looks("consent")
    for decision in ("approve", "deny"):
        check(browser.is_in_view(browser.button("decision", decision)), f"{decision} is out of sight")
    request.redeem(pass_through(browser, request))


def one_click(world):
    """somebody whom the manifest names signs in with one click"""
    browser = world.browser
    request = Client(world.issuer, world.page + "/callback").request()
    browser.open(request.url())
    approve(browser)
    browser.press("user_id", "ada")
    request.redeem(sent_back(browser, request))


def kept_id(world):
    """an id that can't be one stays in the field, which has the focus"""
    browser = world.browser
    browser.open(Client(world.issuer, world.page + "/callback").request().url())
    approve(browser)
    typed = browser.one('input[type="text"]')
    typed.clear()
    typed.send_keys("a b")
    browser.press("action", "use")
    browser.wait(lambda: browser.all('[role="alert"]'), "nothing is wrong with the id")
    focused = browser.driver.switch_to.active_element
    check(focused.get_attribute("name") == "user_id", f"the focus is on {focused.tag_name}")
    check(focused.get_attribute("value") == "a b", f"the field has {focused.get_attribute('value')!r}")


def two_tabs(world):
    """two tabs don't get in each other's way, whichever is first"""
    browser = world.browser
    requests = [Client(world.issuer, world.page + "/callback").request() for _ in range(2)]
    tabs = []
    for request in requests:
        if tabs:
            browser.driver.switch_to.new_window("tab")
        tabs.append(browser.driver.current_window_handle)
        browser.open(request.url())
    browser.driver.switch_to.window(tabs[0])
    approve(browser)
    browser.driver.switch_to.window(tabs[1])
    requests[1].redeem(pass_through(browser, requests[1]))
    browser.driver.switch_to.window(tabs[0])
    sign_in(browser)
    requests[0].redeem(sent_back(browser, requests[0]))


def back(world):
    """who goes back from the sign-in decides anew; who goes back from the application finds a page with words"""
    browser = world.browser
    request = Client(world.issuer, world.page + "/callback").request()
    browser.open(request.url())
    approve(browser)
    browser.driver.back()
    browser.wait(lambda: browser.all(CONSENT), "back from the sign-in there is no consent page")
    request.redeem(pass_through(browser, request))
    browser.driver.back()
    browser.wait(lambda: browser.url.startswith(world.issuer), "there is no way back from the application")
    if browser.has_button("action", "finish"):
        sign_in(browser)
        browser.wait(lambda: not browser.has_button("action", "finish"), "signing in twice leads nowhere")
    check(browser.heading != "", f"{browser.url} has no words for who comes back")


def reload(world):
    """each page can be loaded again, and goes on as if it had not been"""
    browser = world.browser
    request = Client(world.issuer, world.page + "/callback").request()
    browser.open(request.url())
    browser.driver.refresh()
    approve(browser)
    browser.driver.refresh()
    choose_user(browser)
    # This page is the answer to a form: the browser sends it again.
    browser.driver.refresh()
    browser.wait(lambda: current_user(browser) == "somebody-else", "the page of the form can't be loaded again")
    sign_in(browser)
    browser.wait(lambda: browser.url.startswith(request.redirect_uri), "the browser was not sent back")
    seen = browser.requests()
    request.redeem(next(address for address in reversed(seen) if address.startswith(request.redirect_uri + "?")))
    callback = next(address for address in seen if address.startswith(world.issuer + "/fakeupstreamauth/callback?"))
    browser.open(callback)
    check(browser.url.startswith(world.issuer), f"who comes to {callback} twice is sent on")
    check("finished" in browser.heading.lower(), f"who comes twice is told {browser.heading!r}")


def redirects(world):
    """the way back may be any port of this machine by name or address, https, or a program's own scheme"""
    browser = world.browser
    with application(host="localhost") as named, application("https", "localhost") as secure:
        for registered, used, more in [
            ("http://localhost/callback", named + "/callback", {"application_type": "native"}),
            ("http://127.0.0.1/callback", world.page + "/callback", {"application_type": "native"}),
            (secure + "/callback", secure + "/callback", {}),
        ]:
            request = Client(world.issuer, registered, **more).request(used)
            browser.open(request.url())
            request.redeem(pass_through(browser, request))
    uri = "cursor://anysphere.cursor-mcp/oauth/callback"
    request = Client(world.issuer, uri).request()
    browser.open(request.url())
    approve(browser)
    browser.requests()
    sign_in(browser)
    seen: list[str] = []
    # There is no such program here: the browser stays where it is.
    browser.wait(lambda: seen.extend(browser.requests()) or any(url.startswith(uri) for url in seen),
                 f"the browser was not sent to {uri}")
    request.redeem(next(url for url in seen if url.startswith(uri)))


CASES = [script_alone, denial, keyboard_alone, without_script, narrow, one_click, kept_id, two_tabs, back, reload, redirects]
