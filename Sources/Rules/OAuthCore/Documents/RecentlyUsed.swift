/// A table of bounded size: what finds no place takes that of what was used longest ago.
///
/// To make room takes a look at all entries. It is for a few hundred of them, and for values that are dear to come by.
package struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var cost: Int
        var used: UInt64
    }

    private let capacity: Int
    private let budget: Int
    private var entries: [Key: Entry] = [:]
    private var cost = 0
    private var uses: UInt64 = 0

    /// - Parameters:
    ///   - capacity: How many entries.
    ///   - budget: What all of them may cost together.
    package init(capacity: Int, budget: Int) {
        self.capacity = capacity
        self.budget = budget
    }

    package var count: Int { entries.count }

    /// Counts as a use.
    package mutating func value(_ key: Key) -> Value? {
        uses += 1
        entries[key]?.used = uses
        return entries[key]?.value
    }

    /// What alone is over the budget is not kept.
    package mutating func set(_ key: Key, _ value: Value, cost: Int) {
        remove(key)
        guard cost <= budget, capacity > 0 else { return }
        while entries.count >= capacity || self.cost + cost > budget, let oldest = leastUsed {
            remove(oldest)
        }
        uses += 1
        entries[key] = Entry(value: value, cost: cost, used: uses)
        self.cost += cost
    }

    package mutating func remove(_ key: Key) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        cost -= entry.cost
    }

    private var leastUsed: Key? { entries.min { $0.value.used < $1.value.used }?.key }
}
