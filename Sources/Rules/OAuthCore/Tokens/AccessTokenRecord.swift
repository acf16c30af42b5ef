import JSON
import OAuthModel
import Storage

/// The record of an access token, laid out for introspection: the answer stands ready, but for its times.
///
/// Three parts with a line feed behind the first two, which can't hold one: the client id; the audience, URIs between
/// spaces; and the members of the introspection answer as JSON text, from `{"active":true` on, without times and the
/// closing brace.
struct AccessTokenRecord {
    let bytes: ArraySlice<UInt8>
    let audience: ArraySlice<UInt8>
    let answer: ArraySlice<UInt8>

    init(
        issuer: String, tokenID: String, grant: GrantedAccess, scope: Scope, resources: [ResourceIndicator]
    ) {
        let subject = JSONValue.string(grant.subject)
        let members = JSONObject([
            "active": true,
            "scope": .string(scope.text),
            "client_id": .string(grant.clientID.rawValue),
            "username": (grant.owner?.name).map(JSONValue.string),
            "token_type": "Bearer",
            "sub": subject,
            "userId": subject,
            "aud": resources.count == 1 ? .string(resources[0].text) : .strings(resources.map(\.text)),
            "iss": .string(issuer),
            "jti": .string(tokenID),
        ])
        let audience = Array(resources.map(\.text).joined(separator: " ").utf8)
        let answer = JSONValue.object(members).serialized().dropLast()
        bytes = (Array(grant.clientID.rawValue.utf8) + [Self.end] + audience + [Self.end] + answer)[...]
        self.audience = audience[...]
        self.answer = answer
    }

    init?(bytes: ArraySlice<UInt8>) {
        guard let first = bytes.firstIndex(of: Self.end),
            let second = bytes[(first + 1)...].firstIndex(of: Self.end)
        else { return nil }
        self.bytes = bytes
        audience = bytes[(first + 1)..<second]
        answer = bytes[(second + 1)...]
    }

    func belongs(to client: ClientID) -> Bool {
        bytes.starts(with: Array(client.rawValue.utf8) + [Self.end])
    }

    /// Whether the token is meant for any of these resources, as configured.
    func isMeant(for resources: [ResourceIndicator]) -> Bool {
        if resources.contains(where: { isAudience($0.text) }) { return true }
        return audience.split(separator: 0x20).contains { text in
            ResourceIndicator(String(decoding: text, as: UTF8.self)).map(resources.contains) ?? false
        }
    }

    private func isAudience(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { text in
            audience.withUnsafeBytes {
                $0.count == text.count && $0.elementsEqual(UnsafeRawBufferPointer(text))
            }
        }
    }

    /// The introspection answer (RFC 7662 §2.2): integers for all times.
    func introspection(_ validity: Validity) -> [UInt8] {
        let issuedAt = String(validity.issuedAt.seconds)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(answer.count + 80)
        bytes.append(contentsOf: answer)
        bytes.append(contentsOf: ",\"iat\":".utf8)
        bytes.append(contentsOf: issuedAt.utf8)
        bytes.append(contentsOf: ",\"nbf\":".utf8)
        bytes.append(contentsOf: issuedAt.utf8)
        bytes.append(contentsOf: ",\"exp\":".utf8)
        bytes.append(contentsOf: String(validity.expiresAt.seconds).utf8)
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }

    private static let end = UInt8(ascii: "\n")
}
