"""An MCP client of a few lines, for OAuth libraries that know nothing of MCP. `session` is theirs."""

import json
import urllib.parse

import requests

from checks import check, check_claims

VERSION = "2025-11-25"
ACCEPT = "application/json, text/event-stream"
REDIRECT_URI = "http://127.0.0.1:8765/callback"


def discover(issuer: str, base: str) -> dict:
    """From the MCP server's refusal to the authorization server's metadata (RFC 9728 §5, RFC 8414 §3)."""
    refused = requests.post(base + "/mcp", json=call("initialize", 1, {}), headers={"Accept": ACCEPT}, timeout=20)
    check(refused.status_code == 401, f"/mcp without a token answers {refused.status_code}")
    challenge = refused.headers.get("WWW-Authenticate", "")
    check(challenge.startswith("Bearer "), f"the challenge is {challenge!r}")
    check("error=" not in challenge, f"the challenge names an error where there was no token: {challenge!r}")
    check('resource_metadata="' in challenge, f"the challenge doesn't say where the metadata is: {challenge!r}")
    resource = get(challenge.split('resource_metadata="')[1].split('"')[0])
    check(resource["resource"] == base + "/mcp", f"resource is {resource['resource']!r}")
    check(resource["authorization_servers"] == [issuer], f"{resource['authorization_servers']!r}, not {[issuer]!r}")
    metadata = get(well_known(issuer))
    check(metadata["issuer"] == issuer, f"issuer is {metadata['issuer']!r}, not {issuer!r}")
    check(metadata["code_challenge_methods_supported"] == ["S256"], "S256 alone should be supported")
    check(None not in metadata.values(), "the metadata has a null")
    return metadata


def register(metadata: dict, **members) -> dict:
    request = {
        "client_name": "Black box",
        "redirect_uris": [REDIRECT_URI],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        **members,
    }
    response = requests.post(metadata["registration_endpoint"], json=request, timeout=20)
    check(response.status_code == 201, f"registration answers {response.status_code}: {response.text}")
    client = response.json()
    check(client["redirect_uris"] == [REDIRECT_URI], f"redirect_uris came back as {client['redirect_uris']}")
    method = client["token_endpoint_auth_method"]
    check(method == members.get("token_endpoint_auth_method", "client_secret_basic"), f"registered with {method}")
    check(("client_secret" in client) == (method != "none"), f"{method} and client_secret don't go together")
    return client


def use(session, issuer: str, base: str, client_id: str):
    """Opens a session with the MCP server, looks at its tools, and asks one who is calling."""
    client = {"name": "black-box", "version": "1"}
    parameters = {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": client}
    headers = {"Accept": ACCEPT}
    response = post(session, base, call("initialize", 1, parameters), headers)
    headers["MCP-Protocol-Version"] = result(response)["protocolVersion"]
    if "Mcp-Session-Id" in response.headers:
        headers["Mcp-Session-Id"] = response.headers["Mcp-Session-Id"]
    notified = post(session, base, {"jsonrpc": "2.0", "method": "notifications/initialized"}, headers)
    check(notified.status_code == 202, f"a notification answers {notified.status_code}")
    tools = result(post(session, base, call("tools/list", 2, {}), headers))["tools"]
    check("whoami" in [tool["name"] for tool in tools], "there is no tool whoami")
    answer = result(post(session, base, call("tools/call", 3, {"name": "whoami", "arguments": {}}), headers))
    check_claims(json.loads(answer["content"][0]["text"]), issuer, base, client_id)


def post(session, base: str, message: dict, headers: dict):
    return session.post(base + "/mcp", json=message, headers=headers, timeout=20)


def call(method: str, number: int, parameters: dict) -> dict:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}


def result(response) -> dict:
    """The result in a JSON answer, or in the last event of a stream."""
    check(response.status_code == 200, f"/mcp answers {response.status_code}: {response.text}")
    text = response.text
    if response.headers["Content-Type"].startswith("text/event-stream"):
        text = [line[len("data:"):] for line in text.splitlines() if line.startswith("data:")][-1]
    message = json.loads(text)
    check("result" in message, f"/mcp answers with an error: {message}")
    return message["result"]


def get(url: str) -> dict:
    response = requests.get(url, timeout=20)
    check(response.status_code == 200, f"{url} answers {response.status_code}")
    check(response.headers["Content-Type"].startswith("application/json"), f"{url} is not JSON")
    return response.json()


def well_known(issuer: str) -> str:
    parts = urllib.parse.urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{parts.path}"
