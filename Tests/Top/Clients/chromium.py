"""One Chromium, headless, for many cases: each finds it without cookies, in a window of its own size, with scripts on."""

import contextlib
import importlib.resources
import json
import os

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from checks import check

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMEDRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")
WIDE, NARROW = (1280, 900), (320, 640)


@contextlib.contextmanager
def chromium():
    for program in (CHROMIUM, CHROMEDRIVER):
        check(os.access(program, os.X_OK), f"{program} is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    # A name that is not the server's leads to it all the same, as a name server can have it.
    for argument in ("host-resolver-rules=MAP elsewhere.example 127.0.0.1", "headless=new", "no-sandbox", "disable-dev-shm-usage", "no-proxy-server", "hide-scrollbars"):
        options.add_argument("--" + argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # Of the application with a certificate that it made itself.
    options.accept_insecure_certs = True
    driver = webdriver.Chrome(service=webdriver.ChromeService(CHROMEDRIVER), options=options)
    driver.set_page_load_timeout(30)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


class Browser:
    def __init__(self, driver):
        self.driver = driver

    # What a case finds

    def renew(self):
        """Forgets what the case before has left."""
        tabs = self.driver.window_handles
        self.driver.switch_to.new_window("tab")
        own = self.driver.current_window_handle
        for tab in tabs:
            self.driver.switch_to.window(tab)
            self.driver.close()
        self.driver.switch_to.window(own)
        self.command("Network.clearBrowserCookies")
        self.resize(WIDE)
        self.requests(), self.blocked()

    def resize(self, size: tuple[int, int], scale: float = 1):
        width, height = size
        self.command("Emulation.setDeviceMetricsOverride",
                     width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def prefer(self, scheme: str):
        """`light` or `dark`."""
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def disable_scripts(self):
        self.command("Emulation.setScriptExecutionDisabled", value=True)

    def command(self, name: str, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    # What a person does

    def open(self, url: str):
        self.driver.get(url)

    def press(self, name: str, value: str):
        self.button(name, value).click()

    def press_by_keyboard(self, name: str, value: str):
        for _ in range(60):
            self.type(Keys.TAB)
            focused = self.driver.switch_to.active_element
            if (focused.get_attribute("name"), focused.get_attribute("value")) == (name, value):
                check(focused.value_of_css_property("outline-style") == "solid", f"the focus on {value} can't be seen")
                return self.type(Keys.ENTER)
        raise AssertionError(f"no Tab reaches {name}={value}")

    def type(self, keys: str):
        ActionChains(self.driver).send_keys(keys).perform()

    # What there is to see

    @property
    def title(self) -> str:
        return self.driver.title

    @property
    def url(self) -> str:
        return self.driver.current_url

    @property
    def heading(self) -> str:
        return self.one("h1").text

    def one(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def button(self, name: str, value: str):
        return self.one(f'button[name="{name}"][value="{value}"]')

    def has_button(self, name: str, value: str) -> bool:
        return self.all(f'button[name="{name}"][value="{value}"]') != []

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, holds, otherwise: str):
        # While a page is exchanged for another, what is asked for may be in neither.
        WebDriverWait(self.driver, 30, poll_frequency=0.05, ignored_exceptions=[Exception]).until(
            lambda _: holds(), f"{otherwise}; the browser shows {self.driver.title!r} at {self.driver.current_url}")

    def is_in_view(self, element) -> bool:
        """Whole, in the window as it is, without scrolling."""
        return self.run(
            "const box = arguments[0].getBoundingClientRect();"
            "return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth", element)

    # What went on behind that

    def blocked(self) -> list[str]:
        """What the pages' policies kept the browser from doing, since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if "Content Security Policy" in entry["message"]]

    def requests(self) -> list[str]:
        """The addresses that were asked for, and those that answers led to, since it was asked last."""
        addresses = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                addresses.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.responseReceivedExtraInfo":
                headers = {name.lower(): value for name, value in message["params"]["headers"].items()}
                if "location" in headers:
                    addresses.append(headers["location"])
        return addresses

    # What holds of any page

    def check_looks(self, name: str):
        """The style sheets are in effect, so their digests in the policy are right; and nothing is beyond the edge."""
        font = self.run("return getComputedStyle(document.body).fontFamily")
        check("sans-serif" in font, f"{name}: the font is {font}: no style sheet")
        width = self.run("return [document.documentElement.scrollWidth, window.innerWidth]")
        check(width[0] <= width[1], f"{name} is {width[0]} wide in a window of {width[1]}")
        found = self.blocked()
        check(found == [], f"{name}: its policy gets in its own way: {found}")

    def check_accessible(self, name: str):
        """By axe: WCAG 2.2 A and AA, and what its makers take for good practice."""
        self.run(AXE + "; window.axe = axe")
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run({ resultTypes: ['violations'] }).then(result => done(result.violations.map(violation =>"
            "  violation.id + ': ' + violation.nodes.map(node => node.target.join(' ')).join(', '))))")
        check(found == [], f"{name}: {found}")


AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
