"""People of providers: which one they choose, what they see of one that is away, and what they can do who are not let in."""

import contextlib
import http.server
import json
import os
import threading
import urllib.parse

from browser_flows import sent_back, sign_in
from browser_looks import look_at
from checks import check
from origins import Client

# The other upstreams of the manifest are at a port where nobody listens, and the pretend one.
PORT = int(os.environ.get("PROVIDER_PORT", "0"))


class Provider(http.server.BaseHTTPRequestHandler):
    """OAuth 2 alone, of one person, who is never asked for anything."""

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/userinfo":
            return self.answer({"sub": "1", "name": "Nobody"})
        asked = dict(urllib.parse.parse_qsl(address.query))
        self.send_response(302)
        self.send_header("Location", asked["redirect_uri"] + "?" + urllib.parse.urlencode(
            {"code": "code", "state": asked["state"]}))
        self.end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def provider():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()


def choose(world, request=None):
    request = request or Client(world.issuer, world.page + "/callback").request()
    world.browser.open(request.url())
    world.browser.press("decision", "approve")
    world.browser.wait(lambda: world.browser.has_button("upstream", "corp"), "nobody is asked where to sign in")


def not_let_in(world, request=None):
    choose(world, request)
    world.browser.press("upstream", "corp")
    world.browser.wait(lambda: "/upstream/corp/" in world.browser.url, "the provider sent nobody back")


def provider_away(world):
    choose(world)
    world.browser.press("upstream", "away")
    world.browser.wait(lambda: not world.browser.has_button("upstream", "corp"), "the provider is there")


def start_with_providers(world):
    world.browser.open(world.issuer)
    check("Example Corp" in world.browser.one("main").text, "the start page does not say who can sign in")


PAGES = [choose, not_let_in, provider_away, start_with_providers]


def every_page_of_providers(world):
    """the pages about providers fit their window and are accessible, wide and narrow, in light and dark"""
    with provider():
        look_at(world, PAGES)


def another_account(world):
    """who is not let in reads whom to ask, tries again by keyboard, and comes in by another way"""
    with provider():
        request = Client(world.issuer, world.page + "/callback").request()
        not_let_in(world, request)
        check("desk@example.com" in world.browser.one("main").text, "the page does not say whom to ask")
        check(world.browser.all("main a.button") != [], "there is no way back to the application")
        world.browser.press_by_keyboard("decision", "approve")
        world.browser.wait(lambda: world.browser.has_button("upstream", "fake"), "there is no other try")
        world.browser.press("upstream", "fake")
        world.browser.wait(lambda: world.browser.has_button("action", "finish"), "no sign-in")
        sign_in(world.browser)
        check("code" in request.answer(sent_back(world.browser, request)), "there is no code")


def back_and_reload(world):
    """loading the page of who is not let in again does no harm, and the way back in the browser leads to another try"""
    with provider():
        request = Client(world.issuer, world.page + "/callback").request()
        not_let_in(world, request)
        world.browser.driver.refresh()
        check(world.browser.one("h1").text == "This sign-in is finished already", world.browser.heading)
        world.browser.run("history.go(-2)")
        world.browser.wait(lambda: world.browser.has_button("decision", "approve"), "the consent is gone")
        world.browser.press("decision", "approve")
        world.browser.wait(lambda: world.browser.has_button("upstream", "fake"), "the chooser is gone")
        world.browser.press("upstream", "fake")
        world.browser.wait(lambda: world.browser.has_button("action", "finish"), "no sign-in")
        sign_in(world.browser)
        check("code" in request.answer(sent_back(world.browser, request)), "there is no code")


def without_scripts(world):
    """where to sign in is chosen without any script"""
    with provider():
        world.browser.disable_scripts()
        choose(world)
        world.browser.press("upstream", "fake")
        world.browser.wait(lambda: world.browser.has_button("action", "finish"), "no sign-in")


CASES = [every_page_of_providers, another_account, back_and_reload, without_scripts]
