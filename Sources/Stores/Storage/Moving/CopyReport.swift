/// What a copy did, by kinds of records.
package struct CopyReport: Equatable, Sendable {
    package struct Count: Equatable, Sendable {
        /// Taken away from the target, where an earlier run had put it: the source has it no more, or has changed it.
        package var removed = 0
        package var written = 0
        package var present = 0
        package var expired = 0
        /// The target has a record of its own under the name.
        package var conflicting = 0
        /// Read back from the target, and found to be the same.
        package var verified = 0
        /// Read back, and found not to be what the source has.
        package var faulty = 0

        package init() {}
    }

    /// How a record in the target is not what the source has.
    package enum Fault: Sendable {
        case missing
        case different
        /// The source has none.
        case beyond
    }

    package struct FaultyRecord: Equatable, Sendable {
        package let name: RecordName
        package let fault: Fault
        /// In the source, or where that has none in the target.
        package internal(set) var place: RecordPlace?
    }

    /// More than so many are counted and not named.
    private static let mostNamed = 8

    package private(set) var counts: [RecordGroup: Count] = [:]
    /// The first of those that were found faulty.
    package internal(set) var named: [FaultyRecord] = []
    /// Things in the source that are no records of ours.
    package internal(set) var unreadable = 0

    package init() {}

    package subscript(_ group: RecordGroup) -> Count {
        get { counts[group] ?? Count() }
        set { counts[group] = newValue }
    }

    package func sum(_ figure: (Count) -> Int) -> Int {
        counts.values.reduce(0) { $0 + figure($1) }
    }

    /// What the copy has put is what the source has, on both sides. The copy is finished then, and not before.
    package var isWhole: Bool { sum(\.faulty) == 0 }

    /// Everything that lives in the source is the same in the target.
    package var isComplete: Bool { isWhole && sum(\.conflicting) == 0 }

    mutating func add(_ placement: RecordPlacement, _ group: RecordGroup) {
        switch placement {
        case .written: self[group].written += 1
        case .present: self[group].present += 1
        case .conflicting: self[group].conflicting += 1
        case .expired: self[group].expired += 1
        }
    }

    mutating func add(_ fault: Fault, _ name: RecordName) {
        self[name.group].faulty += 1
        if named.count < Self.mostNamed { named.append(FaultyRecord(name: name, fault: fault)) }
    }
}
