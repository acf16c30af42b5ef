"""Starts a provider of somebody else's making on PORT, with new keys: OTHER is nanoidp or oidc-provider-mock.

CLAIMS is what the second says of its one person, as JSON; the first has a person `admin` of its own.
"""

import json
import os
import pathlib
import sys
import tempfile

PORT = os.environ["PORT"]
PROGRAMS = pathlib.Path(sys.prefix) / "bin"

SETTINGS = {
    "server": {"host": "127.0.0.1", "port": int(PORT)},
    "oauth": {
        "issuer": f"http://localhost:{PORT}",
        "clients": [{"client_id": "demo-client", "client_secret": "demo-secret"}],
    },
}

# Where it keeps its keys; the end of the folder around it is the end of this one.
os.chdir(tempfile.mkdtemp(dir="."))

match os.environ["OTHER"]:
    case "nanoidp":
        folder = pathlib.Path("nanoidp-config")
        folder.mkdir(exist_ok=True)
        # JSON is YAML.
        (folder / "settings.yaml").write_text(json.dumps(SETTINGS))
        command = ["nanoidp", "--config", str(folder)]
    case "oidc-provider-mock":
        command = ["oidc-provider-mock", "--port", PORT, "--user-claims", os.environ["CLAIMS"]]
    case other:
        sys.exit(f"there is no {other}")

os.execv(PROGRAMS / command[0], command)
