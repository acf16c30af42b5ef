"""Instructions, counted by valgrind: the only number that another load on the machine doesn't change."""

import http.client
import re
import statistics
import subprocess
import sys

from .servers import Build, Server

# Requests that are counted together, and how often.
REQUESTS = 500
ROUNDS = 5


class CountedServer(Server):
    """`mcp-auth serve` under callgrind."""

    def __init__(self, folder, build, arguments=()):
        # valgrind can't read the debug information of a Swift program.
        folder.parent.joinpath(folder.name + ".stripped").mkdir()
        stripped = folder.parent / (folder.name + ".stripped") / "mcp-auth"
        subprocess.run(["strip", "-o", stripped, build.program], check=True)
        super().__init__(
            folder, Build(stripped, build.root), arguments=arguments,
            under=(
                "valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={folder}/callgrind",
                f"--vgdb-prefix={folder}/vgdb"))
        self.dumps = 0

    def counted(self, work):
        """How many instructions the server runs for it, and whatever else it does meanwhile."""
        self.tell("zero")
        work()
        self.tell("dump")
        self.dumps += 1
        dump = (self.folder / f"callgrind.{self.dumps}").read_text()
        return int(re.search(r"^totals: (\d+)", dump, re.MULTILINE).group(1))

    def instructions_each(self, method, path, body=None, headers=None):
        """Of one request among many on one connection, in steady state."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fields = {"Host": f"localhost:{self.port}", **(headers or {})}

        def send():
            for _ in range(REQUESTS):
                connection.request(method, path, body, fields)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    sys.exit(f"bench: {path} answers {answer.status}")

        send()
        return statistics.median(self.counted(send) for _ in range(ROUNDS)) / REQUESTS

    def tell(self, command):
        run = subprocess.run(
            ["vgdb", f"--vgdb-prefix={self.folder}/vgdb", f"--pid={self.process.pid}", command], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        if run.returncode != 0:
            sys.exit(f"bench: valgrind does not take commands\n{run.stdout}")
