"""The Python SDK for MCP, 1.x."""

import asyncio

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from checks import main
from sdk import Application

METHODS = ["none", "client_secret_post", "client_secret_basic"]


async def flow(issuer: str, base: str, method: str):
    application = Application(
        issuer, base, "MCP SDK 1.x", method, "http://localhost:8765/callback",
        handed=lambda query: (query["code"], query["state"]), failed=lambda answer: answer.isError)
    async with (
        httpx.AsyncClient(**application.http_options) as http,
        streamable_http_client(base + "/mcp", http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        await application.check_session(session)


def script(issuer: str, base: str) -> str:
    for method in METHODS:
        asyncio.run(flow(issuer, base, method))
    return "authorized, initialized, called a tool, refreshed and called again with " + ", ".join(METHODS)


main("mcp 1.x", script)
