import Storage
import Synchronization

/// Which grants a client and a subject have, by the numbers of their records.
///
/// Eight bytes of a digest say under what; who reads the summary compares all of it. The grants of one take eight bytes or so each,
/// and that of most is the only one.
final class GrantIndex: Sendable {
    typealias Word = UInt64

    /// Most have one, which costs less by itself.
    private struct Numbers: Sendable {
        var one: [Word: Int64] = [:]
        var many: [Word: Set<Int64>] = [:]
    }

    private final class Shard: Sendable {
        let content = Mutex(Numbers())
    }

    private let shards = (0..<16).map { _ in Shard() }

    /// A grant has come to be, has changed, or is gone. To be called under the lock that guards it.
    func move(from before: Grant?, to after: Grant?) {
        guard before?.place != after?.place else { return }
        if let place = before?.place {
            remove(place.number, under: place.client)
            remove(place.number, under: place.subject)
        }
        if let place = after?.place {
            insert(place.number, under: place.client)
            insert(place.number, under: place.subject)
        }
    }

    /// In no particular order.
    func numbers(under word: Word) -> [Int64] {
        shard(word).content.withLock { numbers in
            numbers.one[word].map { [$0] } ?? numbers.many[word].map(Array.init) ?? []
        }
    }

    func count(under word: Word) -> Int {
        shard(word).content.withLock { numbers in
            numbers.one[word] == nil ? numbers.many[word]?.count ?? 0 : 1
        }
    }

    private func insert(_ number: Int64, under word: Word) {
        shard(word).content.withLock { numbers in
            if let other = numbers.one.removeValue(forKey: word) {
                numbers.many[word] = [other, number]
            } else if numbers.many[word]?.insert(number) == nil {
                numbers.one[word] = number
            }
        }
    }

    private func remove(_ number: Int64, under word: Word) {
        shard(word).content.withLock { numbers in
            if numbers.one[word] == number { numbers.one[word] = nil }
            numbers.many[word]?.remove(number)
            guard let all = numbers.many[word], all.count <= 1 else { return }
            numbers.many[word] = nil
            numbers.one[word] = all.first
        }
    }

    private func shard(_ word: Word) -> Shard { shards[Int(word >> 60)] }
}

extension IndexDigest {
    var word: GrantIndex.Word { Digest(bytes).words[0] }
}

extension Grant {
    /// Where the index has it; `nil` when it has no summary.
    fileprivate var place: GrantPlace? {
        client == 0 && subject == 0 ? nil : GrantPlace(number: number, client: client, subject: subject)
    }
}

private struct GrantPlace: Equatable {
    let number: Int64
    let client: GrantIndex.Word
    let subject: GrantIndex.Word
}
