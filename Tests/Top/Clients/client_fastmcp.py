"""FastMCP: it fetches the authorization URL without cookies before it opens the browser, and listens for the answer."""

import asyncio
import json
import threading
import time
import warnings
import webbrowser

import httpx2
from fastmcp import Client
from fastmcp.client.auth import OAuth
from fastmcp.client.transports import StreamableHttpTransport

from checks import Journal, authorization_steps, check, check_claims, check_rotation, main
from person import Person, call_back

warnings.filterwarnings("ignore", message="Using in-memory token storage")


class Browser(webbrowser.BaseBrowser):
    """What the library opens: it works by itself, as a browser does, and takes the answer to the library's listener."""

    def __init__(self, person: Person):
        super().__init__()
        self.person = person
        self.failure: "BaseException | None" = None

    def open(self, url, new=0, autoraise=True):
        threading.Thread(target=self.work, args=(url,), daemon=True).start()
        return True

    def work(self, url: str):
        try:
            call_back(self.person.authorize(url))
        except BaseException as error:  # noqa: BLE001: shown by the main thread
            self.failure = error


async def flow(issuer: str, base: str):
    journal = Journal()
    browser = Browser(Person(issuer))
    webbrowser.register("person", None, browser, preferred=True)

    async def note(response: httpx2.Response):
        journal.note(response.request.method, response.request.url, response.status_code)

    def factory(**options) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(event_hooks={"response": [note]}, trust_env=False, **options)

    auth = OAuth(client_name="FastMCP", httpx_client_factory=factory, callback_timeout=60)
    transport = StreamableHttpTransport(base + "/mcp", auth=auth, httpx_client_factory=factory)
    try:
        async with Client(transport) as client:
            steps = authorization_steps()
            journal.expect(*steps[:4], ("GET", "/oauth/authorize", 200), *steps[4:])
            check(browser.person.seen == ["consent", browser.person.login], f"the person saw {browser.person.seen}")
            tools = [tool.name for tool in await client.list_tools()]
            check("whoami" in tools, f"whoami is not among {tools}")
            await whoami(client, auth, issuer, base)
            before = pair(auth)
            # To the client its token is now too old to be used.
            auth.context.token_expiry_time = time.time() - 1
            journal.entries.clear()
            await whoami(client, auth, issuer, base)
            journal.expect(("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
            check_rotation(before, pair(auth))
    except BaseException:
        if browser.failure:
            raise browser.failure from None
        raise


async def whoami(client: Client, auth: OAuth, issuer: str, base: str):
    answer = await client.call_tool("whoami", {})
    check_claims(json.loads(answer.content[0].text), issuer, base, auth.context.client_info.client_id)


def pair(auth: OAuth):
    return auth.context.current_tokens.access_token, auth.context.current_tokens.refresh_token


def script(issuer: str, base: str) -> str:
    asyncio.run(flow(issuer, base))
    return "probed, authorized by its own listener, called a tool, refreshed and called again"


main("fastmcp", script)
