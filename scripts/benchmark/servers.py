"""The servers that are measured: ours, nginx and Redis. Each has a folder and a port of its own."""

import base64
import dataclasses
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 64
# Servers run on the first, what puts load on them on the last.
CORES = sorted(os.sched_getaffinity(0))
REDIRECT_URI = "http://127.0.0.1:7777/callback"
# RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
RESOURCE_SERVER = "demo-mcp-server:demo-resource-server-secret-for-loopback-only"
BASIC = "Basic " + base64.b64encode(RESOURCE_SERVER.encode()).decode()


@dataclasses.dataclass(frozen=True)
class Build:
    """A program, and the folder of the manifest and the templates that belong to it."""

    program: pathlib.Path
    root: pathlib.Path


OURS = Build(ROOT / ".build/release/mcp-auth", ROOT)


def pinned(core, *command):
    return ["taskset", "-c", str(core), *map(str, command)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """`mcp-auth serve` in a folder of its own: no rate limits, and a login that finishes by itself."""

    def __init__(self, folder, build, redis=None, under=(), arguments=()):
        """On the embedded store, or on a Redis; as it is, or under another program."""
        folder.mkdir()
        self.folder = folder
        self.program = build.program
        self.under = under
        self.arguments = arguments
        self.redis = redis
        self.port = free_port()
        manifest = (build.root / "routes.yaml").read_text()
        manifest = re.sub(r"^( *rate_limit:) [^#\n]*", r"\1 none ", manifest, flags=re.MULTILINE)
        manifest = manifest.replace("auto_approve: false", "auto_approve: true")
        (folder / "routes.yaml").write_text(manifest)
        shutil.copytree(build.root / "templates", folder / "templates")
        self.process = None

    def start(self):
        """Milliseconds from the start of the process to its first answer."""
        environment = {
            "PATH": os.environ["PATH"], "AUTH_SERVER_PORT": str(self.port), "MCP_AUTH_DATA": str(self.folder / "data"),
            "AUTH_SERVER_URL": f"http://localhost:{self.port}"}
        if self.redis:
            environment["REDIS_URL"] = f"redis://127.0.0.1:{self.redis.port}"
        began = time.perf_counter()
        self.process = subprocess.Popen(
            pinned(CORES[0], *self.under, self.program, "serve", *self.arguments), cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while time.perf_counter() - began < (120 if self.under else 30):
            if self.process.poll() is not None:
                sys.exit("bench: mcp-auth does not start")
            try:
                with socket.create_connection(("127.0.0.1", self.port)) as connection:
                    connection.sendall(f"GET /health HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode())
                    if connection.recv(64).startswith(b"HTTP/1.1 200"):
                        return (time.perf_counter() - began) * 1000
            except OSError:
                time.sleep(0.0005)
        sys.exit("bench: mcp-auth does not answer")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def memory(self):
        """Resident MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        host = {"Host": f"localhost:{self.port}"}
        connection.request(method, path, body, {**host, **(headers or {})})
        answer = connection.getresponse()
        return answer, answer.read()

    def access_token(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        _, body = self.request(
            "POST", "/oauth/register", json.dumps({"redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "none"}),
            {"Content-Type": "application/json"})
        client = json.loads(body)["client_id"]
        query = urllib.parse.urlencode({
            "response_type": "code", "client_id": client, "redirect_uri": REDIRECT_URI, "code_challenge": CHALLENGE,
            "code_challenge_method": "S256"})
        answer, _ = self.request("GET", "/oauth/authorize?" + query)
        location = urllib.parse.urlparse(answer.getheader("Location"))
        code = urllib.parse.parse_qs(location.query)["code"][0]
        _, body = self.request("POST", "/oauth/token", urllib.parse.urlencode({
            "grant_type": "authorization_code", "code": code, "client_id": client, "code_verifier": VERIFIER,
            "redirect_uri": REDIRECT_URI}), form)
        return json.loads(body)["access_token"]

    def introspection(self):
        """A script for wrk."""
        script = self.folder / "introspect.lua"
        script.write_text(f"""
            wrk.method = "POST"
            wrk.body = "token={self.access_token()}"
            wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
            wrk.headers["Authorization"] = "{BASIC}"
            """)
        return script


class Nginx:
    """The same bytes from a file, and the shortest answer there is."""

    def __init__(self, folder, document):
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        (folder / "metadata.json").write_bytes(document)
        (folder / "nginx.conf").write_text(f"""
            daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; types {{ application/json json; }}
                client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
                uwsgi_temp_path {folder}; scgi_temp_path {folder};
                server {{
                    listen 127.0.0.1:{self.port}; root {folder};
                    location = /return {{ default_type application/json; return 200 '{{"active":true}}'; }}
                }}
            }}""")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            pinned(CORES[0], "nginx", "-c", self.folder / "nginx.conf", "-p", self.folder), stderr=subprocess.DEVNULL)
        await_port(self.port, "nginx")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


class Redis:
    """A Redis that keeps nothing on disk."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            pinned(
                CORES[0], "redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--dir", self.folder),
            stdout=subprocess.DEVNULL)
        await_port(self.port, "redis-server")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def get(self, seconds):
        """What `redis-benchmark` does of GET: per second, and microseconds of processor for each."""
        requests = 50_000 * seconds
        before = processor_seconds(self.process)
        run = subprocess.run(
            pinned(
                CORES[-1], "redis-benchmark", "-p", self.port, "-t", "get", "-c", CONNECTIONS, "-P", 1, "-n", requests, "--csv"),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
        spent = processor_seconds(self.process) - before
        return float(re.search(r'"GET","([\d.]+)"', run.stdout).group(1)), spent / requests * 1e6


def await_port(port, name):
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    sys.exit(f"bench: {name} does not start")
