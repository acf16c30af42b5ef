"""What every client's script needs: where the servers are, and how a check fails."""

import os
import sys
import traceback
import urllib.parse


def check(holds, otherwise: str):
    if not holds:
        raise AssertionError(otherwise)


def servers() -> tuple[str, str]:
    """The issuer, and the origin of the MCP server: from the command line or the environment."""
    issuer = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("AUTH_SERVER_URL", "http://localhost:3001")
    base = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("BASE_URI", "http://localhost:3232")
    return issuer, base


def main(name: str, script):
    """Runs a script, prints one line and ends the process: `ok: …`, or what failed and where."""
    try:
        summary = script(*servers())
    except BaseException as error:  # noqa: BLE001: whatever it is, it is the result
        traceback.print_exc()
        print(f"failed: {name}: {first_cause(error)}", file=sys.stderr)
        sys.exit(1)
    print(f"ok: {name}: {summary}")


def first_cause(error: BaseException) -> str:
    """Task groups wrap what happened in them, sometimes more than once."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


def query_of(url: str) -> dict[str, str]:
    """The query of an address the client was called back at, in which nothing may occur twice."""
    values = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query, keep_blank_values=True)
    for name, found in values.items():
        check(len(found) == 1, f"{name} stands {len(found)} times in {url}")
    return {name: found[0] for name, found in values.items()}


class Journal:
    """The requests a client library made, in order, as far as they are looked at here."""

    def __init__(self):
        self.entries: list[tuple[str, str, int]] = []

    def note(self, method: str, url: str, status: int):
        self.entries.append((method, urllib.parse.urlsplit(str(url)).path, status))

    def expect(self, *steps: tuple[str, str, int]):
        """Checks that these occurred in this order, whatever else was between them, and forgets up to the last."""
        position = 0
        for step in steps:
            try:
                position = self.entries.index(step, position) + 1
            except ValueError:
                seen = "\n".join(f"    {entry}" for entry in self.entries)
                raise AssertionError(f"{step} is missing, or out of order, in\n{seen}") from None
        del self.entries[:position]


def authorization_steps(resource_metadata: str = "/.well-known/oauth-protected-resource/mcp"):
    """What an MCP client does from nothing to its first answer, the browser's part left out."""
    return (
        ("POST", "/mcp", 401),
        ("GET", resource_metadata, 200),
        ("GET", "/.well-known/oauth-authorization-server", 200),
        ("POST", "/oauth/register", 201),
        ("POST", "/oauth/token", 200),
        ("POST", "/mcp", 200),
    )


def check_claims(claims: dict, issuer: str, base: str, client_id: str, scope: str = "mcp"):
    """What `whoami` says of the token."""
    check(claims.get("iss") == issuer, f"iss is {claims.get('iss')!r}, not {issuer!r}")
    audience = claims.get("aud")
    check(audience in (base + "/mcp", [base + "/mcp"]), f"aud is {audience!r}, not {base}/mcp")
    check(claims.get("client_id") == client_id, f"client_id is {claims.get('client_id')!r}, not {client_id!r}")
    check(claims.get("sub"), "there is no sub")
    check(scope in claims.get("scope", "").split(), f"scope is {claims.get('scope')!r}, without {scope}")


def check_rotation(before, after):
    """Each is an access token and a refresh token."""
    check(all(before) and all(after), "a token is missing")
    check(before[0] != after[0], "the access token is the same after the refresh")
    check(before[1] != after[1], "the refresh token was not rotated")
