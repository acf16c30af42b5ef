/// Which redirect URIs a client may have, be it registered or listed in the manifest: https, or http on loopback, or a
/// private-use scheme that is allowed (RFC 8252 §7, RFC 9700 §2.1).
package struct RedirectURIRule: Sendable {
    /// Private-use schemes, in lower case.
    private let schemes: Set<String>
    private let allowsReverseDomainSchemes: Bool
    private let applicationType: ApplicationType?

    package init(
        schemes: Set<String>, allowsReverseDomainSchemes: Bool, applicationType: ApplicationType?
    ) {
        self.schemes = schemes
        self.allowsReverseDomainSchemes = allowsReverseDomainSchemes
        self.applicationType = applicationType
    }

    /// - Parameter text: `nil` for a text that has more than ASCII in it, as no URI has.
    package func check(_ text: String?) throws(RedirectURIFlaw) {
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
        case "http":
            guard let host = uri.host, host == "localhost" || URIParts.isLoopbackLiteral(host) else {
                throw .plainHTTP
            }
        default: try checkPrivateUse(uri)
        }
    }

    private func checkPrivateUse(_ uri: URIParts) throws(RedirectURIFlaw) {
        let isReverseDomain = uri.hasReverseDomainScheme && uri.scheme == uri.scheme.lowercased()
        guard schemes.contains(uri.scheme) || (allowsReverseDomainSchemes && isReverseDomain) else {
            throw .scheme(uri.scheme)
        }
        guard applicationType != .web else { throw .privateUseOnTheWeb }
    }

    private static let answer: [StaticString] = ["code", "state", "iss", "error", "error_description"]

    /// The answer adds these, and each must be there once (RFC 6749 §3.1, §4.1.2, RFC 9207 §2).
    private static func leavesRoomForTheAnswer(_ query: String?) -> Bool {
        guard let parameters = RequestParameters(query: query ?? "") else { return false }
        return answer.allSatisfy { !parameters.contains($0) }
    }
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
    /// http, and not on loopback.
    case plainHTTP
    case scheme(String)
    /// A private-use scheme with a client whose `application_type` is `web`.
    case privateUseOnTheWeb
}
