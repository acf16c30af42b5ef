"""The Python SDK for MCP, 1.x."""

import asyncio
import json
import time

import httpx
from mcp import ClientSession
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata
from pydantic import AnyUrl

from checks import Journal, authorization_steps, check, check_claims, check_rotation, main, query_of
from person import Person

REDIRECT_URI = "http://localhost:8765/callback"


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

    async def callback(self):
        answer = query_of(await asyncio.to_thread(self.person.authorize, self.url))
        return answer["code"], answer["state"]


async def whoami(session: ClientSession) -> dict:
    answer = await session.call_tool("whoami", {})
    check(not answer.isError, f"whoami failed: {answer}")
    return json.loads(answer.content[0].text)


async def flow(issuer: str, base: str, method: str):
    journal, storage, opened = Journal(), Storage(), Opened(issuer)

    async def note(response: httpx.Response):
        journal.note(response.request.method, response.request.url, response.status_code)

    provider = OAuthClientProvider(
        server_url=base + "/mcp",
        client_metadata=OAuthClientMetadata(
            client_name=f"MCP SDK 1.x, {method}",
            redirect_uris=[AnyUrl(REDIRECT_URI)],
            token_endpoint_auth_method=method,
        ),
        storage=storage,
        redirect_handler=opened.redirect,
        callback_handler=opened.callback,
    )
    async with (
        httpx.AsyncClient(auth=provider, event_hooks={"response": [note]}, timeout=30, trust_env=False) as http,
        streamable_http_client(base + "/mcp", http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        journal.expect(*authorization_steps())
        check(opened.person.seen == ["consent", "login"], f"the person saw {opened.person.seen}")
        tools = [tool.name for tool in (await session.list_tools()).tools]
        check("whoami" in tools, f"whoami is not among {tools}")
        check_claims(await whoami(session), issuer, base, storage.client.client_id)
        before = storage.pair
        # To the client its token is now too old to be used.
        provider.context.token_expiry_time = time.time() - 1
        journal.entries.clear()
        check_claims(await whoami(session), issuer, base, storage.client.client_id)
        journal.expect(("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
        check_rotation(before, storage.pair)
        check(opened.person.seen == ["consent", "login"], "the refresh asked the person again")


def script(issuer: str, base: str) -> str:
    methods = ["none", "client_secret_post", "client_secret_basic"]
    for method in methods:
        asyncio.run(flow(issuer, base, method))
    return "authorized, initialized, called a tool, refreshed and called again with " + ", ".join(methods)


main("mcp 1.x", script)
