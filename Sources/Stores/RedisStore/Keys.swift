import OAuthModel
import Storage
import WireText

/// Names the keys of this store. What is under them is said in docs/redis-keys.md.
struct Keys: Sendable {
    let prefix: [UInt8]
    /// What the keys of registered clients begin with; the id follows.
    let clientPrefix: [UInt8]
    let clientExpiry: [UInt8]
    let idleClients: [UInt8]
    let protectedClients: [UInt8]
    /// How much the records take that strangers have caused.
    let heldByAll: [UInt8]
    /// Written to find out whether writing works.
    let probe: [UInt8]
    /// What only the secret makes that the records are sealed under.
    let secret: [UInt8]
    /// There as long as a copy into this store is not finished.
    let copyMark: [UInt8]
    /// What the keys of registers begin with; the name follows.
    let registerPrefix: [UInt8]
    /// Names this store for those who copy it.
    let identity: [UInt8]
    /// The version of what this page of keys says, as far as an older program would misread it.
    let format: [UInt8]

    init(prefix: String) {
        func key(_ rest: String) -> [UInt8] { Array((prefix + rest).utf8) }
        self.prefix = key("")
        clientPrefix = key("{clients}:id:")
        clientExpiry = key("{clients}:expiry")
        idleClients = key("{clients}:idle")
        protectedClients = key("{clients}:protected")
        heldByAll = key("{strangers}:all")
        probe = key("{store}:probe")
        secret = key("{store}:secret")
        copyMark = key("{store}:copying")
        registerPrefix = key("{store}:register:")
        identity = key("{store}:identity")
        format = key("{store}:format")
    }

    func grant(_ key: GrantKey) -> [UInt8] { tagged("", key.bytes) }

    /// The grants of a client or a subject.
    func index(_ digest: IndexDigest) -> [UInt8] { tagged("i:", digest.bytes) }

    func record(_ kind: RecordKind, _ digest: SecretDigest) -> [UInt8] {
        tagged(Self.group(kind), digest.bytes)
    }

    static func group(_ kind: RecordKind) -> String {
        switch (kind, kind.durability) {
        case (.session, _): "s:"
        case (_, .lasting): "\(kind.rawValue):"
        case (_, .passing): "t:\(kind.rawValue):"
        }
    }

    /// Beside what was ended and is under a key with the same bytes: see ``EndingScripts``.
    func ending(_ bytes: [UInt8]) -> [UInt8] { tagged("ended:", bytes) }

    func limit(_ route: String, _ peer: PeerDigest) -> [UInt8] { tagged("limit:\(route):", peer.bytes) }

    func held(_ owner: PeerDigest) -> [UInt8] {
        prefix + Array("{strangers}:".utf8) + Base64URL.encodedBytes(owner.bytes)
    }

    /// With the other keys that are looked at now and then, which keeps them.
    func register(_ name: RegisterName) -> [UInt8] { registerPrefix + Array(name.rawValue.utf8) }

    func client(_ id: ClientID) -> [UInt8] { clientPrefix + Array(id.rawValue.utf8) }

    /// In a cluster the part in braces alone says where a key lives.
    private func tagged(_ group: String, _ bytes: [UInt8]) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(prefix.count + group.utf8.count + 45)
        key += prefix
        key += group.utf8
        key.append(0x7b)
        key += Base64URL.encodedBytes(bytes)
        key.append(0x7d)
        return key
    }
}
