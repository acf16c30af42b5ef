"""A real browser, headless: every case of the modules below, in one Chromium. Behind the two addresses stand those that are wanted, if not all."""

import dataclasses
import os
import sys
import time
import traceback

import browser_flows
import browser_looks
import browser_markup
import browser_people
import browser_start
import browser_timeline
from chromium import Browser, chromium
from checks import main
from origins import application


@dataclasses.dataclass
class World:
    browser: Browser
    issuer: str
    # Of the MCP server.
    base: str
    # Of an application in the browser.
    page: str
    # What the server takes for who runs it, if anything.
    operator_token: str


def script(issuer: str, base: str) -> str:
    modules = (browser_start, browser_flows, browser_timeline, browser_markup, browser_looks)
    wanted, token = sys.argv[3:], os.environ.get("OPERATOR_TOKEN", "")
    cases = [case for module in modules for case in module.CASES] + (browser_timeline.OPERATOR_CASES if token else [])
    # Of a server with providers, where each login begins otherwise.
    cases = browser_people.CASES if browser_people.PORT else cases
    cases = [case for case in cases if not wanted or case.__name__ in wanted]
    failed = []
    with chromium() as browser, application() as page:
        for case in cases:
            began = time.monotonic()
            try:
                browser.renew()
                case(World(browser, issuer, base, page, token))
                print(f"{case.__name__}: {time.monotonic() - began:.1f} s", file=sys.stderr)
            except Exception:  # noqa: BLE001: the others are tried all the same
                failed.append(case.__name__)
                print(f"✘ {case.__name__}: {case.__doc__}", file=sys.stderr)
                traceback.print_exc()
    if failed:
        raise AssertionError("these cases failed: " + ", ".join(failed))
    return f"{len(cases)} cases"


main("browser", script)
