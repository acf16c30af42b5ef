import Cryptography
import Foundation
import JOSE
import JSON
import Support
import WireText

/// An OAuth client of a test, and the steps it takes.
struct TestClient: Sendable {
    /// RFC 7636, appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let redirectURI = "http://127.0.0.1:7777/callback"
    static let resource = "http://localhost:3232/mcp"

    let server: TestServer
    let id: String
    let secret: String?
    var redirectURI = TestClient.redirectURI
    /// The registered `token_endpoint_auth_method`.
    let method: String
    /// What it signs with that has no secret.
    var signer: SigningKey?

    /// Registers a client; `metadata` is added to, or replaces, what a usual public client sends.
    static func register(
        _ server: TestServer, redirectURI: String = TestClient.redirectURI, method: String = "none",
        metadata: [String: JSONValue?] = [:]
    ) async throws -> TestClient {
        var document = JSONObject([
            "client_name": "Test client", "redirect_uris": [.string(redirectURI)],
            "token_endpoint_auth_method": .string(method),
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
        ])
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { document[name] = value }
        let answer = try await server.post(
            "/oauth/register", json: String(decoding: JSONValue.object(document).serialized(), as: UTF8.self))
        guard answer.status == 201, let id = answer.json["client_id"]?.string?.shown else {
            throw TestFailure("registration: \(answer.status) \(answer.text)")
        }
        return TestClient(
            server: server, id: id, secret: answer.json["client_secret"]?.string?.shown,
            redirectURI: redirectURI,
            method: method)
    }

    /// The path of an authorization request; a parameter set to `nil` is left out.
    func authorizePath(_ changes: [String: String?] = [:], path: String = "/oauth/authorize") -> String {
        var parameters: [String: String] = [
            "response_type": "code", "client_id": id, "redirect_uri": redirectURI, "state": "xyz & ü=1",
            "code_challenge": Self.challenge, "code_challenge_method": "S256", "scope": "mcp",
            "resource": Self.resource,
        ]
        for (name, value) in changes { parameters[name] = value }
        let query = parameters.sorted { $0.key < $1.key }.map { $0.key + "=" + percentEncode($0.value) }
        return path + "?" + query.joined(separator: "&")
    }

    /// Consents and logs in; the answer is the redirect to the client.
    func approve(
        _ changes: [String: String?] = [:], in browser: Browser? = nil, as user: String = "ada"
    ) async throws -> Response {
        let browser = browser ?? Browser(server)
        let consent = try await browser.open(authorizePath(changes))
        let login = try await browser.press(("decision", "approve"), on: consent)
        return try await browser.press(("action", "finish"), on: login, with: ["user_id": user])
    }

    /// An authorization code, with consent and login behind it.
    func code(_ changes: [String: String?] = [:], as user: String = "ada") async throws -> String {
        let answer = try await approve(changes, as: user)
        guard let code = answer.redirect("code") else {
            throw TestFailure("no code: \(answer.status) \(answer.location ?? answer.text)")
        }
        return code
    }

    /// Posts to the token endpoint, authenticated as registered; a parameter set to `nil` is left out.
    func token(_ parameters: [String: String?]) async throws -> Response {
        try await authenticated("/oauth/token", parameters)
    }

    func redeem(_ code: String, _ changes: [String: String?] = [:]) async throws -> Response {
        var parameters: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirectURI,
            "code_verifier": Self.verifier,
        ]
        for (name, value) in changes { parameters[name] = .some(value) }
        return try await token(parameters)
    }

    func refresh(_ token: String, _ changes: [String: String?] = [:]) async throws -> Response {
        var parameters: [String: String?] = ["grant_type": "refresh_token", "refresh_token": token]
        for (name, value) in changes { parameters[name] = .some(value) }
        return try await self.token(parameters)
    }

    func revoke(_ token: String, hint: String? = nil) async throws -> Response {
        try await authenticated("/oauth/revoke", ["token": token, "token_type_hint": hint])
    }

    /// The whole flow: access and refresh token.
    func tokens(_ changes: [String: String?] = [:], as user: String = "ada") async throws -> Tokens {
        try Tokens(await redeem(code(changes, as: user)))
    }

    private func authenticated(_ path: String, _ parameters: [String: String?]) async throws -> Response {
        var fields = parameters.compactMapValues(\.self)
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        switch method {
        case "client_secret_basic": headers.append(("Authorization", basic(id, secret ?? "")))
        case "client_secret_post":
            fields["client_id"] = fields["client_id"] ?? id
            fields["client_secret"] = secret
        case "private_key_jwt":
            if fields["client_assertion"] == nil { fields["client_assertion"] = try assertion() }
            fields["client_assertion_type"] = fields["client_assertion_type"] ?? Self.assertionType
        default: fields["client_id"] = fields["client_id"] ?? id
        }
        let body = fields.map { percentEncode($0.key) + "=" + percentEncode($0.value) }.joined(separator: "&")
        return try await server.send("POST", path, headers: headers, body: body)
    }
}

/// The tokens of a successful answer.
struct Tokens {
    let access: String
    let refresh: String?
    let response: Response

    init(_ response: Response) throws {
        guard response.status == 200, let access = response.json["access_token"]?.string?.shown else {
            throw TestFailure("token endpoint: \(response.status) \(response.text)")
        }
        self.access = access
        refresh = response.json["refresh_token"]?.string?.shown
        self.response = response
    }
}

extension TestServer {
    /// Introspects as the resource server of the shipped manifest.
    func introspect(_ token: String) async throws -> Response {
        try await post(
            "/oauth/introspect", form: ["token": token],
            headers: [
                ("Authorization", basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only"))
            ])
    }

    func isActive(_ token: String) async throws -> Bool {
        try await introspect(token).json["active"] == true
    }
}

func basic(_ id: String, _ secret: String) -> String {
    "Basic " + Data((id + ":" + secret).utf8).base64EncodedString()
}
