import OAuthModel
import RouteManifest
import Web

extension Rule {
    /// Clients that are known by a document.
    static let documents: [Rule] = [
        .value(
            "client_documents", { $0.manifest.documents != nil }, shown: { $0 ? "on" : "off" },
            effects: { _, new in
                new
                    ? [
                        .clients(
                            "may have the URL of their metadata document as client_id, without registering")
                    ]
                    : [
                        .clients("known by a document are unknown: they can't begin or refresh any more"),
                        .people("need a client that is registered or listed"),
                    ]
            }),
        Rule("client-documents-default") { old, new in
            guard let before = old.manifest.documents, let after = new.manifest.documents,
                before.standing != after.standing
            else { return [] }
            return [
                Difference(
                    rule: "client-documents-default", subject: "client_documents.default",
                    before: before.standing.rawValue, after: after.standing.rawValue,
                    effects: [
                        .clients("known by a document of a host that no list has: \(after.standing.words)")
                    ])
            ]
        },
        hosts("allow", \.allowed, .allow), hosts("ask", \.asked, .ask), hosts("deny", \.denied, .deny),
        list(
            "loopback", { $0.loopback.map(\.text) },
            come: { .operators("what clients name at \($0) is fetched from this machine") },
            gone: { .clients("known by a document at \($0) are not taken any more") }),
        text(
            "proxy", { $0.proxy?.description },
            {
                $0.map { "what clients name is fetched through \($0)" }
                    ?? "what clients name is fetched directly"
            }),
        text(
            "ca_file", { $0.authorities?.path },
            {
                $0.map { "authorities in \($0) are believed, too, when documents and keys are fetched" }
                    ?? "the system's authorities alone are believed when documents and keys are fetched"
            }),
    ]

    private static func hosts(
        _ key: String, _ hosts: @escaping @Sendable (DocumentPolicy) -> [HostPattern],
        _ rule: DocumentPolicy.Rule
    ) -> Rule {
        list(
            key, { hosts($0).map(\.text) },
            come: { .clients("known by a document of \($0): \(rule.words)") },
            gone: { .clients("known by a document of \($0): what else holds for it") })
    }

    private static func text(
        _ key: String, _ text: @escaping @Sendable (DocumentPolicy) -> String?,
        _ effect: @escaping @Sendable (String?) -> String
    ) -> Rule {
        Rule("client-documents-\(key)") { old, new in
            guard let old = old.manifest.documents, let new = new.manifest.documents else { return [] }
            let (before, after) = (text(old), text(new))
            guard before != after else { return [] }
            return [
                Difference(
                    rule: "client-documents-\(key)", subject: "client_documents.\(key)", before: before,
                    after: after, effects: [.operators(effect(after))])
            ]
        }
    }

    private static func list(
        _ key: String, _ texts: @escaping @Sendable (DocumentPolicy) -> [String],
        come: @escaping @Sendable (String) -> Effect, gone: @escaping @Sendable (String) -> Effect
    ) -> Rule {
        Rule("client-documents-\(key)") { old, new in
            guard let old = old.manifest.documents, let new = new.manifest.documents else { return [] }
            let (before, after) = (texts(old), texts(new))
            guard before != after else { return [] }
            return [
                Difference(
                    rule: "client-documents-\(key)", subject: "client_documents.\(key)",
                    before: before.listed,
                    after: after.listed,
                    effects: before.filter { !after.contains($0) }.map(gone)
                        + after.filter { !before.contains($0) }.map(come))
            ]
        }
    }
}

extension DocumentPolicy.Rule {
    fileprivate var words: String {
        switch self {
        case .allow: "each is taken"
        case .ask: "an operator approves each"
        case .deny: "none is taken"
        }
    }
}
