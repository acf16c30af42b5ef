import Foundation
import JSON
import OAuthModel
import RouteManifest
import Shelf
import Support
import Testing
import WireText

/// A server that serves what is left on: what it advertises is there, what is there it advertises, and what is off answers as unknown.
struct SwitchedServer {
    let switched: Switched
    let server: TestServer

    /// The members of the metadata that are URLs of this server, each with what answers there.
    private static let members: [String: HandlerName] = [
        "authorization_endpoint": .authorize, "token_endpoint": .token, "registration_endpoint": .register,
        "introspection_endpoint": .introspect, "revocation_endpoint": .revoke, "jwks_uri": .jwks,
    ]
    private static let secretless = "demo-client"

    func check() async throws {
        try await checkEndpoints()
        if switched.serves(.start) { try await checkStartPage() }
        if switched.serves(.respondOpenAPI) { try await checkDescription() }
        let metadata: JSONValue? =
            switched.serves(.metadata)
            ? try await server.get("/.well-known/oauth-authorization-server").json : nil
        if let metadata { checkMembers(metadata) }
        if switched.serves(.token) { try await checkGrants() }
        if switched.serves(.register) { try await checkMethods() }
        if switched.serves(.authorize) {
            try await checkFlow()
            try await checkDocuments()
        }
    }

    // MARK: Endpoints

    func checkEndpoints() async throws {
        for route in Switch.shipped.routes { try await checkAnswers(of: route) }
    }

    /// By each of its paths and methods it is this route that answers, or none.
    private func checkAnswers(of route: Route) async throws {
        let isOn = switched.serves(route)
        for (path, method) in route.paths.flatMap({ path in route.methods.map { (path.text, $0.rawValue) } })
        {
            let answer = try await server.send(method, path)
            let answering = try await self.answering(answer)
            #expect(answering == (isOn ? route.name.text : nil), "\(method) \(path)")
            if isOn {
                #expect(![404, 405].contains(answer.status), "\(method) \(path)")
            } else {
                let unknown = try await server.send(method, "/nonsense")
                #expect(answer.status == 404 && answer.body == unknown.body, "\(method) \(path)")
            }
        }
    }

    /// The route that gave an answer, as the log has it.
    private func answering(_ answer: Response) async throws -> String? {
        let mark = "request=\(answer["x-request-id"] ?? "")"
        let line = try await eventually("the request is in the log") {
            server.log.all.last {
                $0.contains(" duration_us=") && $0.split(separator: " ").contains(mark[...])
            }
        }
        return line.split(separator: " ").first { $0.hasPrefix("route=") }.map { String($0.dropFirst(6)) }
    }

    private func checkStartPage() async throws {
        let page = try await server.get("/").text
        let links = page.matches(of: /<a href="([^"]+)"/).map { String($0.1) }
        for link in links {
            let status = try await server.get(link, headers: [("Accept", "text/html")]).status
            #expect(status == 200, "\(link)")
        }
        let list = try #require(page.firstMatch(of: /(?s)<ul class="endpoints">(.*?)<\/ul>/)?.1)
        let paths = list.matches(of: /<(?:code|a href="[^"]*")>([^<]+)</).map { String($0.1) }
        let expected = Switch.shipped.routes.filter { switched.serves($0) && $0.handler != .start }
        #expect(paths.sorted() == expected.map(\.path.text).sorted())
        let off = page.matches(of: /<li>([a-z_]+) \([^)]+\)<\/li>/).map { String($0.1) }
        #expect(
            off.sorted() == Switch.shipped.routes.filter { !switched.serves($0) }.map(\.name.text).sorted())
        for route in Switch.shipped.routes where !switched.serves(route) {
            #expect(!page.contains("\"\(route.path.text)\""), "\(route.name)")
        }
    }

    /// The document has what is on, by each path and method, and nothing else.
    private func checkDescription() async throws {
        let paths = try await server.get("/openapi.json").json["paths"]?.object?.members ?? []
        let described = paths.flatMap { path, item in
            (item.object?.members ?? []).map { method, _ in "\(method.shown.uppercased()) \(path.shown)" }
        }
        let expected = Switch.shipped.routes.filter(switched.serves).flatMap { route in
            route.paths.flatMap { path in route.methods.map { "\($0.rawValue) \(path.text)" } }
        }
        #expect(described.sorted() == expected.sorted())
    }

    // MARK: Metadata

    private func checkMembers(_ metadata: JSONValue) {
        var urls: [String: String] = [:]
        for (name, value) in metadata.object?.members ?? [] {
            guard let text = value.string?.shown, text.hasPrefix(server.issuer), name != "issuer" else {
                continue
            }
            urls[name.shown] = text
        }
        var expected: [String: String] = [:]
        for (member, handler) in Self.members where switched.serves(handler) {
            expected[member] = Switch.shipped.route(handler).map { server.issuer + $0.path.text }
        }
        #expect(urls == expected)
        let hasToken = switched.serves(.token)
        let methods = JSONValue.strings(switched.methods)
        let grants = switched.grantTypes.filter { $0 != "authorization_code" || switched.serves(.authorize) }
        let signs = switched.isOn(.method("private_key_jwt"))
        #expect(metadata["grant_types_supported"] == (hasToken ? .strings(grants) : nil))
        #expect(metadata["token_endpoint_auth_methods_supported"] == (hasToken ? methods : nil))
        #expect((metadata["token_endpoint_auth_signing_alg_values_supported"] != nil) == (hasToken && signs))
        let hasRevocation = switched.serves(.revoke)
        #expect(metadata["revocation_endpoint_auth_methods_supported"] == (hasRevocation ? methods : nil))
        #expect(
            (metadata["revocation_endpoint_auth_signing_alg_values_supported"] != nil)
                == (hasRevocation && signs))
        let asks = switched.serves(.authorize)
        #expect(
            metadata["authorization_response_iss_parameter_supported"]
                == (asks && switched.isOn(.issuerParameter) ? true : nil))
        #expect(
            metadata["client_id_metadata_document_supported"]
                == (asks && switched.isOn(.documents) ? true : nil))
    }

    // MARK: What clients may do

    private func checkGrants() async throws {
        for grant in ["authorization_code", "refresh_token", "client_credentials", "password", "implicit"] {
            let answer = try await server.post(
                "/oauth/token",
                form: ["grant_type": grant, "client_id": Self.secretless, "refresh_token": "x", "code": "x"])
            #expect(
                (answer.error == "unsupported_grant_type") == !switched.grantTypes.contains(grant),
                "\(grant): \(answer.text)")
        }
    }

    private func checkMethods() async throws {
        for method in Switch.shipped.authenticationMethods.map(\.rawValue) + ["client_secret_jwt"] {
            guard switched.methods.contains(method) else {
                let answer = try await server.post(
                    "/oauth/register",
                    json:
                        #"{"redirect_uris":["http://localhost/"],"token_endpoint_auth_method":"\#(method)"}"#)
                #expect(answer.error == "invalid_client_metadata", "\(method): \(answer.text)")
                continue
            }
            guard switched.serves(.authorize) else { continue }
            let client =
                method == "private_key_jwt"
                ? try await TestClient.signing(server) : try await TestClient.register(server, method: method)
            let status = try await client.redeem(client.code()).status
            #expect(status == 200, "\(method)")
        }
    }

    private func checkFlow() async throws {
        let client = TestClient.demo(server)
        let names = try await client.approve().redirect.map(\.name)
        #expect(names.contains("iss") == switched.isOn(.issuerParameter))
        let tokens = try await client.tokens()
        #expect((tokens.refresh != nil) == switched.isOn(.grant("refresh_token")))
        var access = tokens.access
        if let refresh = tokens.refresh { access = try Tokens(await client.refresh(refresh)).access }
        if switched.serves(.introspect) {
            let isActive = try await server.isActive(access)
            #expect(isActive)
        }
        guard switched.serves(.revoke) else { return }
        let status = try await client.revoke(access).status
        #expect(status == 200)
        if switched.serves(.introspect) {
            let isActive = try await server.isActive(access)
            #expect(!isActive)
        }
    }

    private func checkDocuments() async throws {
        let isOn = switched.isOn(.documents)
        let client = TestClient.documented(server)
        let fetched = server.documents.fetched.count
        let status = try await client.authorize().status
        #expect((status == 200) == isOn)
        if isOn {
            _ = try await client.tokens()
        } else {
            #expect(server.documents.fetched.count == fetched)
        }
    }
}
