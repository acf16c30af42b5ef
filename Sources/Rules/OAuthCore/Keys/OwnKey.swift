package import JOSE
package import OAuthModel

/// A key of this server, with its times.
package struct OwnKey: Sendable {
    package let key: SigningKey
    package let createdAt: Timestamp
    /// Before, it is published and nothing more.
    package internal(set) var signsFrom: Timestamp
    /// `nil`: nothing follows on it yet.
    package internal(set) var publishedUntil: Timestamp?

    package var id: String { key.id }
    package var algorithm: SignatureAlgorithm { key.algorithm }

    init(key: SigningKey, createdAt: Timestamp, signsFrom: Timestamp, publishedUntil: Timestamp? = nil) {
        self.key = key
        self.createdAt = createdAt
        self.signsFrom = signsFrom
        self.publishedUntil = publishedUntil
    }

    func isPublished(at now: Timestamp) -> Bool { publishedUntil.map { now < $0 } ?? true }
}

/// What a key is for at a moment.
package enum KeyState: String, Sendable {
    /// Published, so that everybody knows it by the time that it signs.
    case next
    /// It signs.
    case active
    /// Published for what it has signed.
    case retired
}
