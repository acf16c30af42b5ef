import Storage
import Synchronization

/// Which grants a client and a subject have, by the numbers of their records.
///
/// Eight bytes of a digest say under what; who reads the summary compares all of it. The grants of one take eight bytes or so each,
/// and that of most is the only one.
final class GrantIndex: Sendable {
    typealias Word = UInt64

    private enum Numbers: Sendable {
        case one(Int64)
        case many(Set<Int64>)
    }

    private let shards = (0..<16).map { _ in Shard() }

    private final class Shard: Sendable {
        let content = Mutex<[Word: Numbers]>([:])
    }

    /// A grant has come to be, has changed, or is gone. To be called under the lock that guards it.
    func move(from before: Grant?, to after: Grant?) {
        guard before?.place != after?.place else { return }
        if let place = before?.place { for word in place.words { remove(place.number, under: word) } }
        if let place = after?.place { for word in place.words { insert(place.number, under: word) } }
    }

    /// In no particular order.
    func numbers(under word: Word, limit: Int = .max) -> [Int64] {
        shard(word).content.withLock { numbers in
            switch numbers[word] {
            case nil: []
            case .one(let number): [number]
            case .many(let all): Array(all.prefix(limit))
            }
        }
    }

    func count(under word: Word) -> Int {
        shard(word).content.withLock { numbers in
            switch numbers[word] {
            case nil: 0
            case .one: 1
            case .many(let all): all.count
            }
        }
    }

    private func insert(_ number: Int64, under word: Word) {
        shard(word).content.withLock { numbers in
            switch numbers[word] {
            case nil: numbers[word] = .one(number)
            case .one(let other): numbers[word] = .many([other, number])
            case .many(var all):
                // So that the set isn't copied.
                numbers[word] = .one(number)
                all.insert(number)
                numbers[word] = .many(all)
            }
        }
    }

    private func remove(_ number: Int64, under word: Word) {
        shard(word).content.withLock { numbers in
            switch numbers[word] {
            case nil: break
            case .one(let other): if other == number { numbers[word] = nil }
            case .many(var all):
                numbers[word] = nil
                all.remove(number)
                if let first = all.first { numbers[word] = all.count == 1 ? .one(first) : .many(all) }
            }
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
        client == 0 && subject == 0 ? nil : GrantPlace(number: number, words: [client, subject])
    }
}

private struct GrantPlace: Equatable {
    let number: Int64
    let words: Set<GrantIndex.Word>
}
