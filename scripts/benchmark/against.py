"""Beside the build of another revision: paired, in one run."""

import shutil
import statistics
import subprocess
import sys

from .instructions import CountedServer
from .load import compare, load
from .servers import BASIC, OURS, ROOT, Build, Server

STARTS = 20
METADATA = "/.well-known/oauth-authorization-server"
# Builds of other revisions, one folder each. They are kept: a revision doesn't change.
KEPT = ROOT / ".build/against"


def build_of(revision):
    """The release build of a revision. It takes some minutes the first time."""
    name = git("rev-parse", "--verify", "--short=12", revision + "^{commit}")
    kept = KEPT / name
    build = Build(kept / "mcp-auth", kept)
    if build.program.exists():
        return build
    print(f"building {name}", flush=True)
    checkout = KEPT / (name + ".checkout")
    if checkout.exists():
        git("worktree", "remove", "--force", str(checkout))
    git("worktree", "add", "--quiet", "--detach", str(checkout), name)
    try:
        # The same versions of the libraries, as far as it has them too.
        if (ROOT / "Package.resolved").exists():
            shutil.copy(ROOT / "Package.resolved", checkout)
        command = ["make", "-s", "-f", ROOT / "Makefile", "program", "CONFIGURATION=release"]
        if subprocess.run(command, cwd=checkout, stdout=sys.stderr).returncode != 0:
            sys.exit(f"bench: {name} can't be built")
        kept.mkdir(exist_ok=True)
        shutil.copytree(checkout / "templates", kept / "templates", dirs_exist_ok=True)
        shutil.copy(checkout / "routes.yaml", kept)
        # Last, because it says that the rest is there.
        shutil.copy(checkout / ".build/release/mcp-auth", build.program)
    finally:
        git("worktree", "remove", "--force", str(checkout))
    return build


def git(*arguments):
    run = subprocess.run(["git", "-C", str(ROOT), *arguments], stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(f"bench: git {arguments[0]} failed")
    return run.stdout.strip()


def measure(folder, started, rounds, seconds, revision):
    theirs = build_of(revision)
    builds = {"ours": OURS, "theirs": theirs}
    servers = [Server(folder / name, build) for name, build in builds.items()]
    for server in servers:
        started.callback(server.stop)
    print(f"\n{'':<44}{'this':>10}{revision[:9]:>10}{'ratio':>8}")
    compare_starts(servers)

    for server in servers:
        server.start()
    ours, other = servers
    compare("metadata, per second", rounds, lambda: load(ours, METADATA, seconds), lambda: load(other, METADATA, seconds))
    scripts = [server.introspection() for server in servers]
    compare(
        "introspection, per second", rounds, lambda: load(ours, "/oauth/introspect", seconds, scripts[0]),
        lambda: load(other, "/oauth/introspect", seconds, scripts[1]))
    for server in servers:
        server.stop()
    compare_instructions(folder, started, builds)


def compare_starts(servers):
    """Medians of starts that alternate. Here less is better."""
    starts, memory = ([], []), ([], [])
    for _ in range(STARTS):
        for side, server in enumerate(servers):
            starts[side].append(server.start())
            memory[side].append(server.memory())
            server.stop()
    for title, measured in (("cold start to the first answer, ms", starts), ("idle memory, MiB", memory)):
        ours, theirs = map(statistics.median, measured)
        print(f"{title:<44}{ours:>10.1f}{theirs:>10.1f}{ours / theirs:>8.3f}", flush=True)


def compare_instructions(folder, started, builds):
    """Here less is better."""
    counts = {}
    for name, build in builds.items():
        server = CountedServer(folder / f"counted-{name}", build)
        started.callback(server.stop)
        server.start()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": BASIC}
        body = "token=" + server.access_token()
        counts[name] = [
            server.instructions_each("GET", METADATA), server.instructions_each("POST", "/oauth/introspect", body, form)]
        server.stop()
    for number, title in enumerate(("metadata", "introspection")):
        ours, theirs = counts["ours"][number], counts["theirs"][number]
        print(f"{'instructions per request, ' + title:<44}{ours:>10.0f}{theirs:>10.0f}{ours / theirs:>8.3f}", flush=True)
