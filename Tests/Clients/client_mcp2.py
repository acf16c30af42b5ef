"""The Python SDK for MCP, 2.x: with the handshake of 2025-11-25, without one as of 2026-07-28, and a step-up."""

import asyncio
import json
import time

import httpx2
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from pydantic import AnyUrl

from checks import Journal, authorization_steps, check, check_claims, check_rotation, main, query_of
from person import Person

REDIRECT_URI = "http://127.0.0.1:8765/callback"


class Storage:
    tokens = None
    client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info

    @property
    def pair(self):
        return self.tokens.access_token, self.tokens.refresh_token


class Opened:
    """Stands where an application opens a browser and listens for the answer."""

    def __init__(self, issuer: str):
        self.person = Person(issuer)
        self.url = ""

    async def redirect(self, url: str):
        self.url = url

    async def callback(self) -> AuthorizationCodeResult:
        answer = query_of(await asyncio.to_thread(self.person.authorize, self.url))
        return AuthorizationCodeResult(code=answer["code"], state=answer["state"], iss=answer["iss"])


async def whoami(client: Client) -> dict:
    answer = await client.call_tool("whoami", {})
    check(not answer.is_error, f"whoami failed: {answer}")
    return json.loads(answer.content[0].text)


async def flow(issuer: str, base: str, mode: str, method: str) -> str:
    journal, storage, opened = Journal(), Storage(), Opened(issuer)

    async def note(response: httpx2.Response):
        journal.note(response.request.method, response.request.url, response.status_code)

    provider = OAuthClientProvider(
        server_url=base + "/mcp",
        client_metadata=OAuthClientMetadata(
            client_name=f"MCP SDK 2.x, {method}",
            redirect_uris=[AnyUrl(REDIRECT_URI)],
            token_endpoint_auth_method=method,
        ),
        storage=storage,
        redirect_handler=opened.redirect,
        callback_handler=opened.callback,
    )
    async with httpx2.AsyncClient(
        auth=provider, event_hooks={"response": [note]}, timeout=30, trust_env=False
    ) as http:
        async with Client(streamable_http_client(base + "/mcp", http_client=http), mode=mode) as client:
            journal.expect(*authorization_steps())
            version = client.protocol_version
            expected = "2025-11-25" if mode == "legacy" else "2026-07-28"
            check(version == expected, f"they speak {version}, not {expected}")
            check(opened.person.seen == ["consent", "login"], f"the person saw {opened.person.seen}")
            tools = [tool.name for tool in (await client.list_tools()).tools]
            check("whoami" in tools, f"whoami is not among {tools}")
            check_claims(await whoami(client), issuer, base, storage.client.client_id)
            before = storage.pair
            # To the client its token is now too old to be used.
            provider.context.token_expiry_time = time.time() - 1
            journal.entries.clear()
            check_claims(await whoami(client), issuer, base, storage.client.client_id)
            journal.expect(("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
            check_rotation(before, storage.pair)
            check(opened.person.seen == ["consent", "login"], "the refresh asked the person again")
            await step_up(client, journal, opened, issuer, base, storage)
    return version


async def step_up(client: Client, journal: Journal, opened: Opened, issuer: str, base: str, storage: Storage):
    """A tool needs a further scope: the client asks for it and keeps what it had."""
    journal.entries.clear()
    answer = await client.call_tool("admin_report", {})
    check(not answer.is_error, f"admin_report failed: {answer}")
    journal.expect(("POST", "/mcp", 403), ("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
    check(opened.person.seen[2:] == ["consent", "login"], f"the person saw {opened.person.seen}")
    claims = await whoami(client)
    for scope in ("mcp", "mcp:admin"):
        check_claims(claims, issuer, base, storage.client.client_id, scope)


def script(issuer: str, base: str) -> str:
    spoken = []
    for mode, method in [("legacy", "none"), ("auto", "client_secret_basic"), ("auto", "client_secret_post")]:
        spoken.append(asyncio.run(flow(issuer, base, mode, method)))
    return "authorized, called a tool, refreshed, called again and stepped up; spoken were " + ", ".join(spoken)


main("mcp 2.x", script)
