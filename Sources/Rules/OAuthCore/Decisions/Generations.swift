/// A table of so many entries at most: when the younger half is full, the older one goes. Looking one up makes it young again.
package struct Generations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    package init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    package func value(_ key: Key) -> Value? { young[key] ?? old[key] }

    package mutating func set(_ key: Key, _ value: Value) {
        if young.count >= half, young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }

    /// Changes the entry where it lies.
    package mutating func update<Result>(
        _ key: Key, or standing: @autoclosure () -> Value, _ change: (inout Value) -> Result
    ) -> Result {
        if let index = young.index(forKey: key) { return change(&young.values[index]) }
        var value = old[key] ?? standing()
        let result = change(&value)
        set(key, value)
        return result
    }
}
