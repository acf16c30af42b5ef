package import JOSE
package import OAuthModel

/// The keys of this server, of each algorithm one after the other. A pure value: which of them signs, and which are published, follows from
/// the time alone, so that processes which have the same ring agree without a word.
package struct KeyRing: Sendable {
    /// What this server can sign with; the first is always there.
    package static let algorithms: [SignatureAlgorithm] = [.es256, .rs256]

    /// Half of what readers of a key set put up with.
    static let maximumCount = 16

    /// In the order in which they sign.
    package private(set) var keys: [OwnKey]

    /// With the key that is always there, which signs at once: nobody can have another in mind.
    init(at now: Timestamp) {
        keys = [OwnKey(key: .generate(Self.algorithms[0]), createdAt: now, signsFrom: now)]
    }

    init(keys: [OwnKey]) {
        self.keys = keys
    }

    /// The last whose time has come. A clock that was set back finds the first, rather than none.
    package func active(_ algorithm: SignatureAlgorithm, at now: Timestamp) -> OwnKey? {
        let candidates = keys.filter { $0.algorithm == algorithm }
        return candidates.last { $0.signsFrom <= now } ?? candidates.first
    }

    package func published(at now: Timestamp) -> [OwnKey] {
        keys.filter { $0.isPublished(at: now) }
    }

    package func state(of key: OwnKey, at now: Timestamp) -> KeyState {
        guard let active = index(ofActive: key.algorithm, at: now),
            let index = keys.firstIndex(where: { $0.id == key.id })
        else { return .retired }
        return index == active ? .active : index < active ? .retired : .next
    }

    /// Lets another key follow on the one that signs: published from now on, it signs when everybody has had the time to hear of it, and the
    /// old one stays published for what it has signed. The first of an algorithm signs at once, and so does one that can't wait
    /// (`atOnce`), or the one that waits already.
    mutating func rotate(
        _ algorithm: SignatureAlgorithm, at now: Timestamp, _ policy: KeyPolicy, atOnce: Bool
    ) throws(KeyRefusal) -> KeyChange {
        let old = index(ofActive: algorithm, at: now)
        if let old, let next = keys.indices.last(where: { $0 > old && keys[$0].algorithm == algorithm }) {
            guard atOnce else { throw .isNext(keys[next].id, in: keys[next].signsFrom.since(now)) }
            keys[next].signsFrom = now
            return replace(old, by: next, at: now, policy)
        }
        let signing = old.map { keys[$0].id }
        keys.removeAll { !$0.isPublished(at: now) && $0.id != signing }
        guard keys.count < Self.maximumCount else { throw .tooMany(keys.count) }
        let signsFrom = old == nil || atOnce ? now : now.advanced(by: policy.publishAhead)
        keys.append(OwnKey(key: .generate(algorithm), createdAt: now, signsFrom: signsFrom))
        guard let old = index(ofActive: algorithm, at: now, before: keys.count - 1) else {
            return change(.rotated, keys[keys.count - 1], at: now)
        }
        return replace(old, by: keys.count - 1, at: now, policy)
    }

    private mutating func replace(
        _ old: Int, by new: Int, at now: Timestamp, _ policy: KeyPolicy
    ) -> KeyChange {
        keys[old].publishedUntil = keys[new].signsFrom.advanced(by: policy.publishAfter)
        return change(.rotated, keys[new], at: now, replacing: keys[old].id)
    }

    private func change(
        _ kind: KeyChange.Kind, _ key: OwnKey, at now: Timestamp, replacing replaced: String? = nil
    ) -> KeyChange {
        let wait = max(key.signsFrom.since(now), .zero)
        return KeyChange(kind, key.id, key.algorithm, wait: wait, replaced: replaced)
    }

    /// Takes a key out of the ring, and so out of what is published: nothing that it has signed can be verified from then on.
    mutating func retire(_ id: String, at now: Timestamp) throws(KeyRefusal) -> KeyChange {
        guard let index = keys.firstIndex(where: { $0.id == id }) else { throw .unknown }
        let key = keys[index]
        switch state(of: key, at: now) {
        case .active where key.algorithm == Self.algorithms[0]: throw .onlyActive(key.algorithm)
        case .next:
            // What it was to follow on goes on.
            if let old = self.index(ofActive: key.algorithm, at: now) { keys[old].publishedUntil = nil }
        case .active, .retired: break
        }
        keys.remove(at: index)
        return change(.retired, key, at: now)
    }

    private func index(
        ofActive algorithm: SignatureAlgorithm, at now: Timestamp, before end: Int? = nil
    ) -> Int? {
        let candidates = keys.indices.prefix(end ?? keys.count).filter { keys[$0].algorithm == algorithm }
        return candidates.last { keys[$0].signsFrom <= now } ?? candidates.first
    }
}

/// Why the keys stay as they are. For operators.
package enum KeyRefusal: Error, Equatable, Sendable {
    case unknown
    case onlyActive(SignatureAlgorithm)
    case isNext(String, in: Duration)
    case tooMany(Int)
}

extension KeyRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown: "there is no such key; 'mcp-auth keys list' names them"
        case .onlyActive(let algorithm):
            "it is the only key that signs (\(algorithm.rawValue)); let another one sign at once with 'mcp-auth keys rotate --now', and retire this one then"
        case .isNext(let id, let wait):
            "key \(id) waits already, and signs in \(wait.secondsToWait) s; with --now it signs at once, and 'mcp-auth keys retire \(id)' takes it away"
        case .tooMany(let count):
            "\(count) keys are published, and no more can be; wait until the old ones are published no more, or retire some"
        }
    }
}
