"""Load from wrk, and two servers that take turns under it."""

import re
import statistics
import subprocess
import sys

from .servers import CONNECTIONS, CORES, pinned, processor_seconds


def load(server, path, seconds, script=None):
    """Requests per second, and microseconds of processor for each. Answers that are no success end the run."""
    url = f"http://127.0.0.1:{server.port}{path}"
    processes = [server.process] + ([server.redis.process] if getattr(server, "redis", None) else [])
    before = sum(map(processor_seconds, processes))
    command = pinned(CORES[-1], "wrk", "-t", 1, "-c", CONNECTIONS, "-d", f"{seconds}s")
    run = subprocess.run(
        command + (["-s", str(script)] if script else []) + [url], stdout=subprocess.PIPE, text=True, check=True)
    if "Non-2xx" in run.stdout:
        sys.exit(f"bench: {url} answers with errors\n{run.stdout}")
    spent = sum(map(processor_seconds, processes)) - before
    requests = int(re.search(r"(\d+) requests in", run.stdout).group(1))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1)), spent / requests * 1e6


def compare(title, rounds, ours, theirs):
    """Prints the medians of both, and of the ratios of all rounds: more is better."""
    pairs = []
    for number in range(rounds):
        # Whoever is first in a round finds the machine as the other left it.
        if number % 2 == 0:
            pair = ours(), theirs()
        else:
            pair = tuple(reversed((theirs(), ours())))
        pairs.append(pair)
    median = [[statistics.median(pair[side][what] for pair in pairs) for side in (0, 1)] for what in (0, 1)]
    rate = statistics.median(a[0] / b[0] for a, b in pairs)
    cost = statistics.median(b[1] / a[1] for a, b in pairs)
    print(f"{title:<44}{median[0][0]:>10.0f}{median[0][1]:>10.0f}{rate:>8.2f}")
    print(f"{'  microseconds of processor for a request':<44}{median[1][0]:>10.1f}{median[1][1]:>10.1f}{cost:>8.2f}")
