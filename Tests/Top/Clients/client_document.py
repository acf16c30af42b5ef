"""The Python SDK for MCP, known by a document: it serves it over TLS, with a certificate of its own, and never registers.

client_document.py certificate     makes certificate.pem and key.pem in the working folder
client_document.py                 serves client.json on DOCUMENT_PORT and connects
"""

import asyncio
import contextlib
import datetime
import http.server
import ipaddress
import json
import os
import pathlib
import ssl
import sys
import threading

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult

from checks import check, main
from sdk import Application

REDIRECT_URI = "http://127.0.0.1:8765/callback"


def make_certificate():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([
            x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256()))
    pathlib.Path("certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pathlib.Path("key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


@contextlib.contextmanager
def served(port: int, document: dict):
    asked = []

    class Documents(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Documents)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("certificate.pem", "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield asked
    finally:
        server.shutdown()


async def flow(issuer: str, base: str, url: str):
    application = Application(
        issuer, base, "MCP SDK 2.x, by document", "none", REDIRECT_URI, document=url,
        handed=lambda query: AuthorizationCodeResult(code=query["code"], state=query["state"], iss=query["iss"]),
        failed=lambda answer: answer.is_error)
    async with httpx2.AsyncClient(**application.http_options) as http:
        async with Client(streamable_http_client(base + "/mcp", http_client=http), mode="auto") as client:
            await application.check_session(client)


def script(issuer: str, base: str) -> str:
    port = int(os.environ["DOCUMENT_PORT"])
    url = f"https://localhost:{port}/client.json"
    document = {
        "client_id": url, "client_name": "MCP SDK 2.x", "redirect_uris": [REDIRECT_URI],
        "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none",
    }
    with served(port, document) as asked:
        asyncio.run(flow(issuer, base, url))
    check(asked == ["/client.json"], f"what was fetched is {asked}")
    return "known by its document, authorized without registering, called a tool, refreshed and called again"


if sys.argv[1:] == ["certificate"]:
    make_certificate()
else:
    main("mcp 2.x by document", script)
