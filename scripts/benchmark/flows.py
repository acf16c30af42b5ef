"""What the timeline costs who doesn't look at it: a server with three browsers that watch, beside one without a timeline."""

import socket

from .against import METADATA
from .instructions import CountedServer
from .load import compare, load
from .servers import BASIC, OURS, Server

WATCHERS = 3
WITHOUT = ("--disable", "flows")


def watch(server, started):
    """Connections that read what the timeline sends, as pages do that are open; the system keeps what comes."""
    for _ in range(WATCHERS):
        connection = started.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        connection.sendall(
            f"GET /flows HTTP/1.1\r\nHost: localhost:{server.port}\r\nAccept: text/event-stream\r\n\r\n".encode())
        answer = connection.recv(4096)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"bench: the timeline can't be watched\n{answer.decode()}")


def measure(folder, started, rounds, seconds):
    watched, without = Server(folder / "on", OURS), Server(folder / "off", OURS, arguments=WITHOUT)
    scripts = []
    print(f"\n{'':<44}{'watched':>10}{'without':>10}{'ratio':>8}")
    for server in (watched, without):
        started.callback(server.stop)
        server.start()
        scripts.append(server.introspection())
    watch(watched, started)
    compare(
        "metadata, per second", rounds, lambda: load(watched, METADATA, seconds), lambda: load(without, METADATA, seconds))
    compare(
        "introspection, per second", rounds, lambda: load(watched, "/oauth/introspect", seconds, scripts[0]),
        lambda: load(without, "/oauth/introspect", seconds, scripts[1]))
    memory = [server.memory() for server in (watched, without)]
    print(f"{'memory, MiB':<44}{memory[0]:>10.1f}{memory[1]:>10.1f}{memory[0] / memory[1]:>8.3f}")
    for server in (watched, without):
        server.stop()
    count_instructions(folder, started)


def count_instructions(folder, started):
    """Here less is better."""
    counts = []
    for name, arguments in (("on", ()), ("off", WITHOUT)):
        server = CountedServer(folder / f"counted-{name}", OURS, arguments)
        started.callback(server.stop)
        server.start()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": BASIC}
        body = "token=" + server.access_token()
        if name == "on":
            watch(server, started)
        counts.append([
            server.instructions_each("GET", METADATA), server.instructions_each("POST", "/oauth/introspect", body, form)])
        server.stop()
    for number, title in enumerate(("metadata", "introspection")):
        on, off = (count[number] for count in counts)
        print(f"{'instructions per request, ' + title:<44}{on:>10.0f}{off:>10.0f}{on / off:>8.3f}", flush=True)
