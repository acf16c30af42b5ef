package import OAuthModel

/// One record as every store knows it, with the absolute times that it counts.
package enum ArchivedRecord: Hashable, Sendable {
    case client(ClientID, ArchivedClient)
    case grant(GrantKey, ArchivedGrant)
    case record(RecordKind, SecretDigest, StoredRecord)
    case register(RegisterName, StoredRegister)

    package var name: RecordName {
        switch self {
        case .client(let id, _): .client(id)
        case .grant(let key, _): .grant(key)
        case .record(let kind, let digest, _): .record(kind, digest)
        case .register(let name, _): .register(name)
        }
    }

    /// What of it counts at a moment; `nil` when nothing does. Two records are the same when this is the same of both.
    package func living(at now: Timestamp) -> ArchivedRecord? {
        switch self {
        case .client(_, let client): now < client.expiresAt ? self : nil
        case .grant(let key, let grant): grant.living(at: now).map { .grant(key, $0) }
        case .record(_, _, let record): now < record.validity.expiresAt ? self : nil
        case .register: self
        }
    }
}

/// Where a record is found.
package enum RecordName: Hashable, Sendable {
    case client(ClientID)
    case grant(GrantKey)
    case record(RecordKind, SecretDigest)
    case register(RegisterName)

    package var group: RecordGroup {
        switch self {
        case .client: .clients
        case .grant: .grants
        case .record(let kind, _): .records(kind)
        case .register: .registers
        }
    }
}

/// A registered client with its last use.
package struct ArchivedClient: Hashable, Sendable {
    package let record: SealedRecord
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    package let lastUsedAt: Timestamp
    /// Until then it may not be evicted.
    package let protectedUntil: Timestamp

    package init(
        record: SealedRecord, issuedAt: Timestamp, expiresAt: Timestamp, lastUsedAt: Timestamp,
        protectedUntil: Timestamp
    ) {
        self.record = record
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.protectedUntil = protectedUntil
    }
}
