import OAuthModel
import Storage
import WireText

/// What a key is the key of.
extension Keys {
    func key(of name: RecordName) -> [UInt8] {
        switch name {
        case .client(let id): client(id)
        case .grant(let key): grant(key)
        case .record(let kind, let digest): record(kind, digest)
        case .register(let name): register(name)
        }
    }

    /// `nil` for keys of no record, such as indexes.
    func name(of key: [UInt8]) -> RecordName? {
        guard key.starts(with: prefix) else { return nil }
        if key.starts(with: clientPrefix) {
            return .client(ClientID(rawValue: String(decoding: key[clientPrefix.count...], as: UTF8.self)))
        }
        if key.starts(with: registerPrefix) {
            return RegisterName(rawValue: String(decoding: key[registerPrefix.count...], as: UTF8.self))
                .map { .register($0) }
        }
        guard let opening = key.lastIndex(of: 0x7b), key.last == 0x7d, key.count - opening == 45,
            opening >= prefix.count, let digest = Base64URL.decode(key[(opening + 1)..<(key.count - 1)]),
            digest.count == 32
        else { return nil }
        let group = String(decoding: key[prefix.count..<opening], as: UTF8.self)
        if group.isEmpty { return .grant(GrantKey(bytes: digest)) }
        let kind = RecordKind.allCases.first { Self.group($0) == group }
        return kind.map { .record($0, SecretDigest(bytes: digest)) }
    }

    /// For `SCAN`. A prefix has no characters that mean something in a pattern.
    var pattern: [UInt8] { prefix + [0x2a] }
}
