"""Takes the pictures of the README: `python screens.py ISSUER FOLDER`."""

import base64
import pathlib
import sys

from chromium import chromium
from browser_timeline import attempt
from origins import Client


def start(browser, issuer: str):
    browser.open(issuer)
    browser.one("details:nth-of-type(3) summary").click()


def consent(browser, issuer: str):
    client = Client(issuer, "http://127.0.0.1:7777/callback", client_name="Demo client")
    browser.open(client.request().url(scope="mcp offline_access"))


def one_attempt(browser, issuer: str):
    attempt(issuer, "MCP Inspector")
    browser.open(issuer + "/flows")
    browser.one("ol.flows a").click()


# Each with the size of its window.
PICTURES = {
    "consent": (consent, (480, 600)), "attempt": (one_attempt, (960, 900)),
    "start": (start, (1000, 700)),
}


def take(browser, file: pathlib.Path):
    picture = browser.command("Page.captureScreenshot", format="png", optimizeForSpeed=False)
    file.write_bytes(base64.b64decode(picture["data"]))
    print(file)


def main(issuer: str, folder: str):
    with chromium() as browser:
        for name, (show, size) in PICTURES.items():
            browser.renew()
            browser.resize(size, scale=1.5)
            browser.prefer("light")
            show(browser, issuer)
            take(browser, pathlib.Path(folder) / f"{name}.png")


main(*sys.argv[1:])
