package import JSON
package import WireText

/// Keys that verify for one party (RFC 7517 §5). Bounded, since strangers write them.
package struct JSONWebKeySet: Sendable, Equatable {
    package static let maximumCount = 32
    package static let maximumSize = 64 * 1024
    /// How many are tried where a signature does not say which.
    package static let maximumTried = 4

    /// Those that can be used here.
    package let keys: [JSONWebKey]

    package init(_ keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// A member of any array that is no usable key may be one of tomorrow's, and is passed over; one that is broken, or no public key,
    /// spoils the set.
    package init(_ object: JSONObject) throws(JSONWebKeySetFlaw) {
        guard let members = object["keys"]?.array else { throw .noKeys }
        guard members.count <= Self.maximumCount else { throw .tooMany(members.count) }
        var keys: [JSONWebKey] = []
        for (index, member) in members.enumerated() {
            guard let object = member.object else { throw .key(index, .notAnObject) }
            do {
                keys.append(try JSONWebKey(object))
            } catch  where error.isPassedOver {
                continue
            } catch { throw .key(index, error) }
        }
        self.keys = keys
    }

    /// One of which at least one key can be used.
    package init(usable object: JSONObject) throws(JSONWebKeySetFlaw) {
        try self.init(object)
        guard !keys.isEmpty else { throw .noneUsed }
    }

    package init(parsing bytes: [UInt8]) throws(JSONWebKeySetFlaw) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge }
        let value: JSONValue
        do { value = try JSONValue.parse(bytes, maximumDepth: 8) } catch { throw .notJSON(error.reason) }
        guard let object = value.object else { throw .noKeys }
        try self.init(object)
    }

    /// Those that may have made a signature: of its `kid`, or where it names none, the first of the fitting kind.
    package func keys(for algorithm: SignatureAlgorithm, id: WireText?) -> ArraySlice<JSONWebKey> {
        keys.filter { $0.verifies(algorithm) && (id == nil || $0.id == id) }.prefix(Self.maximumTried)
    }

    package func contains(_ id: WireText) -> Bool {
        keys.contains { $0.id == id }
    }

    package var json: JSONObject {
        JSONObject(["keys": .array(keys.map { .object($0.json) })])
    }
}

package enum JSONWebKeySetFlaw: Error, Equatable {
    case tooLarge
    case notJSON(JSONError.Reason)
    /// No object with an array `keys`.
    case noKeys
    case tooMany(Int)
    case noneUsed
    /// Counted from 0.
    case key(Int, JSONWebKeyFlaw)
}

extension JSONWebKeySetFlaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge: "it has more than \(JSONWebKeySet.maximumSize / 1024) KiB"
        case .notJSON(let reason): reason.rawValue
        case .noKeys: "it is no object with an array 'keys'"
        case .tooMany(let count): "it has \(count) keys, and \(JSONWebKeySet.maximumCount) are the most"
        case .noneUsed: "none of its keys is one that signs here"
        case .key(let index, let flaw): "key \(index + 1): \(flaw)"
        }
    }
}
