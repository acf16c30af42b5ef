"""The Python SDK for MCP, and a person who signs in at a provider of other people's making instead of the fake login.

PROVIDER_SUBJECT is whom the tokens are of; see elsewhere.py for the rest.
"""

import asyncio
import os

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult

from checks import check, main
from elsewhere import NAME, PersonElsewhere
from sdk import Application

SUBJECT = os.environ["PROVIDER_SUBJECT"]


async def flow(issuer: str, base: str):
    application = Application(
        issuer, base, "MCP SDK 2.x, with a provider", "none", "http://127.0.0.1:8765/callback",
        handed=lambda query: AuthorizationCodeResult(code=query["code"], state=query["state"], iss=query["iss"]),
        failed=lambda answer: answer.is_error)
    application.person = PersonElsewhere(issuer)
    async with httpx2.AsyncClient(**application.http_options) as http:
        async with Client(streamable_http_client(base + "/mcp", http_client=http), mode="auto") as client:
            await application.check_session(client)
            claims = await application.call(client, "whoami")
            check(claims["sub"] == SUBJECT, f"the token is of {claims['sub']}, not of {SUBJECT}")


def script(issuer: str, base: str) -> str:
    asyncio.run(flow(issuer, base))
    return f"{SUBJECT} signed in, and the demo MCP server let the client in, before a refresh and after"


main(f"mcp 2.x through {NAME}", script)
