package import OAuthModel

/// The keyed digest of a secret (HMAC-SHA-256 under the server's own secret): 32 bytes. All that a store ever knows of
/// a code, token, state or client secret.
package struct SecretDigest: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// The keyed digest of a grant handle: 32 bytes. Says where everything that belongs to one grant lives.
package struct GrantKey: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// Bytes that were sealed with AES-256-GCM before they reached the store. Opaque to it.
package struct SealedRecord: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// From when to when a record counts, by the store's clock. It is live while `now < expiresAt`.
package struct Validity: Hashable, Sendable {
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp

    package init(issuedAt: Timestamp, expiresAt: Timestamp) {
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    package var lifetime: Duration { expiresAt.since(issuedAt) }
}

/// A record and when it counts.
package struct StoredRecord: Hashable, Sendable {
    package let sealed: SealedRecord
    package let validity: Validity

    package init(sealed: SealedRecord, validity: Validity) {
        self.sealed = sealed
        self.validity = validity
    }
}
