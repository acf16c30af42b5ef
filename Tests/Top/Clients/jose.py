"""jose.py FILE: checks with joserfc what is in the file, a list of {key, alg, text}, and makes the like of each algorithm there.

Prints one object: what was checked ({payload, thumbprint, edited}), and what was made ({key, text, thumbprint}).
"""

import json
import pathlib
import sys
import warnings

from joserfc import jws
from joserfc.jwk import JWKRegistry, import_key

warnings.simplefilter("ignore")

KINDS = {"ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "RS256": ("RSA", 2048), "PS256": ("RSA", 2048), "EdDSA": ("OKP", "Ed25519")}


def check(entry):
    key, algorithm, text = import_key(entry["key"]), entry["alg"], entry["text"]
    payload = jws.deserialize_compact(text, key, algorithms=[algorithm]).payload.decode()
    head, _, signature = text.split(".")
    try:
        jws.deserialize_compact(f"{head}.b3RoZXI.{signature}", key, algorithms=[algorithm])
        edited = "taken"
    except Exception:
        edited = "refused"
    return {"payload": payload, "thumbprint": key.thumbprint(), "edited": edited}


def make(algorithm):
    kind, size = KINDS[algorithm]
    key = JWKRegistry.generate_key(kind, size, private=True)
    text = jws.serialize_compact({"alg": algorithm}, "of joserfc", key, algorithms=[algorithm])
    return {"key": key.as_dict(private=False), "text": text, "thumbprint": key.thumbprint()}


def main():
    entries = json.loads(pathlib.Path(sys.argv[1]).read_text())
    print(json.dumps({"checked": [check(entry) for entry in entries], "made": [make(entry["alg"]) for entry in entries]}))


main()
