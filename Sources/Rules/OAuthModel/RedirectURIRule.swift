import Web

/// Which redirect URIs a client may have, be it registered or listed in the manifest: https, or http on loopback or at a host that is
/// vouched for, or a private-use scheme that is allowed (RFC 8252 §7, RFC 9700 §2.1).
package struct RedirectURIRule: Sendable, Equatable {
    /// Private-use schemes (RFC 8252 §7.1), in lower case.
    package let schemes: [String]
    /// Schemes such as `com.example.app` are allowed without being listed.
    package let allowsReverseDomainSchemes: Bool
    private let plainHTTP: PlainHTTPHosts

    /// Schemes that browsers treat in ways of their own: a redirect there runs code or reads files. Never allowed, listed or not.
    package static let browserSchemes: Set<String> = [
        "about", "blob", "chrome", "data", "file", "filesystem", "ftp", "javascript", "mailto", "vbscript",
        "view-source", "ws", "wss",
    ]

    package init(schemes: [String], allowsReverseDomainSchemes: Bool, plainHTTP: PlainHTTPHosts) {
        self.schemes = schemes
        self.allowsReverseDomainSchemes = allowsReverseDomainSchemes
        self.plainHTTP = plainHTTP
    }

    /// - Parameter text: `nil` for a text that has more than ASCII in it, as no URI has.
    @discardableResult
    package func check(_ text: String?) throws(RedirectURIFlaw) -> RedirectURIKind {
        guard text?.utf8.contains(UInt8(ascii: "*")) != true else { throw .wildcard }
        guard let uri = text.flatMap({ URIParts($0) }), !uri.path.isEmpty || uri.host != nil else {
            throw .notAbsolute
        }
        guard uri.fragment == nil else { throw .fragment }
        guard uri.userInfo == nil else { throw .userInfo }
        guard Self.leavesRoomForTheAnswer(uri.query) else { throw .answeringQuery }
        switch uri.scheme {
        case "https":
            guard uri.isWebAddress else { throw .host }
            return .web
        case "http":
            // Of the names of this machine only those that every client's machine has.
            if let host = uri.host, host == "localhost" || URIParts.isLoopbackLiteral(host) {
                return .loopback
            }
            guard plainHTTP.reach(of: uri) == .development else { throw .plainHTTP }
            return .web
        default:
            try checkScheme(uri)
            return .privateUse
        }
    }

    private func checkScheme(_ uri: URIParts) throws(RedirectURIFlaw) {
        guard !Self.browserSchemes.contains(uri.scheme.lowercased()) else {
            throw .browserScheme(uri.scheme)
        }
        let isReverseDomain = uri.hasReverseDomainScheme && uri.scheme == uri.scheme.lowercased()
        guard schemes.contains(uri.scheme) || (allowsReverseDomainSchemes && isReverseDomain) else {
            throw .scheme(uri.scheme)
        }
    }

    private static let answer: [StaticString] = ["code", "state", "iss", "error", "error_description"]

    /// The answer adds these, and each must be there once (RFC 6749 §3.1, §4.1.2, RFC 9207 §2).
    private static func leavesRoomForTheAnswer(_ query: String?) -> Bool {
        guard let parameters = RequestParameters(query: query ?? "") else { return false }
        return answer.allSatisfy { !parameters.contains($0) }
    }
}

/// How a redirect URI leads back to its client (RFC 8252 §7).
package enum RedirectURIKind: Equatable, Sendable {
    case web
    case loopback
    /// By a scheme that a program on the person's machine has registered for itself.
    case privateUse
}

/// Why a text can't be a redirect URI.
package enum RedirectURIFlaw: Error, Equatable, Sendable {
    /// No absolute URI of at most 2048 bytes.
    case notAbsolute
    case wildcard
    case fragment
    case userInfo
    /// Its query has a parameter that the authorization response adds, or can't be read.
    case answeringQuery
    /// https, and the host is not one.
    case host
    /// http, neither on loopback nor at a host that is vouched for.
    case plainHTTP
    case browserScheme(String)
    /// None of those that are allowed.
    case scheme(String)
}
