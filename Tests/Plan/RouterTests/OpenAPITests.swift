import JSON
import OpenAPI
import RouteManifest
import Router
import Support
import Testing
import WireText

@Suite("the OpenAPI document of a plan")
struct OpenAPITests {
    static let cases = GoldenFile.cases(in: "OpenAPI", ending: "txt")

    private static func plan(_ name: String) throws -> RoutePlan {
        try PlanCase(#require(cases.first { $0.name == name }).input).plan()
    }

    private static func document(_ manifest: String) throws -> JSONValue {
        try PlanCase(manifest).plan().openAPI(version: "1.2.3").json
    }

    private static func paths(_ document: JSONValue) -> [String] {
        (document["paths"]?.object?.members ?? []).map(\.name.shown)
    }

    @Test("it follows from the manifest and from nothing else", arguments: cases.map(\.name))
    func golden(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        #expect(file.accepts(try Self.plan(name).openAPI(version: "1.2.3").json.indented))
    }

    @Test("each method of each route that is on is described", arguments: cases.map(\.name))
    func completeness(_ name: String) throws {
        let plan = try Self.plan(name)
        let document = plan.openAPI(version: "1.2.3").json
        for route in plan.servedRoutes {
            for method in route.methods {
                let operation = document["paths"]?[route.publicPath]?[method.rawValue.lowercased()]
                #expect(operation != nil, "\(method) \(route.publicPath)")
            }
        }
    }

    @Test("each handler is described in one of the cases")
    func handlers() throws {
        let described = try Self.cases.flatMap { try PlanCase($0.input).plan().servedRoutes.map(\.handler) }
        #expect(HandlerName.allCases.filter { !described.contains($0) } == [.respondFile])
    }

    @Test("no two operations have one id")
    func operationIDs() throws {
        for file in Self.cases {
            let document = try PlanCase(file.input).plan().openAPI(version: "1.2.3").json
            let operations = (document["paths"]?.object?.members ?? []).flatMap {
                $0.value.object?.members ?? []
            }
            let ids = operations.compactMap { $0.value["operationId"]?.string }
            #expect(!ids.isEmpty && Set(ids).count == ids.count)
        }
    }

    @Test("what is off does not stand in it, nor what only it could do")
    func switchedOff() throws {
        let document = try Self.document(
            "#! shipped\n#! disable register\n#! disable authorize\n#! disable flows")
        let paths = Self.paths(document)
        #expect(paths.contains("/oauth/token") && paths.contains("/token"))
        for path in [
            "/oauth/register", "/register", "/oauth/authorize", "/flows", "/fakeupstreamauth/authorize",
        ] {
            #expect(!paths.contains(path))
        }
        let text = String(decoding: document.serialized(), as: UTF8.self)
        #expect(!text.contains("authorization_code") && !text.contains("operator_token"))
        #expect(text.contains("client_credentials"))
    }

    @Test("a scope that is not advertised is not told of")
    func scopes() throws {
        let text = String(decoding: try Self.document("#! shipped").serialized(), as: UTF8.self)
        #expect(text.contains("Use the tools of the MCP server"))
        #expect(!text.contains("mcp:admin"))
    }

    @Test("below an issuer with a path there is what is behind it, and what follows from it")
    func issuerWithPath() throws {
        let document = try Self.document(
            "#! shipped\n#! environment AUTH_SERVER_URL=http://localhost:3001/tenant")
        let paths = Self.paths(document)
        #expect(document["servers"] == [["url": "http://localhost:3001"]])
        #expect(paths.contains("/tenant/oauth/token") && paths.contains("/tenant/token"))
        #expect(paths.contains("/.well-known/oauth-authorization-server/tenant"))
        #expect(!paths.contains("/oauth/token"))
    }

    @Test("where each is who they say they are by a header alone, it is not one way among others")
    func security() throws {
        func security(_ methods: String) throws -> JSONValue? {
            try Self.document(
                everyKind.replacing(
                    "version: 1\n", with: "version: 1\ntoken_endpoint_auth_methods: [\(methods)]\n"
                )
                .replacing(Self.listedClient, with: "")
            )["paths"]?["/oauth/revoke"]?["post"]?["security"]
        }
        #expect(try security("client_secret_basic") == [["client_secret_basic": []]])
        #expect(try security("client_secret_basic, none") == [["client_secret_basic": []], [:]])
        #expect(try security("none") == nil)
    }

    private static let listedClient = """
        clients:
          - { client_id: known, name: Known, redirect_uris: ["http://127.0.0.1/callback"] }

        """
}

extension JSONValue {
    /// For people who review a change of it: what is short stands on one line.
    var indented: String { lines(0) + "\n" }

    private func lines(_ depth: Int) -> String {
        let short = String(decoding: serialized(), as: UTF8.self)
        guard short.utf8.count + 2 * depth > 130 else { return short }
        let indentation = String(repeating: "  ", count: depth + 1)
        let end = String(repeating: "  ", count: depth)
        switch self {
        case .object(let object):
            let members = object.members.map {
                "\(indentation)\(JSONValue.string($0.name).lines(0)): \($0.value.lines(depth + 1))"
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(end)}"
        case .array(let elements):
            return "[\n" + elements.map { indentation + $0.lines(depth + 1) }.joined(separator: ",\n")
                + "\n\(end)]"
        case .null, .bool, .integer, .number, .string: return short
        }
    }
}
