"""What the dearest requests of strangers cost: for each parser, shapes of one size against plain letters in one value."""

import base64
import itertools
import json
import socket

from .instructions import CountedServer
from .servers import OURS

# Times the instructions of the plain request.
LIMIT = 20
# What a body and a head may have here, in bytes; the rest of a head takes its share.
BODY, HEAD = 64 << 10, 15 << 10
LETTERS = "a" * HEAD

# Two marks whose order Unicode normalises: a run of them is what sorting is dearest for.
MARKS = "\u0323\u0301"
# The same text for Unicode, in other bytes.
COMPOSED, DECOMPOSED = "\u1e69", "s\u0323\u0307"


def filled(size, piece, separator=""):
    """As many pieces as fit; `piece` may be made from their number."""
    make = piece if callable(piece) else lambda _: piece
    parts, length = [], 0
    for number in itertools.count():
        part = make(number)
        length += len(part.encode()) + len(separator)
        if length > size:
            return separator.join(parts)
        parts.append(part)


def repeated(size, text):
    return text * (size // len(text.encode()))


def percent(text):
    return "".join(f"%{byte:02X}" for byte in text.encode())


def pairs(size, joint="&"):
    """Shapes of names and values, as forms, queries and cookies have them."""
    return {
        "256 names, equivalent in front": joint.join(
            repeated(size // 256 - 8, DECOMPOSED) + f"{number}=" for number in range(256)),
        "256 equivalent names": joint.join(
            repeated(size // 256 - 4, DECOMPOSED if number % 2 else COMPOSED) + "=" for number in range(256)),
        "one name of combining marks": repeated(size - 1, MARKS) + "=",
        "one value of combining marks": "token=" + repeated(size - 6, MARKS),
        "many names": filled(size, lambda number: f"n{number}=", joint),
        "many empty names": repeated(size, "=" + joint),
        "one name repeated": filled(size, "token=a", joint),
        "separators alone": repeated(size, joint),
        "equals signs alone": repeated(size, "="),
    }


def encoded_pairs(size):
    return {
        **pairs(size),
        "escapes in a value": "token=" + repeated(size - 6, "%61"),
        "escapes in one name": repeated(size - 1, "%61") + "=",
        "escaped marks in one name": repeated(size - 1, percent(MARKS)) + "=",
        "256 names, equivalent, escaped": "&".join(
            repeated(size // 256 - 8, percent(DECOMPOSED)) + f"{number}=" for number in range(256)),
        "broken escapes": "token=" + repeated(size - 6, "%"),
        "pluses": "token=" + repeated(size - 6, "+"),
        "many scopes": "scope=" + filled(size - 6, lambda number: f"s{number}", "+"),
        "many resources": filled(size, lambda number: f"resource=https://a.example/{number}", "&"),
    }


def documents(size):
    uri = {"redirect_uris": ["https://a.example/cb"]}

    def document(**members):
        return json.dumps({**uri, **members}, ensure_ascii=False)

    room = size - 100
    return {
        "256 member names, equivalent in front": "{" + ",".join(
            '"' + repeated(size // 256 - 10, DECOMPOSED) + f'{number}":1' for number in range(256)) + "}",
        "one member name of combining marks": '{"' + repeated(room, MARKS) + '":1}',
        "a name of combining marks": document(client_name=repeated(room, MARKS)),
        "many members": "{" + filled(room, lambda number: f'"n{number}":1', ",") + "}",
        "one member repeated": "{" + filled(room, '"n":1', ",") + "}",
        "escapes": '{"client_name":"' + repeated(room, "\\u0061") + '"}',
        "escapes of pairs": '{"client_name":"' + repeated(room, "\\ud83d\\ude00") + '"}',
        "escapes in a member name": '{"' + repeated(room, "\\u0061") + '":1}',
        "arrays in arrays": repeated(size, "["),
        "objects in objects": repeated(size, '{"a":'),
        "many small arrays": '{"contacts":[' + filled(room, "[]", ",") + "]}",
        "many small objects": '{"contacts":[' + filled(room, "{}", ",") + "]}",
        "many numbers": '{"contacts":[' + filled(room, "1", ",") + "]}",
        "one long number": '{"contacts":' + "1" * room + "}",
        "one long fraction": '{"contacts":0.' + "1" * room + "}",
        "an exponent": '{"contacts":1e' + "9" * room + "}",
        "blanks": "{" + " " * room + "}",
        "many texts": document(contacts=filled(room, "a", " ").split()),
        "many redirect URIs": document(
            redirect_uris=filled(room, lambda number: f"https://a.example/{number}", " ").split()),
        "long redirect URIs": document(redirect_uris=["https://a.example/" + "a" * 2000] * (room // 2100)),
        "many grant types": document(grant_types=filled(room, lambda number: f"g{number}", " ").split()),
        "one scope of many": document(scope=filled(room, lambda number: f"s{number}", " ")),
        "a scope of combining marks": document(scope=repeated(room, MARKS)),
    }


def credentials(size):
    def basic(text):
        return "Basic " + base64.b64encode(text.encode()).decode()

    room = size * 3 // 4 - 8
    return {
        "combining marks": basic(repeated(room - 2, MARKS) + ":x"),
        "escapes": basic(repeated(room - 2, "%61") + ":x"),
        "escaped marks": basic(repeated(room - 2, percent(MARKS)) + ":x"),
        "colons": basic(":" * room),
        "equals signs": "Basic " + "=" * size,
        "blanks": "Basic " + " " * size + "x",
        "commas": "Basic " + "," * size,
        "a scheme of marks": repeated(size, MARKS),
    }


def ranges(size):
    return {
        "many ranges": filled(size, lambda number: f"a{number}/b;q=0.1", ","),
        "commas": "," * size,
        "semicolons": "text/html" + ";" * (size - 9),
        "refused ranges": filled(size, "*/*;q=0", ","),
        "combining marks": repeated(size, MARKS),
        "marks as ranges": filled(size, MARKS + "/" + MARKS, ","),
        "blanks": "text/html" + " " * (size - 10) + ",",
        "zeros": "text/html;q=0." + "0" * (size - 14),
    }


def targets(size):
    return {
        "slashes": "/" * size,
        "many segments": "/" + filled(size - 1, "a", "/"),
        "dots": "/" + filled(size - 1, "..", "/"),
        "escapes": "/" + repeated(size - 1, "%61"),
        "question marks": "/" + "?" * (size - 1),
        "an absolute target": "http://" + "a." * ((size - 8) // 2) + "/",
    }


def request(method, target, headers=(), body=b""):
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost:@", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def form(path, text):
    return request("POST", path, [("Content-Type", "application/x-www-form-urlencoded")], text.encode())


def parsers():
    """Of each: its plain request, and the shapes."""
    for path in ("/oauth/token", "/oauth/introspect", "/oauth/revoke"):
        yield f"form, {path}", form(path, "token=" + "a" * (BODY - 6)), {
            name: form(path, text) for name, text in encoded_pairs(BODY).items()}
    yield "form, /oauth/authorize", form("/oauth/authorize", "state=" + "a" * (HEAD - 6)), {
        name: form("/oauth/authorize", text) for name, text in encoded_pairs(HEAD).items()}

    def registration(text):
        return request("POST", "/oauth/register", [("Content-Type", "application/json")], text.encode())

    yield "JSON, /oauth/register", registration(
        json.dumps({"client_name": "a" * (BODY - 100), "redirect_uris": ["https://a.example/cb"]})), {
        name: registration(text) for name, text in documents(BODY).items()}

    def page(query):
        return request("GET", "/oauth/authorize?" + query)

    yield "query, /oauth/authorize", page("state=" + "a" * HEAD), {
        name: page(text.replace(" ", "%20")) for name, text in encoded_pairs(HEAD).items()}
    yield "target", request("GET", "/" + "a" * HEAD), {
        name: request("GET", text) for name, text in targets(HEAD).items()}
    yield "head", request("GET", "/health", [("X", LETTERS)]), {
        "many fields": request("GET", "/health", [("X", "")] * (HEAD // 5)),
        "many long names": request("GET", "/health", [("x" * 100, "")] * (HEAD // 104)),
        "a field of marks": request("GET", "/health", [("X", repeated(HEAD, MARKS))])}
    yield from fields()


def fields():
    """Parsers of one header field. The plain request has the letters in a field that nobody reads."""
    cookies = {
        **pairs(HEAD, ";"),
        "letters": "a=" + LETTERS,
        "many cookies": filled(HEAD, "a=b", "; "),
        "many bindings": filled(HEAD, lambda number: f"mcp_auth_browser_{number}=" + "A" * 43, "; "),
        "broken bindings": filled(HEAD, "mcp_auth_browser=x", "; "),
        "blanks": "a=b;" + " " * HEAD,
    }
    # As far as the page of a client that isn't known needs no cookie, the login does.
    login = "/fakeupstreamauth/authorize?state=s&redirect_uri=http%3A%2F%2Flocalhost%3A@%2Ffakeupstreamauth%2Fcallback"
    yield of_field("Cookie", cookies, "GET", login)
    typed = ("Content-Type", "application/x-www-form-urlencoded")
    basic = {"letters": "Basic " + "YWFh" * (HEAD // 4), **credentials(HEAD)}
    yield of_field("Authorization", basic, "POST", "/oauth/introspect", [typed], b"token=a")
    yield of_field("Authorization", basic, "POST", "/oauth/token", [typed], b"token=a")
    texts = {"letters": LETTERS, **ranges(HEAD)}
    yield of_field("Accept", texts, "GET", "/nothing")
    yield of_field("Content-Type", texts, "POST", "/oauth/token", [], b"a=b")
    yield of_field("Content-Type", texts, "POST", "/oauth/register", [], b"{}")
    for name in ("Origin", "Sec-Fetch-Site"):
        yield of_field(name, texts, "POST", "/logout")
    tags = {"letters": LETTERS, "many tags": filled(HEAD, '"a"', ","), "marks": repeated(HEAD, MARKS), "quotes": '"' * HEAD}
    yield of_field("If-None-Match", tags, "GET", "/.well-known/oauth-authorization-server")


def of_field(name, values, method, target, headers=(), body=b""):
    def with_field(name, value):
        return request(method, target, [*headers, (name, value)], body)

    return f"{name}, {target[:30]}", with_field("X", LETTERS), {
        shape: with_field(name, value) for shape, value in values.items()}


def measure(folder, started):
    """The exit status."""
    server = CountedServer(folder / "server", OURS)
    started.callback(server.stop)
    server.start()
    dearest = 0
    print(f"{'':<52}{'instructions':>14}{'ratio':>8}")
    for name, plain, shapes in parsers():
        # What the server does beside it may make a request dearer, never cheaper: and all others are held against this one.
        usual = cost(server, plain, 5)
        print(f"{name:<52}{usual:>14}", flush=True)
        for shape, message in shapes.items():
            found = cost(server, message)
            dearest = max(dearest, found / usual)
            mark = "  too dear" if found > LIMIT * usual else ""
            print(f"  {shape:<50}{found:>14}{found / usual:>8.2f}{mark}", flush=True)
    print(f"\nthe dearest is {dearest:.1f} times a plain request of its size; {LIMIT} are allowed")
    return 1 if dearest > LIMIT else 0


def cost(server, message, rounds=2):
    """Of one request, once everything it needs has been needed before."""
    message = message.replace(b":@", b":%d" % server.port).replace(b"%3A@", b"%%3A%d" % server.port)
    exchange(server, message)
    return min(server.counted(lambda: exchange(server, message)) for _ in range(rounds))


def exchange(server, message):
    with socket.create_connection(("127.0.0.1", server.port), timeout=600) as connection:
        # A refused request may be answered before all of it was sent.
        try:
            connection.sendall(message)
            while connection.recv(65536):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass
