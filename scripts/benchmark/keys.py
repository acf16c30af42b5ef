"""How fast this program signs and verifies with ES256, beside OpenSSL by itself."""

import re
import statistics
import subprocess

from .servers import CORES, ROOT, pinned

PROGRAM = ROOT / ".build/release/signing-speed"
# What is asked of the ratio.
LEAST = 0.8


def measure(rounds, seconds):
    """Prints the medians of both, and of the ratios of all rounds: more is better. 1 where one of them is too low."""
    pairs = [(ours(seconds), theirs(seconds)) for _ in range(rounds)]
    print(f"{'per second, median of ' + str(rounds):<44}{'mcp-auth':>10}{'openssl':>10}{'ratio':>8}")
    ratios = []
    for place, title in enumerate(("ES256, sign a token", "ES256, verify one")):
        own, other = (statistics.median(pair[side][place] for pair in pairs) for side in (0, 1))
        ratios.append(statistics.median(pair[0][place] / pair[1][place] for pair in pairs))
        print(f"{title:<44}{own:>10.0f}{other:>10.0f}{ratios[-1]:>8.2f}")
    return int(min(ratios) < LEAST)


def ours(seconds):
    return tuple(float(number) for number in output(PROGRAM, seconds).split())


def theirs(seconds):
    # Both are tried, each for so long.
    line = output("openssl", "speed", "-seconds", max(1, seconds // 2), "ecdsap256").splitlines()[-1]
    return tuple(float(number) for number in re.findall(r"[\d.]+", line)[-2:])


def output(*command):
    run = pinned(CORES[0], *command)
    return subprocess.run(run, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
