/// The kinds of records that stand alone: each under one digest, and never changed but as a whole. Who adds a kind adds it here; stores,
/// statistics and copies know no other list.
package enum RecordKind: String, CaseIterable, Sendable {
    // By these words stores tell them apart, in files and in keys.
    /// Who a browser is logged in as at the fake upstream.
    case session
    /// An authorization request that waits for consent and login.
    case pendingAuthorization = "pending"
    /// The `state` that an upstream login must bring back.
    case upstreamState = "state"
    /// The code that the fake upstream gives for a login.
    case upstreamCode = "upstream-code"
    /// An identifier that is good once, such as the `jti` of an assertion (RFC 7523 §3).
    case usedIdentifier = "used"
    /// What a provider gave out with the login of a grant.
    case keptLogin = "kept-login"
    /// Somebody asks the provider of a grant whether its login still holds. If it is lost, two ask at once.
    case loginLease = "login-lease"

    /// For people. What is sealed in a record is bound to it, so it can't be changed.
    package var name: String {
        switch self {
        case .session: "session"
        case .pendingAuthorization: "pending authorization"
        case .upstreamState: "upstream state"
        case .upstreamCode: "upstream code"
        case .usedIdentifier: "used identifier"
        case .keptLogin: "kept login"
        case .loginLease: "login lease"
        }
    }

    package var durability: RecordDurability {
        switch self {
        case .session, .usedIdentifier, .keptLogin: .lasting
        case .pendingAuthorization, .upstreamState, .upstreamCode, .loginLease: .passing
        }
    }
}

/// What the loss of a record would cost, and so what a store owes to it.
package enum RecordDurability: Sendable {
    /// Insertion and taking are durable before they return, and so is what an answer rests on that there is no such record: one that was
    /// taken does not come back.
    case lasting
    /// A person starts anew, nothing else. An insertion may be answered before it is durable, and so may a take, but no two calls are
    /// ever given the same record.
    ///
    /// Anyone may cause these, so their room is bounded, in bytes, and shared out among those who cause them: whatever one owner
    /// does, the records of another stay and one more of those is taken. For the rest a store either forgets records of who holds
    /// most, the oldest first, or throws ``StoreError/full(reason:retryAfter:)``.
    case passing
}

/// What people count: clients, grants, each kind of record that stands alone, and the registers of the server itself.
package enum RecordGroup: Hashable, CaseIterable, Sendable {
    case clients
    case grants
    case records(RecordKind)
    case registers

    package static let allCases: [RecordGroup] =
        [.clients, .grants] + RecordKind.allCases.map(records) + [.registers]

    /// In the plural.
    package var name: String {
        switch self {
        case .clients: "clients"
        case .grants: "grants"
        case .records(let kind): kind.name + "s"
        case .registers: "registers"
        }
    }
}
