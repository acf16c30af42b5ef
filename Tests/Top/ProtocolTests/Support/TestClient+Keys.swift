import Foundation
import JOSE
import JSON
import OAuthCore
import OAuthModel
import Support
import Synchronization
import Testing
import WireText

/// Clients that sign (`private_key_jwt`).
extension TestClient {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// Registers a client with its keys.
    ///
    /// - Parameter keys: What it sends as `jwks`; nil: the public half of the signer.
    static func signing(
        _ server: TestServer, _ algorithm: SignatureAlgorithm = .es256, signer: SigningKey? = nil,
        keys: JSONValue? = nil, metadata: [String: JSONValue?] = [:]
    ) async throws -> TestClient {
        let signer = signer ?? SigningKey.generate(algorithm)
        var members = metadata
        if members["jwks_uri"] == nil {
            members["jwks"] = keys ?? .object(JSONWebKeySet([signer.publicKey]).json)
        }
        var client = try await register(server, method: "private_key_jwt", metadata: members)
        client.signer = signer
        return client
    }

    /// What it signs, fresh, with some claims changed or, where they are nil, left out.
    func claims(_ changes: KeyValuePairs<String, JSONValue?> = [:]) -> JSONObject {
        var claims = JSONObject([
            "iss": .string(id), "sub": .string(id), "aud": .string(server.issuer),
            "jti": .string(UUID().uuidString), "iat": .integer(server.clock.now.seconds),
            "exp": .integer(server.clock.now.seconds + 60),
        ])
        for (name, value) in changes { claims[name] = value }
        return claims
    }

    func assertion(
        _ changes: KeyValuePairs<String, JSONValue?> = [:], type: String? = "JWT", by other: SigningKey? = nil
    ) throws -> String {
        guard let signer = other ?? signer else { throw TestFailure("\(id) has no key") }
        return try signer.sign(claims(changes), type: type)
    }

    /// Asks for tokens with a code that there never was: whoever proved who it is gets as far as that.
    func prove(
        _ assertion: String, _ changes: KeyValuePairs<String, String> = [:],
        headers: [(String, String)] = []
    ) async throws -> Response {
        let form: [(String, String)] =
            [
                ("grant_type", "authorization_code"), ("code", "mac_nothing"),
                ("code_verifier", Self.verifier),
                ("client_assertion_type", Self.assertionType), ("client_assertion", assertion),
            ].filter { name, _ in !changes.contains { $0.key == name } } + changes.map { ($0.key, $0.value) }
        let body = form.filter { !$0.1.isEmpty }.map { "\($0)=\(percentEncode($1))" }.joined(separator: "&")
        return try await server.send(
            "POST", "/oauth/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: body)
    }
}

/// It proved who it is.
func expectProven(
    _ response: Response, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == 400, comment, sourceLocation: sourceLocation)
    #expect(response.error == "invalid_grant", comment, sourceLocation: sourceLocation)
}

/// It did not, and is not told why.
func expectUnproven(
    _ response: Response, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == 401, comment, sourceLocation: sourceLocation)
    #expect(response.error == "invalid_client", comment, sourceLocation: sourceLocation)
    #expect(
        response.json["error_description"] == "client authentication failed", comment,
        sourceLocation: sourceLocation)
    #expect(response["www-authenticate"] == nil, comment, sourceLocation: sourceLocation)
}

/// Keys that clients serve, as a test has them.
final class ServedKeys: ClientKeySource {
    private let sets = Mutex<[WireText: JSONWebKeySet]>([:])

    func serve(_ keys: [JSONWebKey], at uri: WireText) { sets.withLock { $0[uri] = JSONWebKeySet(keys) } }

    func fail(at uri: WireText) { sets.withLock { $0[uri] = nil } }

    func keys(at uri: WireText, naming id: WireText?) async -> Result<JSONWebKeySet, KeysUnavailable> {
        sets.withLock { $0[uri] }.map { .success($0) } ?? .failure(KeysUnavailable(reason: "status 404"))
    }
}
