"""Beside nginx and Redis."""

import statistics

from .load import compare, load
from .servers import OURS, Nginx, Redis, Server

STARTS = 10


def measure(folder, started, rounds, seconds):
    def run(program):
        started.callback(program.stop)
        program.start()
        return program

    server = Server(folder / "server", OURS)
    started.callback(server.stop)
    starts = []
    for _ in range(STARTS):
        starts.append(server.start())
        idle = server.memory()
        server.stop()
    print(f"{'cold start to the first answer, ms':<44}{statistics.median(starts):>10.1f}")
    print(f"{'idle memory, MiB':<44}{idle:>10.1f}")

    server.start()
    _, document = server.request("GET", "/.well-known/oauth-authorization-server")
    nginx = run(Nginx(folder / "nginx", document))
    print(f"\n{'requests per second, median of ' + str(rounds):<44}{'mcp-auth':>10}{'nginx':>10}{'ratio':>8}")
    compare(
        "metadata, against a file of the same bytes", rounds,
        lambda: load(server, "/.well-known/oauth-authorization-server", seconds),
        lambda: load(nginx, "/metadata.json", seconds))
    script = server.introspection()
    compare(
        "introspection, against return 200", rounds, lambda: load(server, "/oauth/introspect", seconds, script),
        lambda: load(nginx, "/return", seconds))
    print(f"{'memory afterwards, MiB':<44}{server.memory():>10.1f}")

    redis = run(Redis(folder / "redis"))
    over_redis = run(Server(folder / "over-redis", OURS, redis))
    over_redis_script = over_redis.introspection()
    print(f"\n{'':<44}{'mcp-auth':>10}{'redis':>10}{'ratio':>8}")
    compare(
        "introspection over Redis, against its GET", rounds,
        lambda: load(over_redis, "/oauth/introspect", seconds, over_redis_script), lambda: redis.get(seconds))
    print(f"{'memory afterwards, MiB':<44}{over_redis.memory():>10.1f}")

