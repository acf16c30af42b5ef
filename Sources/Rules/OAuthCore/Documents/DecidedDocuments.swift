import JSON
package import OAuthModel
import Storage
package import WireText

/// Documents that wait for an operator, and those about which one has decided. A pure value.
package struct DecidedDocuments: RegisterRecord, Sendable {
    static let kind = SealedKind.register(.documentDecisions)

    /// A document that waits, with what it claims.
    package struct Waiting: Hashable, Sendable {
        package let id: ClientID
        package let name: WireText?
        /// Where its answers go.
        package let redirectHosts: [String]
        package let since: Timestamp
    }

    package struct Decided: Hashable, Sendable {
        package let id: ClientID
        package let verdict: DocumentVerdict
        package let at: Timestamp
    }

    static let maximumPending = 100
    /// What operators decide is theirs; this keeps the whole of it in one record and one answer.
    static let maximumDecided = 300

    /// The oldest first.
    package private(set) var pending: [Waiting] = []
    /// The latest last.
    package private(set) var decided: [Decided] = []

    init() {}

    func verdict(of id: ClientID) -> DocumentVerdict? { decided.first { $0.id == id }?.verdict }

    /// - Returns: Whether that changes anything.
    mutating func wait(_ client: Client, at now: Timestamp) -> Bool {
        guard verdict(of: client.id) == nil, !pending.contains(where: { $0.id == client.id }) else {
            return false
        }
        var hosts: [String] = []
        for uri in client.metadata.redirectURIs where !hosts.contains(uri.displayHost) {
            hosts.append(uri.displayHost)
        }
        if pending.count >= Self.maximumPending { pending.removeFirst() }
        pending.append(
            Waiting(
                id: client.id, name: client.metadata.name.map { WireText($0.excerpt(64)) },
                redirectHosts: hosts.prefix(3).map { WireText($0).excerpt(64) }, since: now))
        return true
    }

    /// - Returns: Whether that changes anything.
    mutating func decide(_ id: ClientID, _ verdict: DocumentVerdict, at now: Timestamp) -> Bool {
        guard self.verdict(of: id) != verdict else { return false }
        let isKnown = decided.contains { $0.id == id }
        guard isKnown || decided.count < Self.maximumDecided else { return false }
        pending.removeAll { $0.id == id }
        decided.removeAll { $0.id == id }
        decided.append(Decided(id: id, verdict: verdict, at: now))
        return true
    }

    var json: JSONObject {
        JSONObject([
            "pending": .array(
                pending.map {
                    [
                        "client_id": .string($0.id.rawValue), "name": $0.name.map { .string($0) },
                        "redirect_hosts": .strings($0.redirectHosts), "at": .integer($0.since.milliseconds),
                    ]
                }),
            "decided": .array(
                decided.map {
                    [
                        "client_id": .string($0.id.rawValue), "verdict": .string($0.verdict.rawValue),
                        "at": .integer($0.at.milliseconds),
                    ]
                }),
        ])
    }

    init?(json: JSONValue) {
        guard let pending = json["pending"]?.array, let decided = json["decided"]?.array else { return nil }
        self.pending = pending.compactMap { entry in
            guard let id = entry["client_id"]?.string.flatMap({ ClientID($0) }),
                let at = entry["at"]?.integer
            else { return nil }
            return Waiting(
                id: id, name: entry["name"]?.string,
                redirectHosts: (entry["redirect_hosts"]?.strings ?? []).map(\.shown),
                since: Timestamp(milliseconds: at))
        }
        self.decided = decided.compactMap { entry in
            guard let id = entry["client_id"]?.string.flatMap({ ClientID($0) }),
                let verdict = entry["verdict"]?.string?.ascii.flatMap(DocumentVerdict.init),
                let at = entry["at"]?.integer
            else { return nil }
            return Decided(id: id, verdict: verdict, at: Timestamp(milliseconds: at))
        }
    }
}
