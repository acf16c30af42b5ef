"""Every page, wide and narrow, in light and dark: nothing is beyond the edge, and axe has nothing to say."""

from browser_flows import approve
from browser_timeline import attempt
from checks import check
from chromium import NARROW, WIDE
from origins import Client


def start(world):
    world.browser.open(world.issuer)


def start_unfolded(world):
    start(world)
    world.browser.run("document.querySelectorAll('details').forEach(details => { details.name = ''; details.open = true })")


def consent(world, redirect_uri: str = "", **metadata):
    client = Client(world.issuer, redirect_uri or world.page + "/callback", **metadata)
    world.browser.open(client.request().url(scope="mcp mcp:admin offline_access"))


def consent_named(world):
    consent(world, "https://app.example.com/callback", client_name="Example <b> & Söhne " + "long " * 12)


def consent_program(world):
    consent(world, "cursor://anysphere.cursor-mcp/oauth/callback", client_name="Cursor")


def sign_in(world):
    consent(world)
    approve(world.browser)


def sign_in_refused(world):
    sign_in(world)
    typed = world.browser.one('input[type="text"]')
    typed.clear()
    typed.send_keys("a b")
    world.browser.press("action", "use")
    world.browser.wait(lambda: world.browser.all('[role="alert"]'), "there is nothing wrong with the id")


def unknown_client(world):
    world.browser.open(world.issuer + "/oauth/authorize?client_id=nobody&response_type=code")


def unknown_redirect(world):
    world.browser.open(Client(world.issuer, world.page + "/callback").request("https://evil.example/back").url())


def refused_with_a_way_back(world):
    world.browser.open(Client(world.issuer, "https://app.example.com/cb").request().url(scope="files"))


def foreign_callback(world):
    world.browser.open(world.issuer + "/fakeupstreamauth/callback?state=unknown&code=unknown")


def nothing_here(world):
    world.browser.open(world.issuer + "/nothing")


def not_like_that(world):
    world.browser.open(world.issuer + "/oauth/token")


def another_name(world):
    world.browser.open(world.issuer.replace("localhost", "elsewhere.example") + "/")


def too_many_cookies(world):
    nothing_here(world)
    for number in range(5):
        world.browser.driver.add_cookie({"name": f"other{number}", "value": "x" * 4000, "path": "/"})
    nothing_here(world)


def signed_out(world):
    start(world)
    world.browser.press("action", "logout")
    world.browser.wait(lambda: world.browser.url.endswith("/logout"), "nobody was signed out")


def timeline(world):
    attempt(world.issuer, "A client with a name of some length, to be seen on the timeline")
    unknown_redirect(world)
    world.browser.open(world.issuer + "/flows")


def one_attempt(world):
    timeline(world)
    world.browser.one("ol.flows > li:nth-child(2) a").click()
    world.browser.wait(lambda: "flow=" in world.browser.url, "a row leads nowhere")


def timeline_of_others(world):
    # Another name of this machine is a page's own, but proves nobody.
    world.browser.open(world.issuer.replace("localhost", "127.0.0.1") + "/flows")


FAULTS = [
    unknown_client, unknown_redirect, refused_with_a_way_back, foreign_callback, nothing_here, not_like_that,
    another_name, too_many_cookies,
]
PAGES = [
    start, start_unfolded, consent, consent_named, consent_program, sign_in, sign_in_refused, *FAULTS, signed_out,
    timeline, one_attempt, timeline_of_others,
]


def titles(world):
    """each fault has a title and a heading of its own, and says what can be done"""
    seen = {}
    for fault in FAULTS:
        world.browser.renew()
        fault(world)
        for words in (world.browser.title, world.browser.heading):
            other = seen.setdefault(words, fault)
            check(other is fault, f"{fault.__name__} and {other.__name__} are both called {words!r}")
        check(world.browser.all("main p") != [], f"{fault.__name__} has no words")


def every_page(world):
    """every page fits its window, has its style sheets, and is accessible, wide and narrow, in light and dark"""
    look_at(world, PAGES)


def look_at(world, pages):
    for page in pages:
        world.browser.renew()
        page(world)
        grounds = []
        for scheme in ("light", "dark"):
            world.browser.prefer(scheme)
            grounds.append(world.browser.run("return getComputedStyle(document.body).backgroundColor"))
            for size in (WIDE, NARROW):
                world.browser.resize(size)
                name = f"{page.__name__}, {scheme}, {size[0]} wide"
                world.browser.check_looks(name)
                world.browser.check_accessible(name)
        check(grounds[0] != grounds[1], f"{page.__name__}: dark is {grounds[1]}, as light")


CASES = [titles, every_page]
