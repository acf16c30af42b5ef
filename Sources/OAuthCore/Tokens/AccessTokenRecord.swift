import JSON
import OAuthModel

/// The record of an access token, laid out for introspection: the answer stands ready, but for its times.
///
/// Three parts with a line feed behind the first two, which can't hold one: the client id; the audience, URIs between
/// spaces; and the members of the introspection answer as JSON text, from `{"active":true` on, without times and the
/// closing brace.
struct AccessTokenRecord {
    let clientID: Substring
    let audience: Substring
    private let answer: Substring

    init(
        issuer: String, tokenID: String, grant: GrantedAccess, scope: Scope, resources: [ResourceIndicator]
    ) {
        clientID = grant.clientID.rawValue[...]
        audience = resources.map(\.text).joined(separator: " ")[...]
        let subject = JSONValue.string(grant.owner.subject.rawValue)
        let members: JSONValue = [
            "active": true,
            "scope": .string(scope.text),
            "client_id": .string(grant.clientID.rawValue),
            "username": .string(grant.owner.name),
            "token_type": "Bearer",
            "sub": subject,
            "userId": subject,
            "aud": resources.count == 1 ? .string(resources[0].text) : .strings(resources.map(\.text)),
            "iss": .string(issuer),
            "jti": .string(tokenID),
        ]
        answer = String(decoding: members.serialized().dropLast(), as: UTF8.self)[...]
    }

    init?(bytes: [UInt8]) {
        let parts = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        (clientID, audience, answer) = (parts[0], parts[1], parts[2])
    }

    var bytes: [UInt8] { Array("\(clientID)\n\(audience)\n\(answer)".utf8) }

    /// Whether the token is meant for any of these resources, as configured.
    func isMeant(for resources: [ResourceIndicator]) -> Bool {
        audience.split(separator: " ").contains { text in
            resources.contains { $0.text == text }
                || ResourceIndicator(String(text)).map(resources.contains) ?? false
        }
    }

    /// The introspection answer (RFC 7662 §2.2): integers for all times.
    func introspection(_ validity: Validity) -> [UInt8] {
        let issuedAt = String(validity.issuedAt.seconds)
        var bytes = Array(answer.utf8)
        bytes.append(contentsOf: ",\"iat\":".utf8)
        bytes.append(contentsOf: issuedAt.utf8)
        bytes.append(contentsOf: ",\"nbf\":".utf8)
        bytes.append(contentsOf: issuedAt.utf8)
        bytes.append(contentsOf: ",\"exp\":".utf8)
        bytes.append(contentsOf: String(validity.expiresAt.seconds).utf8)
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }
}
