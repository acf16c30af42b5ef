"""openapi.py validate FILE...: holds each file, a document of OpenAPI or a golden case with one behind its ten dashes, against the
schema and the rules of OpenAPI 3.1.

openapi.py call DOCUMENT URL KNOWN [OPTION...]: sends what the document allows, and what it doesn't, to the server at URL, and holds each
answer against the document. KNOWN is a JSON object of values that mean something to the server, by the names of parameters and members; what
is null there is left out.
"""

import json
import pathlib
import subprocess
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator

# Status, media type, content and header fields of an answer are among those that the document has, nothing is the server's fault, and what the
# document doesn't have is refused as what isn't there. Whether a code is good no document can say, so refusals of what looks good are none.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "unsupported_method", "allow_header_conformance", "missing_required_header",
]
EXAMPLES = 20


def validate(files):
    errors = 0
    for file in files:
        text = pathlib.Path(file).read_text(encoding="utf-8")
        document = json.loads(text.rpartition("\n----------\n")[2])
        for error in OpenAPIV31SpecValidator(document).iter_errors():
            errors += 1
            print(f"{file}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    print(f"{len(files)} documents, {errors} errors")
    return errors


def guided(part, known):
    """The same with known values where something is sent, so that requests come further than to the first refusal."""
    if isinstance(part, list):
        return [guided(entry, known) for entry in part]
    if not isinstance(part, dict):
        return part
    part = {name: value if name == "responses" else guided(value, known) for name, value in part.items()}
    if "properties" in part:
        part["properties"] = {
            name: told(schema, known[name]) if name in known else schema
            for name, schema in part["properties"].items() if known.get(name, schema) is not None}
    if part.get("in") in ("query", "header") and part.get("name") in known:
        part["schema"] = told(part["schema"], known[part["name"]])
    return part


def told(schema, values):
    if schema.get("type") == "array":
        return schema | {"items": {"enum": values}, "maxItems": 2}
    return {"enum": values}


def call(document, url, known, *options):
    path = pathlib.Path(document)
    guide = path.with_name("guided-" + path.name)
    guide.write_text(json.dumps(guided(json.loads(path.read_text(encoding="utf-8")), json.loads(known))), encoding="utf-8")
    return subprocess.run(
        [pathlib.Path(sys.executable).parent / "schemathesis", "run", guide, "--url", url, "--checks", ",".join(CHECKS),
         "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES), "--seed", "1", "--max-redirects", "0",
         "--request-timeout", "10", "--generation-database", "none", "--suppress-health-check", "all", "--no-shrink",
         "--warnings", "off", "--continue-on-failure", "--no-color", *options],
        check=False).returncode


if __name__ == "__main__":
    commands = {"validate": lambda *files: validate(files), "call": call}
    sys.exit(1 if commands[sys.argv[1]](*sys.argv[2:]) else 0)
