import JOSE
import JSON
import WireText

/// The keys of a provider, and for which of its issuers each is, where it says so: Entra's common set has keys for all tenants, and some for
/// one alone.
struct ProviderKeySet: Sendable, Equatable {
    let keys: JSONWebKeySet
    /// By `kid`.
    private let issuers: [WireText: WireText]

    private static let maximumDepth = 8

    init(parsing bytes: [UInt8]) throws(JSONWebKeySetFlaw) {
        keys = try JSONWebKeySet(parsing: bytes)
        let members = (try? JSONValue.parse(bytes, maximumDepth: Self.maximumDepth))?["keys"]?.array ?? []
        let pairs = members.compactMap { member in
            member["kid"]?.string.flatMap { id in member["issuer"]?.string.map { (id, $0) } }
        }
        // Of two keys with one name the first counts, as for anybody who looks it up.
        issuers = Dictionary(pairs) { first, _ in first }
    }

    /// Nil of one for all of them.
    func issuer(of key: JSONWebKey) -> WireText? { key.id.flatMap { issuers[$0] } }
}
