package import Cryptography
package import OAuthModel
package import Storage
import WireText

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
    private let indexes: HMACSHA256
    private let sealing: HKDFSHA256
    private let fingerprints: HMACSHA256
    /// Made anew at each start.
    private let marks: HMACSHA256
    private let mark: [UInt8]
    private let damage: DamageReports?
    let random: RandomSource
    let clock: Clock

    /// - Parameters:
    ///   - serverSecret: At least 32 random bytes.
    ///   - clock: Says how long a record is meant to count when it is sealed.
    ///   - damage: Hears of records that don't open.
    package init(
        serverSecret: [UInt8], random: RandomSource, clock: Clock = .system, damage: DamageReports? = nil
    ) {
        let keys = HKDFSHA256(salt: Array("mcp-auth 1".utf8))
        func key(_ purpose: String) -> [UInt8] {
            keys.derive(secret: serverSecret, info: Array(purpose.utf8), length: 32)
        }
        digests = HMACSHA256(key: key("digest"))
        grantKeys = HMACSHA256(key: key("grant"))
        bindings = HMACSHA256(key: key("binding"))
        peers = HMACSHA256(key: key("peer"))
        indexes = HMACSHA256(key: key("index"))
        sealing = HKDFSHA256(salt: key("seal"))
        fingerprints = HMACSHA256(key: key("fingerprint"))
        marks = HMACSHA256(key: random.bytes(32))
        mark = HMACSHA256(key: key("mark")).authenticate(Array("mcp-auth".utf8))
        self.damage = damage
        self.random = random
        self.clock = clock
    }

    func digest(_ secret: [UInt8]) -> SecretDigest {
        SecretDigest(bytes: digests.authenticate(secret))
    }

    /// What somebody showed that may be a secret, so that two lines of a log that tell of the same can be seen to: 8 characters of base64url, which
    /// mean something to this process only.
    func shown(_ text: WireText) -> Fact {
        let bytes = text.withBytes { Array($0.prefix(1_024)) }
        return Fact(Fact.shown, Base64URL.encode(Array(marks.authenticate(bytes).prefix(6))))
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

    /// Whose grants are found there, said without saying who. A role has no NUL in it.
    func index(_ role: String, _ name: String) -> IndexDigest {
        IndexDigest(bytes: indexes.authenticate(Array(role.utf8) + [0] + Array(name.utf8)))
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

    /// What says whether two servers under one secret were made of the same, and tells nobody else what that was: 16 hexadecimal digits.
    package func fingerprint(_ text: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(
            fingerprints.authenticate(text).prefix(8).flatMap {
                [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
            })
    }

    /// Seals a record under a key that is derived from `secret`, bound to what kind of record it is, and to how long it is meant to count
    /// where that is said.
    func seal(
        _ plaintext: [UInt8], under secret: [UInt8], as kind: SealedKind, for lifetime: Duration? = nil
    ) throws(StoreError) -> SealedRecord {
        do {
            let cipher = try AES256GCM(key: key(secret, kind))
            let term = lifetime.map { SealedTerm(from: clock.now, for: $0).bytes } ?? []
            return SealedRecord(
                bytes: try cipher.seal(term + plaintext, associatedData: kind.label, random: random))
        } catch {
            throw .unavailable(reason: "sealing failed: \(error)")
        }
    }

    /// `nil` when the record was not sealed by this server, under this secret, as this kind. Records are found by a digest of their
    /// secret, so that one which doesn't open is damaged.
    func open(_ record: SealedRecord, under secret: [UInt8], as kind: SealedKind) -> ArraySlice<UInt8>? {
        open(record, under: secret, as: kind) { _ in true }
    }

    /// The same of a record whose time the store vouches for; `nil`, too, when that is more than was sealed with it.
    func open(_ stored: StoredRecord, under secret: [UInt8], as kind: SealedKind) -> ArraySlice<UInt8>? {
        open(stored.sealed, under: secret, as: kind) { $0.allows(stored.validity) }
    }

    private func open(
        _ record: SealedRecord, under secret: [UInt8], as kind: SealedKind,
        while isCredible: (SealedTerm) -> Bool
    ) -> ArraySlice<UInt8>? {
        guard let plaintext = unseal(record, under: secret, as: kind) else {
            damage?.add(kind)
            return nil
        }
        guard let term = SealedTerm(before: plaintext) else { return plaintext[...] }
        guard isCredible(term) else {
            damage?.add(kind)
            return nil
        }
        return plaintext[SealedTerm.length...]
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
    case summary
    case record(RecordKind)
    case register(RegisterName)

    var name: String {
        switch self {
        case .client: "client"
        case .authorizationCode: "authorization code"
        case .accessToken: "access token"
        case .refreshToken: "refresh token"
        case .replay: "replay"
        case .summary: "summary"
        case .record(let kind): kind.name
        case .register(let name): name.name
        }
    }

    /// Binds keys and seals to the kind.
    var label: [UInt8] {
        self == .accessToken ? Self.accessTokenLabel : Array(name.utf8)
    }

    // Introspection asks for this one with every request.
    private static let accessTokenLabel = Array(SealedKind.accessToken.name.utf8)
}
