/// A table under names that are evenly spread numbers, of so many places at most: what finds none takes that of another.
///
/// It is looked at with every introspection, and a dictionary costs many times as much.
struct RecentTable<Value: Sendable>: Sendable {
    /// How far from where it belongs a value may lie.
    private static var reach: Int { 8 }

    private let limit: Int
    private let blank: Value
    /// Zero: there is none.
    private var names: [UInt64]
    private var values: [Value]
    private var count = 0

    /// - Parameters:
    ///   - limit: A power of two.
    ///   - blank: What lies where nothing is.
    init(limit: Int, blank: Value) {
        self.limit = limit
        self.blank = blank
        names = Array(repeating: 0, count: min(limit, 256))
        values = Array(repeating: blank, count: names.count)
    }

    func value(_ name: UInt64) -> Value? {
        let place = place(of: name)
        return names[place] == name ? values[place] : nil
    }

    // All of them: for who may take his time.

    func names(where isWanted: (Value) -> Bool) -> Set<UInt64> {
        Set(names.indices.filter { names[$0] != 0 && isWanted(values[$0]) }.map { names[$0] })
    }

    func filter(_ isWanted: (Value) -> Bool) -> [Value] { values.filter(isWanted) }

    /// Changes the value where it lies; a blank one where there is none.
    mutating func update<Result>(_ name: UInt64, _ change: (inout Value) -> Result) -> Result {
        var place = place(of: name)
        if names[place] != name {
            if count * 2 >= names.count, names.count < limit {
                grow()
                place = self.place(of: name)
            }
            take(place, name, blank)
        }
        return change(&values[place])
    }

    private mutating func take(_ place: Int, _ name: UInt64, _ value: Value) {
        if names[place] == 0 { count += 1 }
        names[place] = name
        values[place] = value
    }

    /// Where the value is, or would be.
    private func place(of name: UInt64) -> Int {
        let mask = names.count - 1
        let first = Int(truncatingIfNeeded: name) & mask
        for distance in 0..<Self.reach {
            let place = (first + distance) & mask
            if names[place] == name || names[place] == 0 { return place }
        }
        return first
    }

    private mutating func grow() {
        let (formerNames, formerValues) = (names, values)
        names = Array(repeating: 0, count: formerNames.count * 2)
        values = Array(repeating: blank, count: names.count)
        count = 0
        for (name, value) in zip(formerNames, formerValues) where name != 0 {
            take(place(of: name), name, value)
        }
    }
}
