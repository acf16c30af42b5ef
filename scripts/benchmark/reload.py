"""From saving the manifest to serving it, beside what `check` takes to read it: the two take turns."""

import http.client
import os
import statistics
import subprocess
import time

from .servers import CORES, OURS, Server, pinned

# Times what `check` takes.
LIMIT = 5


def changed(server, text, number):
    """Seconds from a file that is saved, as editors do, to the first answer of what it says."""
    manifest = server.folder / "routes.yaml"
    new = server.folder / "routes.yaml.new"
    new.write_text(text + f"\n  number:\n    path: /number\n    handler: respond.text\n    with: {{ text: \"{number}\" }}\n")
    connection = http.client.HTTPConnection("localhost", server.port)
    began = time.perf_counter()
    os.rename(new, manifest)
    while True:
        connection.request("GET", "/number")
        if connection.getresponse().read() == str(number).encode():
            connection.close()
            return time.perf_counter() - began
        if time.perf_counter() - began > 30:
            raise SystemExit("bench: what was saved is not served")


def checked(server):
    """Seconds that a program takes to read the same and say that it is in order."""
    began = time.perf_counter()
    subprocess.run(
        pinned(CORES[0], server.program, "check"), cwd=server.folder, check=True,
        env={"PATH": os.environ["PATH"], "AUTH_SERVER_PORT": str(server.port)}, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(folder, started, rounds):
    """1 when the limit is passed."""
    server = Server(folder / "server", OURS)
    started.callback(server.stop)
    server.start()
    text = (server.folder / "routes.yaml").read_text()
    pairs = []
    for number in range(rounds):
        pairs.append((changed(server, text, number), checked(server)))
    ratio = statistics.median(saved / check for saved, check in pairs)
    saved = sorted(saved for saved, _ in pairs)
    check = statistics.median(check for _, check in pairs)
    print(
        f"saved to served: median {statistics.median(saved) * 1e3:.0f} ms, worst {saved[-1] * 1e3:.0f} ms; "
        f"check: median {check * 1e3:.0f} ms; ratio {ratio:.2f} (at most {LIMIT})")
    return 0 if ratio < LIMIT else 1
