"""A real browser, headless: every case of the modules below, in one Chromium. `CASES` in the environment names those that are wanted."""

import dataclasses
import os
import sys
import time
import traceback

import browser_flows
import browser_looks
import browser_markup
import browser_start
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


def script(issuer: str, base: str) -> str:
    cases = [case for module in (browser_start, browser_flows, browser_markup, browser_looks) for case in module.CASES]
    wanted = os.environ.get("CASES", "").split()
    failed = []
    with chromium() as browser, application() as page:
        for case in cases:
            if wanted and case.__name__ not in wanted:
                continue
            began = time.monotonic()
            try:
                browser.renew()
                case(World(browser, issuer, base, page))
                print(f"{case.__name__}: {time.monotonic() - began:.1f} s", file=sys.stderr)
            except Exception:  # noqa: BLE001: the others are tried all the same
                failed.append(case.__name__)
                print(f"✘ {case.__name__}: {case.__doc__}", file=sys.stderr)
                traceback.print_exc()
    if failed:
        raise AssertionError("these cases failed: " + ", ".join(failed))
    return f"{len(cases)} cases"


main("browser", script)
