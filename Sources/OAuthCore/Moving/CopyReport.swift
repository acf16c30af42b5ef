/// What a copy did, by kinds of records.
package struct CopyReport: Equatable, Sendable {
    package struct Count: Equatable, Sendable {
        package var written = 0
        package var present = 0
        package var over = 0
        package var conflicting = 0
        /// Read back from the target, and found to be the same.
        package var verified = 0
        /// Read back, and found to be missing or different.
        package var different = 0

        package init() {}
    }

    package private(set) var counts: [RecordGroup: Count] = [:]
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

    /// Records that should be in the target and are not. A conflicting one is different when it is read back, too.
    package var missing: Int { max(0, sum(\.different) - sum(\.conflicting)) }

    /// Everything that lives in the source is the same in the target.
    package var isComplete: Bool { sum(\.different) == 0 && sum(\.conflicting) == 0 }

    mutating func add(_ placement: RecordPlacement, _ group: RecordGroup) {
        switch placement {
        case .written: self[group].written += 1
        case .present: self[group].present += 1
        case .conflicting: self[group].conflicting += 1
        case .over: self[group].over += 1
        }
    }
}
