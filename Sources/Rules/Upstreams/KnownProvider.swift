import OAuthModel
import Web
import WireText

/// All that has to be known of a provider to ask it.
struct KnownProvider: Sendable, Equatable {
    let issuer: ProviderIssuer
    let authorization: FetchURL
    let token: FetchURL
    /// Nil where there is none, or nothing is asked there.
    let userinfo: FetchURL?
    let further: [FurtherDocument]
    /// Nil of one that knows no ID token.
    let keys: FetchURL?
    /// PKCE is sent.
    let hasPKCE: Bool
    /// It says so: each answer has `iss` (RFC 9207 §3).
    let namesItself: Bool

    struct FurtherDocument: Sendable, Equatable {
        /// Under which it stands beside the claims.
        let name: String
        let url: FetchURL
    }
}

extension KnownProvider {
    /// One whose addresses the operator wrote.
    init(_ written: WrittenProvider) throws(UnusableAddress) {
        authorization = try .written("authorization", written.authorization)
        token = try .written("token", written.token)
        userinfo = try .written("userinfo", written.userinfo)
        var further: [FurtherDocument] = []
        for claims in written.further {
            further.append(FurtherDocument(name: claims.name, url: try .written(claims.name, claims.url)))
        }
        self.further = further
        issuer = written.issuer.map { .exact(WireText($0)) } ?? .unnamed
        keys = nil
        hasPKCE = written.hasPKCE
        namesItself = false
    }
}

/// An address of a provider at which nobody is asked.
struct UnusableAddress: Error, Equatable {
    /// Of the provider's configuration, or of the manifest.
    let member: String
    let flaw: FetchURLFlaw?
}

extension FetchURL {
    fileprivate static func written(_ member: String, _ text: String) throws(UnusableAddress) -> FetchURL {
        do { return try FetchURL(text, written: URIParts(text).flatMap(WebOrigin.init)) } catch {
            throw UnusableAddress(member: member, flaw: error)
        }
    }
}
