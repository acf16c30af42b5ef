package import Cryptography
package import OAuthModel
package import WireText

/// What who runs the server proves it by, and the sessions that come of it.
///
/// A session is a cookie that proves itself: until when it is good, some chance, and an HMAC of both under a key that is derived from
/// the token. So nothing of it is stored, every process with the same token knows it, and with another token no session is good.
package struct OperatorToken: Sendable {
    /// How long a person stays signed in.
    package static let sessionLifetime = Duration.seconds(8 * 3600)

    private let proofs: HMACSHA256
    private let sessions: HMACSHA256
    private let proof: [UInt8]

    /// - Parameter issuer: A session at one server is none at another that has the same token.
    package init(_ token: SecretText, issuer: String) {
        let keys = HKDFSHA256(salt: Array("mcp-auth operator 1".utf8))
        func key(_ purpose: String) -> HMACSHA256 {
            HMACSHA256(
                key: keys.derive(
                    secret: token.bytes, info: Array((purpose + " " + issuer).utf8), length: 32))
        }
        proofs = key("proof")
        sessions = key("session")
        proof = proofs.authenticate(token.bytes)
    }

    /// Whether this is the token, in a time that says nothing of it.
    package func matches(_ shown: WireText) -> Bool {
        constantTimeEqual(proofs.authenticate(shown.bytes), proof)
    }

    /// What the cookie of a session holds.
    package func session(from now: Timestamp, random: RandomSource) -> String {
        let end = now.advanced(by: Self.sessionLifetime)
        let claim = withUnsafeBytes(of: end.milliseconds.bigEndian) { Array($0) } + random.bytes(Self.chance)
        return Base64URL.encode(claim + sessions.authenticate(claim))
    }

    /// Whether a cookie is that of a session which is not over.
    package func admits(_ session: WireText, at now: Timestamp) -> Bool {
        guard let text = session.ascii, text.utf8.count <= Self.longest,
            let bytes = Base64URL.decode(text), bytes.count == Self.moment + Self.chance + Self.seal
        else { return false }
        let claim = Array(bytes[..<(Self.moment + Self.chance)])
        guard constantTimeEqual(Array(bytes[claim.count...]), sessions.authenticate(claim)) else {
            return false
        }
        let end = Timestamp(
            milliseconds: Int64(bitPattern: claim[..<Self.moment].reduce(0) { $0 << 8 | UInt64($1) }))
        // One that is further away was made by a clock that was wrong.
        return now < end && end.since(now) <= Self.sessionLifetime
    }

    // Of a session, in bytes.
    private static let moment = 8
    private static let chance = 16
    private static let seal = 32
    private static let longest = 75
}
