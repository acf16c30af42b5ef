/// What is told of a grant without any of its tokens: whose it is and what it allows, sealed under the server's own secret.
package struct GrantSummary: Hashable, Sendable {
    package let sealed: SealedRecord
    /// Whose grant it is, and on whose behalf: under these it is found. A grant never changes them.
    package let client: IndexDigest
    package let subject: IndexDigest

    package init(sealed: SealedRecord, client: IndexDigest, subject: IndexDigest) {
        self.sealed = sealed
        self.client = client
        self.subject = subject
    }
}

/// The keyed digest of a client or of a subject: 32 bytes. A client and a subject of the same name have different ones.
package struct IndexDigest: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// A live grant, as it is found under an index.
package struct SummarizedGrant: Hashable, Sendable {
    package let key: GrantKey
    package let summary: SealedRecord

    package init(key: GrantKey, summary: SealedRecord) {
        self.key = key
        self.summary = summary
    }
}
