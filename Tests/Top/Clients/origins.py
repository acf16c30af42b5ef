"""Applications at origins of their own, and requests of theirs: what the browser comes from, and goes back to."""

import base64
import contextlib
import hashlib
import http.server
import json
import pathlib
import secrets
import ssl
import subprocess
import tempfile
import threading
import urllib.parse
import urllib.request

from checks import check


class Page(http.server.BaseHTTPRequestHandler):
    """The same page at every path."""

    page = pathlib.Path(__file__).with_name("page.html").read_bytes()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def application(scheme: str = "http", host: str = "127.0.0.1"):
    """Its origin."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    if scheme == "https":
        server.socket = certified().wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{scheme}://{host}:{server.server_port}"
    finally:
        server.shutdown()


def certified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
            check=True, capture_output=True)
        context.load_cert_chain(certificate, key)
    return context


def fetch(url: str, body: "bytes | None" = None, kind: str = "") -> dict:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind} if body else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as response:
        return json.load(response)


class Client:
    """One that registered itself."""

    def __init__(self, issuer: str, *redirect_uris: str, **metadata):
        self.issuer, self.redirect_uri = issuer, redirect_uris[0]
        self.metadata = fetch(issuer + "/.well-known/oauth-authorization-server")
        body = {"redirect_uris": list(redirect_uris), "token_endpoint_auth_method": "none"} | metadata
        self.id = fetch(
            self.metadata["registration_endpoint"], json.dumps(body).encode(), "application/json")["client_id"]

    def request(self, redirect_uri: str = "") -> "Request":
        return Request(self, redirect_uri or self.redirect_uri)


class Request:
    """An authorization request, and what becomes of it."""

    def __init__(self, client: Client, redirect_uri: str):
        self.client, self.redirect_uri = client, redirect_uri
        self.verifier, self.state = secrets.token_urlsafe(32), "s t&a=te" + secrets.token_urlsafe(8)

    def url(self, **changes: str) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")
        parameters = {
            "response_type": "code", "client_id": self.client.id, "redirect_uri": self.redirect_uri,
            "state": self.state, "code_challenge": challenge, "code_challenge_method": "S256", "scope": "mcp",
        } | changes
        return self.client.metadata["authorization_endpoint"] + "?" + urllib.parse.urlencode(parameters)

    def answer(self, address: str) -> dict[str, str]:
        """The parameters with which the browser was sent back to an address of this request."""
        check(address.startswith(self.redirect_uri), f"the browser was sent to {address}, not to {self.redirect_uri}")
        answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query, strict_parsing=True))
        check(answer.get("state") == self.state, f"the state came back as {answer.get('state')!r}")
        check(answer.get("iss") == self.client.issuer, f"iss is {answer.get('iss')!r}")
        return answer

    def redeem(self, address: str) -> dict:
        form = {"grant_type": "authorization_code", "code": self.answer(address)["code"], "client_id": self.client.id,
                "code_verifier": self.verifier, "redirect_uri": self.redirect_uri}
        body = urllib.parse.urlencode(form).encode()
        token = fetch(self.client.metadata["token_endpoint"], body, "application/x-www-form-urlencoded")
        check(token["token_type"] == "Bearer", f"the token is {token}")
        return token
