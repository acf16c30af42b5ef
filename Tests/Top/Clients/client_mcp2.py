"""The Python SDK for MCP, 2.x: with the handshake of 2025-11-25, without one as of 2026-07-28, and a step-up."""

import asyncio

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult

from checks import check, main
from sdk import Application


async def flow(issuer: str, base: str, mode: str, method: str) -> str:
    application = Application(
        issuer, base, "MCP SDK 2.x", method, "http://127.0.0.1:8765/callback",
        handed=lambda query: AuthorizationCodeResult(code=query["code"], state=query["state"], iss=query["iss"]),
        failed=lambda answer: answer.is_error)
    async with httpx2.AsyncClient(**application.http_options) as http:
        async with Client(streamable_http_client(base + "/mcp", http_client=http), mode=mode) as client:
            version = client.protocol_version
            expected = "2025-11-25" if mode == "legacy" else "2026-07-28"
            check(version == expected, f"they speak {version}, not {expected}")
            await application.check_session(client)
            await step_up(client, application)
    return version


async def step_up(client: Client, application: Application):
    """A tool needs a further scope: the client asks for it and keeps what it had."""
    journal, seen = application.journal, application.person.seen
    journal.entries.clear()
    await application.call(client, "admin_report")
    journal.expect(("POST", "/mcp", 403), ("POST", "/oauth/token", 200), ("POST", "/mcp", 200))
    check(seen[2:] == ["consent", application.person.login], f"the person saw {seen}")
    for scope in ("mcp", "mcp:admin"):
        await application.check_whoami(client, scope)


def script(issuer: str, base: str) -> str:
    spoken = []
    for mode, method in [("legacy", "none"), ("auto", "client_secret_basic"), ("auto", "client_secret_post")]:
        spoken.append(asyncio.run(flow(issuer, base, mode, method)))
    return "authorized, called a tool, refreshed, called again and stepped up; spoken were " + ", ".join(spoken)


main("mcp 2.x", script)
