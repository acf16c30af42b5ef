"""Somebody who tries a login at a provider (`mcp-auth upstream try`): opens the address that was printed, and signs in.

TRIED is that address; what stands on the page at the end has to hold what PAGE says, a list in JSON.
"""

import json
import os

from checks import check, main
from elsewhere import PersonElsewhere


def script(issuer: str, base: str) -> str:
    person = PersonElsewhere(issuer)
    first = person.send("GET", os.environ["TRIED"], None)
    check(first.status == 302, f"it answers {first.status}:\n{first.text[:2000]}")
    back = person.sign_in(first.headers["location"], os.environ["TRIED"] + "?")
    page = person.send("GET", back, None)
    person.check_headers(page)
    for words in json.loads(os.environ["PAGE"]):
        check(words in page.text, f"{words} is not on\n{page.text}")
    return "the page says what came of it"


main("a login that is tried", script)
