import Foundation
import JSON
import Shelf
import Support
import Testing
import WireText

/// What a manifest turns on and off without touching the rest.
private enum Switch: String, CaseIterable {
    case register, introspect, revoke, jwks
    case refreshToken = "refresh_token"
    case clientCredentials = "client_credentials"
    case secretBasic = "client_secret_basic"
    case secretPost = "client_secret_post"
    case privateKeyJWT = "private_key_jwt"
    case issuerParameter = "iss_parameter"
    case documents = "client_documents"
}

/// A server of which some switches are off.
private struct Switched: Sendable, CustomTestStringConvertible {
    let off: Set<Switch>

    func isOn(_ item: Switch) -> Bool { !off.contains(item) }

    var testDescription: String {
        off.isEmpty ? "all on" : "off: " + off.map(\.rawValue).sorted().joined(separator: ", ")
    }

    var grantTypes: [String] {
        ["authorization_code"] + [Switch.refreshToken, .clientCredentials].filter(isOn).map(\.rawValue)
    }

    var methods: [String] {
        ["none"] + [Switch.secretBasic, .secretPost, .privateKeyJWT].filter(isOn).map(\.rawValue)
    }

    var edits: [ManifestEdit] {
        var edits = [Switch.register, .introspect, .revoke, .jwks].filter(off.contains).map {
            ManifestEdit.route($0.rawValue, "enabled: false")
        }
        edits.append(.grantTypes(grantTypes.joined(separator: ", ")))
        edits.append(.authenticationMethods(methods.joined(separator: ", ")))
        if off.contains(.refreshToken) {
            edits.append(
                .replace(
                    "    grant_types: [authorization_code, refresh_token]\n",
                    with: "    grant_types: [authorization_code]\n"))
        }
        if off.contains(.documents) {
            edits.append(
                .replace(
                    "client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false"))
        }
        if off.contains(.issuerParameter) {
            edits.append(
                .replace(
                    "    # with: { iss_parameter: false }\n", with: "    with: { iss_parameter: false }\n"))
        }
        return edits
    }

    /// So many that each two switches are seen in all four ways, whatever the others do.
    static let pairs: [Switched] = {
        let all = Switch.allCases
        var missing = Set<[Int]>()
        for (first, second) in all.indices.flatMap({ first in
            all.indices.dropFirst(first + 1).map { (first, $0) }
        }) {
            for way in 0..<4 { missing.insert([first, second, way]) }
        }
        func ways(_ mask: Int) -> Set<[Int]> {
            missing.filter { ((mask >> $0[0]) & 1) * 2 + ((mask >> $0[1]) & 1) == $0[2] }
        }
        var rows: [Switched] = []
        while !missing.isEmpty {
            let best = (0..<(1 << all.count)).max { (ways($0).count, $1) < (ways($1).count, $0) } ?? 0
            missing.subtract(ways(best))
            rows.append(Switched(off: Set(all.indices.filter { (best >> $0) & 1 == 1 }.map { all[$0] })))
        }
        return rows
    }()
}

@Suite("switches, each two of them in all four ways")
struct SwitchPairsTests {
    private static let endpoints: [(item: Switch, path: String, alias: String, member: String)] = [
        (.register, "/oauth/register", "/register", "registration_endpoint"),
        (.introspect, "/oauth/introspect", "/introspect", "introspection_endpoint"),
        (.revoke, "/oauth/revoke", "/revoke", "revocation_endpoint"),
        (.jwks, "/.well-known/jwks.json", "/.well-known/jwks.json", "jwks_uri"),
    ]

    @Test("what is advertised works, and what is off answers as unknown", arguments: Switched.pairs)
    fileprivate func pairs(_ switched: Switched) async throws {
        try await TestServer.run(switched.edits) { (server) async throws in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            try await endpoints(switched, server, metadata)
            try await grants(switched, server, metadata)
            try await methods(switched, server, metadata)
            try await flow(switched, server, metadata)
            try await documents(switched, server, metadata)
        }
    }

    private func endpoints(
        _ switched: Switched, _ server: TestServer, _ metadata: JSONValue
    ) async throws {
        let unknown = try await server.post("/nonsense", form: [:])
        for (item, path, alias, member) in Self.endpoints {
            let isOn = switched.isOn(item)
            #expect(metadata[member] == (isOn ? .string(server.issuer + path) : nil))
            for path in [path, alias] {
                let answer = try await server.post(path, form: [:])
                #expect((answer.status != 404) == isOn, "\(path)")
                if !isOn { #expect(answer.body == unknown.body) }
            }
        }
        for (name, value) in metadata.object?.members ?? [] where name.shown.hasSuffix("_endpoint") {
            let path = value.string?.shown.dropFirst(server.issuer.count) ?? ""
            #expect(try await server.get(String(path)).status != 404, "\(path)")
        }
    }

    private func grants(_ switched: Switched, _ server: TestServer, _ metadata: JSONValue) async throws {
        #expect(metadata["grant_types_supported"] == .strings(switched.grantTypes))
        for grant in ["refresh_token", "client_credentials", "password", "implicit"] {
            let answer = try await server.post(
                "/oauth/token", form: ["grant_type": grant, "client_id": "demo-client", "refresh_token": "x"])
            #expect(
                (answer.json["error"] == "unsupported_grant_type") == !switched.grantTypes.contains(grant),
                "\(grant): \(answer.text)")
        }
    }

    private func methods(_ switched: Switched, _ server: TestServer, _ metadata: JSONValue) async throws {
        #expect(metadata["token_endpoint_auth_methods_supported"] == .strings(switched.methods))
        #expect(
            metadata["revocation_endpoint_auth_methods_supported"]
                == (switched.isOn(.revoke) ? .strings(switched.methods) : nil))
        for (item, endpoint) in [(nil, "token"), (.revoke, "revocation")] as [(Switch?, String)] {
            let isSaid = switched.isOn(.privateKeyJWT) && item.map(switched.isOn) ?? true
            #expect((metadata["\(endpoint)_endpoint_auth_signing_alg_values_supported"] != nil) == isSaid)
        }
        guard switched.isOn(.register) else { return }
        for method in [
            "none", "client_secret_basic", "client_secret_post", "private_key_jwt", "client_secret_jwt",
        ] {
            guard switched.methods.contains(method) else {
                let answer = try await server.post(
                    "/oauth/register",
                    json:
                        #"{"redirect_uris":["http://localhost/"],"token_endpoint_auth_method":"\#(method)"}"#)
                #expect(answer.json["error"] == "invalid_client_metadata", "\(method): \(answer.text)")
                continue
            }
            let client =
                method == "private_key_jwt"
                ? try await TestClient.signing(server) : try await TestClient.register(server, method: method)
            #expect(try await client.redeem(client.code()).status == 200, "\(method)")
        }
    }

    private func documents(_ switched: Switched, _ server: TestServer, _ metadata: JSONValue) async throws {
        let isOn = switched.isOn(.documents)
        #expect(metadata["client_id_metadata_document_supported"] == (isOn ? true : nil))
        let client = TestClient.documented(server)
        #expect((try await client.authorize().status == 200) == isOn)
        #expect(server.documents.fetched.isEmpty == !isOn)
        if isOn { _ = try await client.tokens() }
    }

    private func flow(_ switched: Switched, _ server: TestServer, _ metadata: JSONValue) async throws {
        let client = TestClient.demo(server)
        let names = try await client.approve().redirect.map(\.name)
        #expect(names.contains("iss") == switched.isOn(.issuerParameter))
        #expect(
            metadata["authorization_response_iss_parameter_supported"]
                == (switched.isOn(.issuerParameter) ? true : nil))
        let tokens = try await client.tokens()
        #expect((tokens.refresh != nil) == switched.isOn(.refreshToken))
        if let refresh = tokens.refresh {
            #expect(try await client.refresh(refresh).status == 200)
        }
        if switched.isOn(.introspect), !switched.isOn(.refreshToken) {
            #expect(try await server.isActive(tokens.access))
        }
        if switched.isOn(.revoke) {
            #expect(try await client.revoke(tokens.access).status == 200)
            if switched.isOn(.introspect) { #expect(!(try await server.isActive(tokens.access))) }
        }
    }
}
