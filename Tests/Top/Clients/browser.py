"""A real browser, headless: an application made of script alone, the keyboard alone, and pages without script."""

import base64
import contextlib
import hashlib
import http.server
import json
import os
import pathlib
import secrets
import threading
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from checks import check, main, query_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMEDRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")
LOGIN = "Pretend sign-in"


class Application(http.server.BaseHTTPRequestHandler):
    """Another origin: its page at every path."""

    page = pathlib.Path(__file__).with_name("page.html").read_bytes()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def application():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextlib.contextmanager
def chromium(script: bool = True):
    for program in (CHROMIUM, CHROMEDRIVER):
        check(os.access(program, os.X_OK), f"{program} is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "no-proxy-server", "window-size=480,900"):
        options.add_argument("--" + argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(service=webdriver.ChromeService(CHROMEDRIVER), options=options)
    driver.set_page_load_timeout(30)
    try:
        yield driver
    finally:
        driver.quit()


def wait(driver, holds, otherwise: str):
    WebDriverWait(driver, 30, poll_frequency=0.05).until(
        lambda _: holds(), f"{otherwise}; the browser shows {driver.title!r} at {driver.current_url}"
    )


def button(driver, name: str, value: str):
    return driver.find_element(By.CSS_SELECTOR, f'button[name="{name}"][value="{value}"]')


def open_consent(driver, page: str, base: str):
    driver.get(page + "/#" + urllib.parse.quote(base, safe=""))
    driver.find_element(By.ID, "connect").click()
    wait(driver, lambda: driver.title != "An application in a browser", "the application didn't open the consent page")
    if driver.title == "done":
        outcome(driver)
    check(driver.title.startswith("Allow access?"), f"{driver.title!r} instead of the consent page")


def check_looks(driver):
    """The style sheet is in effect, so its digest in the policy is right; and nothing was blocked."""
    primary = driver.find_element(By.CLASS_NAME, "primary")
    colour = primary.value_of_css_property("background-color")
    check(colour not in ("rgba(0, 0, 0, 0)", "rgb(239, 239, 239)"), f"the button is {colour}: no style sheet")
    width = driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    check(width[0] <= width[1], f"the page is {width[0]} wide in a window of {width[1]}")


def blocked(driver) -> list[str]:
    """What the pages' policies kept the browser from doing."""
    return [entry["message"] for entry in driver.get_log("browser") if "Content Security Policy" in entry["message"]]


def outcome(driver) -> dict:
    wait(driver, lambda: driver.title == "done", "the application didn't finish")
    result = json.loads(driver.find_element(By.ID, "result").text)
    check("failed" not in result, f"in the page: {result.get('failed')}")
    check(result["referrer"] == "", f"the browser told the application that it came from {result['referrer']}")
    return result


def script_alone(issuer: str, base: str, page: str):
    with chromium() as driver:
        open_consent(driver, page, base)
        check_looks(driver)
        button(driver, "decision", "approve").click()
        wait(driver, lambda: driver.title.startswith(LOGIN), "consent didn't lead to the sign-in")
        check_looks(driver)
        choose_user(driver)
        button(driver, "action", "finish").click()
        result = outcome(driver)
        check(driver.current_url == page + "/callback", f"the browser is at {driver.current_url}")
        check(result["token_type"] == "Bearer" and result["rotated"], f"the tokens are odd: {result}")
        check("whoami" in result["tools"], f"the tools are {result['tools']}")
        check(result["error_is_readable"] == "invalid_grant", f"an error reads {result['error_is_readable']}")
        check('"active":true' not in result["introspection"], "a web page can introspect")
        found = blocked(driver)
        check(found == [], f"the pages' policies get in their own way: {found}")


def choose_user(driver):
    """Makes a new id, types one in, takes a demo user; every step is a form, and the page says who it would be."""
    first = current_user(driver)
    button(driver, "action", "new").click()
    wait(driver, lambda: current_user(driver) != first, "there is no new user id")
    typed = driver.find_element(By.CSS_SELECTOR, 'input[type="text"]')
    typed.clear()
    typed.send_keys("somebody-else")
    button(driver, "action", "use").click()
    wait(driver, lambda: current_user(driver) == "somebody-else", "the id typed in isn't used")
    others = driver.find_elements(By.CSS_SELECTOR, 'button[name="user_id"]')
    if others:
        chosen = others[0].get_attribute("value")
        others[0].click()
        wait(driver, lambda: current_user(driver) == chosen, f"{chosen} isn't used")


def current_user(driver) -> str:
    with contextlib.suppress(Exception):
        return driver.find_element(By.CSS_SELECTOR, ".person code").text
    return ""


def denial(issuer: str, base: str, page: str):
    with chromium() as driver:
        open_consent(driver, page, base)
        button(driver, "decision", "deny").click()
        result = outcome(driver)
        check(result["error"] == "access_denied", f"denying answers {result}")


def keyboard_alone(issuer: str, base: str, page: str):
    with chromium() as driver:
        open_consent(driver, page, base)
        press_by_keyboard(driver, "approve")
        wait(driver, lambda: driver.title.startswith(LOGIN), "consent by keyboard didn't lead to the sign-in")
        press_by_keyboard(driver, "finish")
        check("whoami" in outcome(driver)["tools"], "the keyboard alone doesn't lead to a token")


def press_by_keyboard(driver, value: str):
    for _ in range(20):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        focused = driver.switch_to.active_element
        if focused.get_attribute("value") == value:
            check(focused.value_of_css_property("outline-style") == "solid", f"the focus on {value} can't be seen")
            ActionChains(driver).send_keys(Keys.ENTER).perform()
            return
    raise AssertionError(f"no Tab reaches {value}")


def without_script(issuer: str, base: str, page: str):
    metadata = fetch(issuer + "/.well-known/oauth-authorization-server")
    redirect_uri = page + "/callback"
    client = fetch(
        metadata["registration_endpoint"],
        json.dumps({"redirect_uris": [redirect_uri], "token_endpoint_auth_method": "none"}).encode(),
        "application/json",
    )
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": client["client_id"], "redirect_uri": redirect_uri, "state": "s t&a=te",
        "code_challenge": challenge, "code_challenge_method": "S256",
    })
    with chromium(script=False) as driver:
        driver.get("data:text/html,<title>off</title><script>document.title='on'</script>")
        check(driver.title == "off", "scripts run in this browser")
        driver.get(metadata["authorization_endpoint"] + "?" + query)
        button(driver, "decision", "approve").click()
        wait(driver, lambda: driver.title.startswith(LOGIN), "without script consent didn't lead to the sign-in")
        choose_user(driver)
        button(driver, "action", "finish").click()
        wait(driver, lambda: driver.current_url.startswith(redirect_uri), "the browser was not sent back")
        answer = query_of(driver.current_url)
    check(answer.get("state") == "s t&a=te", f"the state came back as {answer.get('state')!r}")
    check(answer.get("iss") == issuer, f"iss is {answer.get('iss')!r}")
    form = {
        "grant_type": "authorization_code", "code": answer["code"], "client_id": client["client_id"],
        "code_verifier": verifier,
    }
    body = urllib.parse.urlencode(form).encode()
    token = fetch(metadata["token_endpoint"], body, "application/x-www-form-urlencoded")
    check(token["token_type"] == "Bearer", f"the token is {token}")


# Unicode takes each of them for one character with what stands before or behind it.
JOINING = "\u0301\u0308\u20e3\u0903\u0d4e\u0600\U000110bd\U00011a84\u200c\u200d\ufe0f\U000e0100\U0001f3fd\U0001f1e6\u1100\u1161\u11a8\u202e"

ELEMENTS = """return Array.from(document.querySelectorAll('*')).map(element => element.tagName + ' ' + element.getAttributeNames())"""


def planted(scalar: str) -> str:
    """An element of a stranger's own, each bracket and quote with the scalar before it and behind it."""
    return "".join(f"{scalar}{byte}{scalar}" if byte in "<>\"'&=` " else byte for byte in
                   "\"'></title><b id=planted onclick=`alert(1)`>&lt;</b><meta http-equiv=refresh>")


def markup(issuer: str, base: str, page: str):
    """What strangers send stays text: no element and no attribute is theirs, and values arrive as they were."""
    metadata = fetch(issuer + "/.well-known/oauth-authorization-server")

    def consent(name: str) -> str:
        client = fetch(metadata["registration_endpoint"], json.dumps({
            "client_name": name, "redirect_uris": [page + "/callback"], "token_endpoint_auth_method": "none",
        }).encode(), "application/json")
        return metadata["authorization_endpoint"] + "?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": client["client_id"], "code_challenge": "A" * 43,
            "code_challenge_method": "S256"})

    def login(state: str) -> str:
        return issuer + "/fakeupstreamauth/authorize?" + urllib.parse.urlencode(
            {"redirect_uri": issuer + "/fakeupstreamauth/callback", "state": state})

    def refused(text: str) -> str:
        return metadata["authorization_endpoint"] + "?" + urllib.parse.urlencode({"client_id": text, "scope": text})

    with chromium() as driver:
        for address in (consent, login, refused):
            driver.get(address("plain"))
            plain = driver.execute_script(ELEMENTS)
            check(len(plain) > 10, f"{driver.current_url} is no page")
            for scalar in JOINING:
                text = planted(scalar)
                driver.get(address(text))
                found = driver.execute_script(ELEMENTS)
                check(found == plain, f"U+{ord(scalar):04X} at {driver.current_url}: {set(found) ^ set(plain)}")
                if address is login:
                    for field in driver.find_elements(By.NAME, "state"):
                        check(field.get_attribute("value") == text, f"U+{ord(scalar):04X}: the state is another")


def fetch(url: str, body: "bytes | None" = None, kind: str = "") -> dict:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind} if body else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as response:
        return json.load(response)


def script(issuer: str, base: str) -> str:
    with application() as page:
        for walk in (script_alone, denial, keyboard_alone, without_script, markup):
            walk(issuer, base, page)
    return "an application of script alone, a denial, the keyboard alone, pages without script, and text that stays text"


main("browser", script)
