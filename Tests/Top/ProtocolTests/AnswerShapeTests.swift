import JSON
import Testing
import WireText

@Suite("what all answers have in common")
struct AnswerShapeTests {
    @Test("JSON ends with a newline, whoever answers")
    func newline() async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            let form = [("Content-Type", "application/x-www-form-urlencoded")]
            let answers = [
                try await server.get("/.well-known/oauth-authorization-server"),
                try await server.post("/oauth/introspect", form: ["token": access]),
                try await server.post("/oauth/introspect", form: ["token": "x"]),
                try await server.post("/oauth/introspect", form: [:]),
                try await server.post("/oauth/token", form: [:]),
                try await server.post("/oauth/revoke", form: [:]),
                try await server.post("/oauth/register", json: "{}"), try await server.get("/health"),
                try await server.get("/nothing"), try await server.get("/oauth/token"),
                try await server.send(
                    "POST", "/oauth/token", headers: form, body: String(repeating: "x", count: 70_000)),
            ]
            for answer in answers {
                #expect(answer["content-type"] == "application/json")
                #expect(
                    answer.body.last == 0x0a && answer.body.dropLast().last == UInt8(ascii: "}"),
                    "\(answer.text)")
                #expect(answer["content-length"] == "\(answer.body.count)")
            }
        }
    }

    @Test("a body in a content coding is answered 415, at each endpoint that takes one")
    func coded() async throws {
        try await TestServer.run { server in
            for path in [
                "/oauth/token", "/oauth/register", "/oauth/introspect", "/oauth/revoke", "/oauth/authorize",
            ] {
                let answer = try await server.send(
                    "POST", path,
                    headers: [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
                    body: "\u{1f}x")
                #expect(answer.status == 415, "\(path)")
                #expect(answer["accept-encoding"] == "identity")
            }
        }
    }

    @Test("a body of another type is refused with the type that came, and two types are none (RFC 9110 §8.3)")
    func mediaType() async throws {
        try await TestServer.run { server in
            let form = "application/x-www-form-urlencoded"
            for (path, right, status) in [
                ("/oauth/token", form, 400), ("/oauth/introspect", form, 400), ("/oauth/revoke", form, 400),
                ("/oauth/register", "application/json", 415),
            ] {
                let long = "t/" + String(repeating: "x", count: 100)
                let cases: [(types: [String], told: String)] = [
                    (["text/plain"], "'text/plain'"), ([], "'not said'"),
                    (["a/b", right], "'a/b, \(right)'"),
                    (["\(right), a/b"], "'\(right), a/b'"), (["\(right);x=y, a/b"], "'\(right);x=y, a/b'"),
                    (["a/b", "c/d"], "'a/b, c/d'"), ([long], "'\(long.prefix(64))...'"),
                ]
                for (types, told) in cases {
                    let answer = try await server.send(
                        "POST", path, headers: types.map { ("Content-Type", $0) }, body: "{}")
                    #expect(answer.status == status)
                    let description = answer.json["error_description"]?.string?.shown ?? ""
                    #expect(description.hasSuffix("its type is: \(told)"), "\(description)")
                }
                for type in [right, right.uppercased(), right + ";charset=utf-8", right + " ; charset=UTF-8"]
                {
                    let answer = try await server.send(
                        "POST", path, headers: [("Content-Type", type)], body: "{}")
                    #expect(answer.status != 415 && !answer.text.contains("its type is"))
                }
            }
        }
    }

    @Test("a browser that opens the address of an API is told in a page what it takes, a program in JSON")
    func methodNotAllowed() async throws {
        try await TestServer.run { server in
            let page = try await server.get("/oauth/token", headers: [("Accept", "text/html")])
            #expect(page.status == 405 && page["allow"] == "POST, OPTIONS")
            #expect(page["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains("this path takes POST"))
            let json = try await server.get("/oauth/token")
            #expect(json.json["error_description"] == "this path takes POST")
        }
    }

    @Test("a browser with more cookies than are read is told to delete them")
    func cookies() async throws {
        try await TestServer.run { server in
            let answer = try await server.get(
                "/oauth/authorize",
                headers: [("Accept", "text/html"), ("Cookie", "c=" + String(repeating: "c", count: 20_000))])
            #expect(answer.status == 431)
            #expect(answer.text.contains("Delete the cookies"))
        }
    }
}
