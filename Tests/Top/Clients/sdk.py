"""The Python SDK for MCP: what is the same for 1.x and 2.x."""

import asyncio
import json
import time

from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import OAuthClientMetadata
from pydantic import AnyUrl

from checks import Journal, authorization_steps, check, check_claims, check_rotation, query_of
from person import Person


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


class Application:
    """A program that uses the SDK: it keeps tokens, opens a browser and listens for the answer.

    `handed` makes of the answer's query what this version of the SDK wants to be handed; `failed` tells whether the
    answer of a tool is an error. With a `document`, a URL, the program is known by that and does not register.
    """

    def __init__(self, issuer: str, base: str, name: str, method: str, redirect_uri: str, handed, failed, document=None):
        self.issuer, self.base = issuer, base
        self.handed, self.failed = handed, failed
        self.journal, self.storage, self.person = Journal(), Storage(), Person(issuer)
        self.opened, self.document = "", document
        self.provider = OAuthClientProvider(
            server_url=base + "/mcp",
            client_metadata=OAuthClientMetadata(
                client_name=f"{name}, {method}",
                redirect_uris=[AnyUrl(redirect_uri)],
                token_endpoint_auth_method=method,
            ),
            storage=self.storage,
            redirect_handler=self.redirect,
            callback_handler=self.callback,
            client_metadata_url=document,
        )

    @property
    def http_options(self) -> dict:
        return {"auth": self.provider, "event_hooks": {"response": [self.note]}, "timeout": 30, "trust_env": False}

    async def redirect(self, url: str):
        self.opened = url

    async def callback(self):
        return self.handed(query_of(await asyncio.to_thread(self.person.authorize, self.opened)))

    async def note(self, response):
        self.journal.note(response.request.method, response.request.url, response.status_code)

    async def call(self, session, tool: str) -> dict:
        answer = await session.call_tool(tool, {})
        check(not self.failed(answer), f"{tool} failed: {answer}")
        return json.loads(answer.content[0].text)

    async def check_whoami(self, session, scope: str = "mcp"):
        check_claims(
            await self.call(session, "whoami"), self.issuer, self.base, self.storage.client.client_id, scope)

    async def check_session(self, session):
        """The client has authorized itself; it calls a tool, refreshes, and calls it again."""
        registers = self.document is None
        steps = [step for step in authorization_steps() if registers or step[1] != "/oauth/register"]
        self.journal.expect(*steps)
        check(registers or self.storage.client.client_id == self.document, f"it is {self.storage.client.client_id}")
        check(self.person.seen == ["consent", self.person.login], f"the person saw {self.person.seen}")
        tools = [tool.name for tool in (await session.list_tools()).tools]
        check("whoami" in tools, f"whoami is not among {tools}")
        await self.check_whoami(session)
        before = self.storage.pair
        # To the client its token is now too old to be used.
        self.provider.context.token_expiry_time = time.time() - 1
        self.journal.entries.clear()
        await self.check_whoami(session)
        self.journal.expect(("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
        check_rotation(before, self.storage.pair)
        check(self.person.seen == ["consent", self.person.login], "the refresh asked the person again")
