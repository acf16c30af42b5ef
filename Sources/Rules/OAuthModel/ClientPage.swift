import JSON
import Web
import WireText

/// A page about itself that a client names (RFC 7591 §2): a stranger's word, and where it leads.
///
/// Only what leads to a host by https is one. Nothing is fetched from there, a logo neither.
package struct ClientPage: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable {
        case home = "client_uri"
        case policy = "policy_uri"
        case terms = "tos_uri"
    }

    package let kind: Kind
    package let uri: String
    /// With its port.
    package let host: String

    /// Longer ones are not worth a click.
    private static let limit = 2048

    init?(_ kind: Kind, _ text: WireText) {
        guard text.utf8.count <= Self.limit, let uri = text.ascii, let parts = URIParts(uri),
            parts.scheme == "https", parts.userInfo == nil, let host = parts.host, !host.isEmpty
        else { return nil }
        self.kind = kind
        self.uri = uri
        self.host = parts.hostAndPort
    }
}

extension ClientMetadata {
    package var pages: [ClientPage] {
        ClientPage.Kind.allCases.compactMap { kind in
            let stated = descriptive.first { $0.name == WireText(kind.rawValue) }
            return stated?.value.string.flatMap { ClientPage(kind, $0) }
        }
    }
}
