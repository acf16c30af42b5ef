import OAuthModel
import WireText

/// How a provider calls itself, compared byte for byte.
enum ProviderIssuer: Sendable, Equatable {
    case exact(WireText)
    /// What stands before the tenant and behind it, of a provider that has one issuer for each (Entra).
    case ofTenant(before: [UInt8], behind: [UInt8])
    /// Its answers have no `iss`.
    case unnamed

    private static let placeholder = Array("{tenantid}".utf8)

    /// What the provider's configuration says, if it is of the issuer that the manifest has (OpenID Connect Discovery §4.3). One of many tenants has
    /// a placeholder where the manifest has the word for all of them: `…/{tenantid}/v2.0` for `…/common/v2.0`.
    init?(_ sent: WireText, of provider: DiscoveredProvider) {
        let written = WireText(provider.issuer)
        switch provider.issuerRule {
        case .exact:
            guard sent == written else { return nil }
            self = .exact(sent)
        case .tenant:
            let bytes = sent.bytes
            guard let place = bytes.firstRange(of: Self.placeholder) else { return nil }
            self = .ofTenant(
                before: Array(bytes[..<place.lowerBound]), behind: Array(bytes[place.upperBound...]))
            guard tenant(in: written) != nil else { return nil }
        }
    }

    /// Whether an answer in the browser may name it (RFC 9207 §2.4): the tenant is not known by then.
    func mayBe(_ sent: WireText) -> Bool {
        switch self {
        case .exact(let issuer): sent == issuer
        case .ofTenant: tenant(in: sent) != nil
        case .unnamed: false
        }
    }

    /// Whether an ID token is its (OpenID Connect Core §3.1.3.7, 2).
    ///
    /// - Parameter tid: The token's claim for the tenant.
    func signs(_ sent: WireText, tid: WireText?) -> Bool {
        switch self {
        case .exact(let issuer): sent == issuer
        case .ofTenant: tid != nil && tenant(in: sent) == tid
        case .unnamed: false
        }
    }

    /// Whether a key that is for one of its issuers may sign for another: Entra's keys name theirs, or the place for all of them.
    func admits(key: WireText?, for issuer: WireText) -> Bool {
        guard case .ofTenant(let before, let behind) = self, let key else { return true }
        return key == issuer || key.bytes == before + Self.placeholder + behind
    }

    /// One segment of a path, which is not empty.
    private func tenant(in issuer: WireText) -> WireText? {
        guard case .ofTenant(let before, let behind) = self else { return nil }
        let bytes = issuer.bytes
        guard bytes.count > before.count + behind.count, bytes.starts(with: before),
            bytes.suffix(behind.count).elementsEqual(behind)
        else { return nil }
        let tenant = bytes[before.count..<(bytes.count - behind.count)]
        return tenant.contains(UInt8(ascii: "/")) ? nil : WireText(validating: tenant)
    }
}

/// For the operator.
extension ProviderIssuer: CustomStringConvertible {
    var description: String {
        switch self {
        case .exact(let issuer): issuer.shown
        case .ofTenant(let before, let behind):
            String(decoding: before + Self.placeholder + behind, as: UTF8.self)
        case .unnamed: "none"
        }
    }
}
