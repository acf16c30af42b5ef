import JSON
import OAuthModel
import Storage
import WireText

/// What is told of a grant to its operator and to its owner: sealed under the server's own secret, so that no token is needed to read it.
struct GrantSummaryRecord: SealableRecord {
    static let kind = SealedKind.summary

    let access: GrantedAccess
    let begunAt: Timestamp
    /// When tokens were issued for a refresh token last, and the address that it came from.
    let refreshed: (at: Timestamp, from: WireText)?

    var json: JSONObject {
        var object = access.json
        object["parts"] = nil
        object["begun"] = .integer(begunAt.milliseconds)
        if let refreshed {
            object["refreshed"] = .integer(refreshed.at.milliseconds)
            object["address"] = .string(refreshed.from)
        }
        return object
    }

    init(access: GrantedAccess, begunAt: Timestamp, refreshed: (at: Timestamp, from: WireText)? = nil) {
        self.access = access
        self.begunAt = begunAt
        self.refreshed = refreshed
    }

    init?(json: JSONValue) {
        guard let access = GrantedAccess(json: json), let begunAt = json["begun"]?.integer else { return nil }
        self.access = access
        self.begunAt = Timestamp(milliseconds: begunAt)
        if let at = json["refreshed"]?.integer, let address = json["address"]?.string {
            refreshed = (Timestamp(milliseconds: at), address)
        } else {
            refreshed = nil
        }
    }
}

extension Vault {
    /// Bound to the grant: that of another can't be put in its place.
    func summary(_ record: GrantSummaryRecord, of key: GrantKey) throws(StoreError) -> GrantSummary {
        GrantSummary(
            sealed: try seal(record, under: key.bytes), client: index(.client(record.access.clientID)),
            subject: index(GrantHolder(record.access)))
    }

    func open(_ grant: SummarizedGrant) -> GrantSummaryRecord? {
        open(grant.summary, under: grant.key.bytes)
    }
}

/// Under what grants are found.
enum GrantHolder {
    case client(ClientID)
    case person(Subject)
    /// The client as its own subject: a person of the same name is somebody else.
    case clientItself(ClientID)

    /// On whose behalf it was granted.
    init(_ access: GrantedAccess) {
        self = access.owner.map { .person($0.subject) } ?? .clientItself(access.clientID)
    }
}

extension Vault {
    func index(_ holder: GrantHolder) -> IndexDigest {
        switch holder {
        case .client(let id): index("client", id.rawValue)
        case .person(let subject): index("person", subject.rawValue)
        case .clientItself(let id): index("client itself", id.rawValue)
        }
    }
}
