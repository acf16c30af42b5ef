import Foundation
import JSON
import Support
import Testing
import WireText

/// What tools that know OpenAPI make of the document.
@Suite("the OpenAPI document in the hands of tools", .serialized)
struct OpenAPIToolTests {
    @Test("routes --format openapi: byte for byte what is served")
    func printed() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let served = try await Wire(issuer: place.issuer).get("/openapi.json")
        let (exit, output) = try await place.run("mcp-auth", ["routes", "--format", "openapi"])
        #expect(exit == .status(0))
        #expect(output == served.body)
        #expect(output.hasSuffix("}\n"))
        #expect(try await server.stop() == .status(0))
    }

    @Test("it is a document of OpenAPI 3.1, whatever is on")
    func validity() async throws {
        let place = try Workplace()
        let python = try await PythonEnvironment("openapi", in: place.folder)
        let folder = Installation.package.appendingPathComponent("Tests/Plan/RouterTests/OpenAPI")
        var files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            folder.appendingPathComponent($0).path
        }
        try #require(files.count > 3)
        for (name, arguments) in [
            ("all", ""), ("few", "--disable authorize,register,introspect,revoke,flows,start,style"),
        ] {
            // That nothing new can begin then is a warning.
            let (exit, output) = try await place.shell(
                "mcp-auth routes --format openapi \(arguments) 2>/dev/null")
            #expect(exit == .status(0))
            let file = place.folder.appendingPathComponent("\(name).json")
            try Data(output.utf8).write(to: file)
            files.append(file.path)
        }
        let result = try await python.run("openapi.py", ["validate"] + files, in: place.folder, seconds: 120)
        #expect(result.exit == .status(0), "\(result.output)")
        #expect(result.output.hasSuffix("\(files.count) documents, 0 errors\n"), "\(result.output)")
    }

    @Test("a server answers nothing that it doesn't say, and is at fault for nothing, whatever it is sent")
    func conformance() async throws {
        let place = try Workplace()
        let python = try await PythonEnvironment("openapi", in: place.folder)
        // All of it comes from one address.
        let text = try String(contentsOf: place.manifest, encoding: .utf8)
        try text.replacing(/rate_limit: .*/, with: "rate_limit: none").write(
            to: place.manifest, atomically: true, encoding: .utf8)
        try Self.overlay.write(
            to: place.folder.appendingPathComponent("tool.yaml"), atomically: true, encoding: .utf8)
        let server = try await place.serve(["--overlay", "tool.yaml"])
        let document = place.folder.appendingPathComponent("openapi.json")
        try Data(try await Wire(issuer: place.issuer).get("/openapi.json").body.utf8).write(to: document)
        func call(_ known: JSONValue, _ options: String...) async throws {
            let result = try await python.run(
                "openapi.py",
                ["call", document.path, place.issuer, String(decoding: known.serialized(), as: UTF8.self)]
                    + options, in: place.folder, seconds: 240)
            #expect(result.exit == .status(0), "\(options)\n\(result.output)")
            #expect(result.output.contains(" generated, "), "\(result.output)")
        }
        try await call(Self.known(at: place))
        try await call([:], "--phases", "coverage")
        try await call(
            [:], "--include-path", "/flows", "--header", "Authorization: Bearer \(Self.operatorToken)")
        #expect(try await server.stop() == .status(0))
    }

    private static let operatorToken = "what-the-operator-of-these-tests-shows"
    private static let secret = "what-the-tool-of-these-tests-shows"

    private static let overlay = """
        server:
          operator_token: \(operatorToken)
        clients:
          - client_id: tool
            name: Tool
            token_endpoint_auth_method: client_secret_post
            secret: \(secret)
            grant_types: [client_credentials]
            scopes: [mcp]

        """

    /// What leads further than to the first refusal, beside what doesn't; null: nothing does.
    private static func known(at place: Workplace) -> JSONValue {
        [
            "client_id": ["demo-client", "tool", "nobody"], "client_secret": [.string(secret), "wrong"],
            "client_assertion": .null, "client_assertion_type": .null,
            "redirect_uri": [
                "http://127.0.0.1:7777/callback", .string(place.issuer + "/fakeupstreamauth/callback"),
            ],
            "redirect_uris": [
                "http://127.0.0.1/callback", "https://app.example/callback", "http://plain.example/",
            ],
            "scope": ["mcp", "mcp offline_access", "nothing"],
            "resource": [.string(place.resource), "https://other.example/"],
            "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
            "token_endpoint_auth_method": ["none", "client_secret_post"],
            "grant_types": ["authorization_code", "refresh_token", "other"], "response_types": ["code"],
            "application_type": ["native", "web"], "client_uri": ["https://app.example/"],
        ]
    }
}
