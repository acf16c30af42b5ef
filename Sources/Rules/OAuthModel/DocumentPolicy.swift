package import Web

/// Which clients may be known by the document under the URL that is their id (OAuth Client ID Metadata Document), by its host.
package struct DocumentPolicy: Sendable, Equatable {
    package enum Rule: String, CaseIterable, Sendable {
        case allow
        /// An operator approves each document.
        case ask
        case deny
    }

    package var allowed: [HostPattern] = []
    package var asked: [HostPattern] = []
    package var denied: [HostPattern] = []
    /// Of hosts that no list has.
    package var standing: Rule = .allow
    /// What may be fetched from this machine. Who lists it approves of it.
    package var loopback: [LoopbackPlace] = []
    /// Through which everything is fetched; nil: directly.
    package var proxy: WebOrigin?
    package var authorities: AuthorityFile?

    package init() {}

    /// The stricter list counts.
    package func rule(for url: FetchURL) -> Rule {
        if denied.contains(where: { $0.matches(url.host) }) { return .deny }
        if url.isListedLoopback { return .allow }
        if asked.contains(where: { $0.matches(url.host) }) { return .ask }
        return allowed.contains { $0.matches(url.host) } ? .allow : standing
    }
}

/// A host, or with `*.` before it all that are below it.
package struct HostPattern: Hashable, Sendable, CustomStringConvertible {
    /// In lower case.
    package let text: String

    /// `claude.ai`, `*.example.com`; nil for what is no host name.
    package init?(_ text: String) {
        let name = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
        guard let uri = URIParts("https://" + name), uri.hostAndPort == name, uri.port == nil,
            uri.isWebAddress, let host = uri.canonicalHost
        else { return nil }
        self.text = text.hasPrefix("*.") ? "*." + host : host
    }

    package var description: String { text }

    /// - Parameter host: In lower case.
    func matches(_ host: String) -> Bool {
        text.hasPrefix("*.") ? host.hasSuffix(text.dropFirst()) : host == text
    }
}
