// The nouns of the RFCs as checked types: who holds one knows that it is good. Neither HTTP nor NIO.

package import WireText

/// A client as this server knows it (RFC 6749 §2).
package struct Client: Sendable {
    package let id: ClientID
    package let metadata: ClientMetadata
    package let origin: ClientOrigin

    package init(id: ClientID, metadata: ClientMetadata, origin: ClientOrigin) {
        self.id = id
        self.metadata = metadata
        self.origin = origin
    }

    /// Its scope is then a ceiling, and its redirect URIs are trusted from the start.
    package var isPreRegistered: Bool { origin == .manifest }

    /// The registered URI that a request means: one that matches, or the only one when the request names none.
    package func redirectURI(matching requested: WireText?) -> RedirectURI? {
        guard let requested else {
            return metadata.redirectURIs.count == 1 ? metadata.redirectURIs.first : nil
        }
        guard let requested = RedirectURI(requested) else { return nil }
        let isKnown = metadata.redirectURIs.contains { $0.matches(requested, isNative: metadata.isNative) }
        return isKnown ? requested : nil
    }

    /// The most that it can be granted. A client that registered itself has none: it steps up with the id that it has.
    package var scopeCeiling: Scope? {
        guard isPreRegistered, let scope = metadata.scope, !scope.isEmpty else { return nil }
        return scope
    }

    package func allows(_ grantType: GrantType) -> Bool {
        metadata.grantTypes.contains(grantType)
    }
}

/// How a client came to be known.
package enum ClientOrigin: Hashable, Sendable {
    /// The operator lists it.
    case manifest
    /// It registered itself (RFC 7591).
    case registration
    /// Its id is the URL of a document in which it says what it is (OAuth Client ID Metadata Document).
    case document
}
