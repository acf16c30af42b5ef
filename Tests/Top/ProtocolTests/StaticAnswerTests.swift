import AuthorizationServer
import Diagnostics
import Foundation
import RouteManifest
import Testing

@Suite("answers that stand in the manifest (respond.text, json, file, template)")
struct StaticAnswerTests {
    private static func routes(_ text: String) -> ManifestEdit {
        .replace("  # 200 while the store answers, else 503.\n", with: text)
    }

    @Test("a text is answered as it stands, with the type, the status and the fields of its route")
    func text() async throws {
        let route = """
              security:
                path: /.well-known/security.txt
                aliases: [/security.txt]
                handler: respond.text
                cors: any
                cache: 1h
                headers: { X-Note: mine }
                with: { text: "Contact: {{issuer}}/contact\\nCanonical: {{url.security}}\\n" }
              gone: { path: /gone, handler: respond.text, with: { text: gone, status: 410, type: text/markdown } }

            """
        try await TestServer.run([Self.routes(route)]) { server in
            let text =
                "Contact: \(server.issuer)/contact\nCanonical: \(server.issuer)/.well-known/security.txt\n"
            for path in ["/.well-known/security.txt", "/security.txt"] {
                let answer = try await server.get(path, headers: [("Origin", "https://app.example")])
                #expect(answer.status == 200)
                #expect(answer.text == text)
                #expect(answer["content-type"] == "text/plain; charset=utf-8")
                #expect(answer["cache-control"] == "public, max-age=3600")
                #expect(answer["x-content-type-options"] == "nosniff")
                #expect(answer["access-control-allow-origin"] == "*")
                #expect(answer["x-note"] == "mine")
                let tag = try #require(answer["etag"])
                let again = try await server.get(path, headers: [("If-None-Match", tag)])
                #expect(again.status == 304)
                #expect(again.text.isEmpty)
            }
            let head = try await server.send("HEAD", "/security.txt")
            #expect(head.status == 200)
            #expect(head["content-length"] == "\(text.utf8.count)")
            #expect(try await server.post("/security.txt", form: [:]).status == 405)
            let gone = try await server.get("/gone", headers: [("If-None-Match", "*")])
            #expect(gone.status == 410)
            #expect(gone.text == "gone")
            #expect(gone["content-type"] == "text/markdown")
            #expect(gone["cache-control"] == "no-store")
            #expect(gone["etag"] == nil)
        }
    }

    @Test("what stands under json is JSON: plain words are what they look like, quoted ones strings")
    func json() async throws {
        let route = """
              stub:
                path: /device
                methods: [GET, POST]
                handler: respond.json
                with:
                  status: 501
                  json: { error: unsupported, n: 3, r: 1.5, is: true, no: null, s: "3", y: yes, l: [a, {}], at: "{{url.health}}", v: "{{version}}", q: "\\"" }

            """
        try await TestServer.run([Self.routes(route)]) { server in
            for answer in [
                try await server.get("/device"), try await server.post("/device", form: ["a": "b"]),
            ] {
                #expect(answer.status == 501)
                #expect(answer["content-type"] == "application/json")
                #expect(
                    answer.text
                        == #"{"error":"unsupported","n":3,"r":1.5,"is":true,"no":null,"s":"3","y":"yes","l":["a",{}],"at":"\#(server.issuer)/health","v":"0.1.0","q":"\""}"#
                        + "\n")
            }
        }
    }

    @Test("a route whose URL is in an answer takes the answer along when it is off, and the log says so")
    func reference() async throws {
        let route = "  note: { path: /note, handler: respond.text, with: { text: \"{{url.register}}\" } }\n"
        try await TestServer.run(
            [Self.routes(route)], overrides: ManifestOverrides(disable: ["register"])
        ) { server in
            let answer = try await server.get("/note")
            #expect(answer.status == 404)
            #expect(server.switchedOff("note") == "note (has the URL of route register, which is off)")
        }
    }

    @Test("a file is sent byte for byte, with the type of its ending")
    func file() async throws {
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withFolder(
            "  logo: { path: /logo.png, handler: respond.file, cache: 1d, with: { file: public/logo.png } }\n",
            file: "public/logo.png", bytes
        ) { server in
            let answer = try await server.get("/logo.png")
            #expect(answer.status == 200)
            #expect(answer.body == bytes)
            #expect(answer["content-type"] == "image/png")
            #expect(answer["cache-control"] == "public, max-age=86400")
        }
    }

    @Test(
        "a link that stays in the manifest's folder is followed; one that leaves it, by itself or by a folder, is refused"
    )
    func links() throws {
        let outside = try TestFolder([])
        defer { outside.remove() }
        let folder = try TestFolder([
            Self.routes(
                ["inside", "outside", "folder/secret", "loop", "pipe", "directory", "whole", "large"]
                    .enumerated().map {
                        "  r\($0): { path: /r\($0), handler: respond.file, with: { file: \($1) } }\n"
                    }.joined())
        ])
        defer { folder.remove() }
        let files = FileManager.default
        try Data("x".utf8).write(to: folder.url("real"))
        try Data("x".utf8).write(to: outside.url("secret"))
        for (name, target) in [
            ("inside", folder.url("real").path), ("outside", outside.url("secret").path),
            ("folder", outside.url("").path), ("loop", folder.url("loop").path),
        ] {
            try files.createSymbolicLink(atPath: folder.url(name).path, withDestinationPath: target)
        }
        #expect(mkfifo(folder.url("pipe").path, 0o600) == 0)
        try files.createDirectory(at: folder.url("directory"), withIntermediateDirectories: true)
        try Data(count: 1 << 20).write(to: folder.url("whole"))
        try Data(count: 1 << 20 + 1).write(to: folder.url("large"))
        let told = folder.problems().map(\.message)
        #expect(
            told == [
                "'outside' is a link to a file outside of the manifest's folder",
                "'folder/secret' is a link to a file outside of the manifest's folder",
                "'loop' can't be read: Too many levels of symbolic links",
                "'pipe' can't be read: it is not a file", "'directory' can't be read: it is not a file",
                "'large' is larger than 1 MiB",
            ])
    }

    @Test("a redirect leads to an address or to a route, with the status that the manifest says")
    func redirect() async throws {
        let routes = """
              docs: { path: /docs, handler: respond.redirect, with: { location: "https://example.com/a?b=c" } }
              old: { path: /old, handler: respond.redirect, methods: [GET, POST], with: { location: "{{url.health}}", status: 308 } }
              near: { path: /near, handler: respond.redirect, cache: 1h, with: { location: /health } }

            """
        try await TestServer.run([Self.routes(routes)]) { server in
            let docs = try await server.get("/docs")
            #expect(docs.status == 302)
            #expect(docs["location"] == "https://example.com/a?b=c")
            #expect(docs["cache-control"] == "no-store")
            #expect(docs.body.isEmpty)
            for answer in [try await server.get("/old"), try await server.post("/old", form: ["a": "b"])] {
                #expect(answer.status == 308)
                #expect(answer["location"] == "\(server.issuer)/health")
            }
            let near = try await server.get("/near")
            #expect(near["location"] == "/health")
            #expect(near["cache-control"] == "public, max-age=3600")
        }
    }

    @Test("a template is rendered with the issuer, the version and the URLs of routes, as safe as any page")
    func template() async throws {
        let page =
            "<title>Terms</title>{{issuer}} {{version}} {{#url.token}}<a href=\"{{url.token}}\">{{/url.token}}"
            + "{{^url.register}}none{{/url.register}}"
        try await withFolder(
            "  terms: { path: /terms, handler: respond.template, cache: 10m, with: { template: terms.html } }\n",
            file: "templates/terms.html", Array(page.utf8),
            overrides: ManifestOverrides(disable: ["register"])
        ) { server in
            let answer = try await server.get("/terms")
            #expect(
                answer.text
                    == "<title>Terms</title>\(server.issuer) 0.1.0 <a href=\"\(server.issuer)/oauth/token\">none"
            )
            #expect(answer["content-type"] == "text/html; charset=utf-8")
            #expect(answer["cache-control"] == "public, max-age=600")
            #expect(answer["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(answer["x-frame-options"] == "DENY")
        }
    }
}

extension StaticAnswerTests {
    /// A server with further routes and a file.
    private func withFolder(
        _ routes: String, file: String, _ contents: [UInt8],
        overrides: ManifestOverrides = ManifestOverrides(), test: (TestServer) async throws -> Void
    ) async throws {
        let folder = try TestFolder([Self.routes(routes)], store: try await TestStore.section())
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            at: folder.url(file).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contents).write(to: folder.url(file))
        let server = try await TestServer.start(folder, overrides: overrides)
        do { try await test(server) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

extension TestFolder {
    fileprivate func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }

    fileprivate func problems() -> [Diagnostic] {
        ManifestFile(argument: manifest, environment: [:]).load(ManifestOverrides()).diagnostics
    }
}
