/// `grant_type` (RFC 6749 §4), with all that is asked about one outside of its own file.
package struct GrantType: RawRepresentable, Sendable {
    package let name: StaticString
    package let rawValue: String
    /// It begins something; one that doesn't goes on with what was begun.
    package let begins: Bool
    /// It begins at the authorization endpoint, from where the browser is sent on to a redirect URI.
    package let needsRedirect: Bool
    /// There is a refresh token beside its access token, for clients that may use one.
    package let isRefreshed: Bool
    /// Clients that register themselves may have it; else those of the manifest alone.
    package let isOpen: Bool
    /// It is for clients that prove who they are.
    package let isConfidential: Bool

    package init(
        _ name: StaticString, begins: Bool, needsRedirect: Bool, isRefreshed: Bool, isOpen: Bool,
        isConfidential: Bool
    ) {
        self.name = name
        rawValue = "\(name)"
        self.begins = begins
        self.needsRedirect = needsRedirect
        self.isRefreshed = isRefreshed
        self.isOpen = isOpen
        self.isConfidential = isConfidential
    }
}

extension GrantType: CaseIterable {
    package static let authorizationCode = GrantType(
        "authorization_code", begins: true, needsRedirect: true, isRefreshed: true, isOpen: true,
        isConfidential: false)
    package static let refreshToken = GrantType(
        "refresh_token", begins: false, needsRedirect: false, isRefreshed: true, isOpen: true,
        isConfidential: false)

    package static let clientCredentials = GrantType(
        "client_credentials", begins: true, needsRedirect: false, isRefreshed: false, isOpen: false,
        isConfidential: true)

    /// Those that this server knows.
    package static let allCases: [GrantType] = [.authorizationCode, .refreshToken, .clientCredentials]

    /// What is on where nobody says. A written list: with one more that is known, no manifest that exists offers more.
    package static let standing: [GrantType] = [.authorizationCode, .refreshToken]

    package init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }
}

extension GrantType: Hashable {
    package static func == (left: GrantType, right: GrantType) -> Bool { left.rawValue == right.rawValue }
    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
