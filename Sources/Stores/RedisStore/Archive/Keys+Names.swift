import OAuthCore
import OAuthModel
import WireText

/// What a key is the key of.
extension Keys {
    func key(of name: RecordName) -> [UInt8] {
        switch name {
        case .client(let id): client(id)
        case .grant(let key): grant(key)
        case .session(let digest): session(digest)
        case .transient(let kind, let digest): transient(kind, digest)
        }
    }

    /// `nil` for keys of no record, such as indexes.
    func name(of key: [UInt8]) -> RecordName? {
        guard key.starts(with: prefix) else { return nil }
        if key.starts(with: clientPrefix) {
            return .client(ClientID(rawValue: String(decoding: key[clientPrefix.count...], as: UTF8.self)))
        }
        guard let opening = key.lastIndex(of: 0x7b), key.last == 0x7d, key.count - opening == 45,
            opening >= prefix.count, let digest = Base64URL.decode(key[(opening + 1)..<(key.count - 1)]),
            digest.count == 32
        else { return nil }
        let group = String(decoding: key[prefix.count..<opening], as: UTF8.self)
        switch group {
        case "": return .grant(GrantKey(bytes: digest))
        case "s:": return .session(SecretDigest(bytes: digest))
        default:
            guard group.hasPrefix("t:"), group.hasSuffix(":"),
                let kind = TransientKind(rawValue: String(group.dropFirst(2).dropLast()))
            else { return nil }
            return .transient(kind, SecretDigest(bytes: digest))
        }
    }

    /// For `SCAN`. A prefix has no characters that mean something in a pattern.
    var pattern: [UInt8] { prefix + [0x2a] }
}
