"""What the start page says of Python, as somebody pastes it: the command, and the program."""

import html
import os
import pathlib
import re
import shlex
import subprocess
import sys
import urllib.request

from checks import check, main
from person import Person, call_back


def pasted(issuer: str) -> list[str]:
    """What is there to be copied, under the name of the language."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(issuer, timeout=20) as response:
        page = response.read().decode()
    section = page.partition("<summary>Python</summary>")[2].partition("</details>")[0]
    return [html.unescape(text) for text in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", section, re.DOTALL)]


def run(command: list[str], issuer: str) -> str:
    # What opens a browser is given this script, which plays browser and person. A colon would begin another browser.
    browser = shlex.join([sys.executable, __file__, "--open"]) + " %s &"
    folder = str(pathlib.Path(sys.executable).parent)
    environment = os.environ | {
        "AUTH_SERVER_URL": issuer, "BROWSER": browser, "PATH": folder + ":" + os.environ["PATH"]}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    check(result.returncode == 0, f"{command} ends with {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result.stdout


def script(issuer: str, base: str) -> str:
    commands, program = pasted(issuer)
    install, show = commands.split("\n")
    check(install == "pip install fastmcp", f"{install!r} is tried nowhere")
    check("whoami" in run(shlex.split(show), issuer), f"{show} shows no tools")
    check("whoami" in run([sys.executable, "-c", program], issuer), "the program prints no tools")
    return "the command and the program of the start page show the tools"


if "--open" in sys.argv:
    call_back(Person(os.environ["AUTH_SERVER_URL"]).authorize(sys.argv[-1]))
else:
    main("start page", script)
