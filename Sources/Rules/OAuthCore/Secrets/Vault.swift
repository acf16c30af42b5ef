package import Cryptography
import OAuthModel
package import Storage

/// Turns secrets into what a store may hold: keyed digests to find a record by, and sealed records that open only for who
/// brings the secret they belong to.
///
/// All keys descend from the server's own secret by HKDF (RFC 5869), one for each purpose. A dump of the store without that
/// secret opens nothing and forges nothing; with it, still only what a live token opens.
package struct Vault: Sendable {
    private let digests: HMACSHA256
    private let grantKeys: HMACSHA256
    private let bindings: HMACSHA256
    private let peers: HMACSHA256
    private let sealing: HKDFSHA256
    private let mark: [UInt8]
    private let damage: DamageReports?
    let random: RandomSource

    /// - Parameters:
    ///   - serverSecret: At least 32 random bytes.
    ///   - damage: Hears of records that don't open.
    package init(serverSecret: [UInt8], random: RandomSource, damage: DamageReports? = nil) {
        let keys = HKDFSHA256(salt: Array("mcp-auth 1".utf8))
        func key(_ purpose: String) -> [UInt8] {
            keys.derive(secret: serverSecret, info: Array(purpose.utf8), length: 32)
        }
        digests = HMACSHA256(key: key("digest"))
        grantKeys = HMACSHA256(key: key("grant"))
        bindings = HMACSHA256(key: key("binding"))
        peers = HMACSHA256(key: key("peer"))
        sealing = HKDFSHA256(salt: key("seal"))
        mark = HMACSHA256(key: key("mark")).authenticate(Array("mcp-auth".utf8))
        self.damage = damage
        self.random = random
    }

    func digest(_ secret: [UInt8]) -> SecretDigest {
        SecretDigest(bytes: digests.authenticate(secret))
    }

    func grantKey(_ handle: [UInt8]) -> GrantKey {
        GrantKey(bytes: grantKeys.authenticate(handle))
    }

    func peerDigest(_ peer: [UInt8], at route: String) -> PeerDigest {
        PeerDigest(bytes: peers.authenticate(Array(route.utf8) + [0] + peer))
    }

    /// Whom the records that a peer causes count for.
    func owner(_ peer: [UInt8]) -> PeerDigest {
        // No route is called nothing.
        peerDigest(peer, at: "")
    }

    /// Ties values to each other, in this order: a token that only this server can make for them.
    func binding(_ parts: [UInt8]...) -> [UInt8] {
        var message: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { message.append(contentsOf: $0) }
            message.append(contentsOf: part)
        }
        return bindings.authenticate(message)
    }

    /// Seals a record under a key that is derived from `secret`, bound to what kind of record it is.
    func seal(_ plaintext: [UInt8], under secret: [UInt8], as kind: SealedKind) throws(StoreError)
        -> SealedRecord
    {
        do {
            let cipher = try AES256GCM(key: key(secret, kind))
            return SealedRecord(bytes: try cipher.seal(plaintext, associatedData: kind.label, random: random))
        } catch {
            throw .unavailable(reason: "sealing failed: \(error)")
        }
    }

    /// `nil` when the record was not sealed by this server, under this secret, as this kind. Records are found by a digest of their
    /// secret, so that one which doesn't open is damaged.
    func open(_ record: SealedRecord, under secret: [UInt8], as kind: SealedKind) -> [UInt8]? {
        let plaintext = unseal(record, under: secret, as: kind)
        if plaintext == nil { damage?.add(kind) }
        return plaintext
    }

    /// What shows to a store under which secret this server seals.
    package var proof: SecretProof { SecretProof(mark: mark, opens: opens) }

    /// Whether a client's record was sealed under this server's secret.
    func opens(_ id: ClientID, _ record: SealedRecord) -> Bool {
        unseal(record, under: Array(id.rawValue.utf8), as: .client) != nil
    }

    private func unseal(_ record: SealedRecord, under secret: [UInt8], as kind: SealedKind) -> [UInt8]? {
        guard let cipher = try? AES256GCM(key: key(secret, kind)) else { return nil }
        return try? cipher.open(record.bytes, associatedData: kind.label)
    }

    private func key(_ secret: [UInt8], _ kind: SealedKind) -> [UInt8] {
        sealing.derive(secret: secret, info: kind.label, length: AES256GCM.keyLength)
    }
}

/// What is sealed, so that none can be passed off as another.
enum SealedKind: Hashable, Sendable {
    case client
    case authorizationCode
    case accessToken
    case refreshToken
    case replay
    case record(RecordKind)

    var name: String {
        switch self {
        case .client: "client"
        case .authorizationCode: "authorization code"
        case .accessToken: "access token"
        case .refreshToken: "refresh token"
        case .replay: "replay"
        case .record(let kind): kind.name
        }
    }

    /// Binds keys and seals to the kind.
    var label: [UInt8] {
        self == .accessToken ? Self.accessTokenLabel : Array(name.utf8)
    }

    // Introspection asks for this one with every request.
    private static let accessTokenLabel = Array(SealedKind.accessToken.name.utf8)
}
