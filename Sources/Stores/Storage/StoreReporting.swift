package import OAuthModel

/// What a store can say of itself to its operator.
package protocol StoreReporting: Sendable {
    /// Never waits for the store to answer requests of others, and costs them nothing.
    ///
    /// - Parameter counting: Whether to count records even where that means to go through all of them, in small steps.
    func statistics(counting: Bool) async throws(StoreError) -> StoreStatistics
}

package struct StoreStatistics: Equatable, Sendable {
    /// Those that have expired and are not swept yet may be among them; `nil` when they were not counted.
    package var records: [RecordGroup: Int]?
    /// By their names, words between underscores, in an order for readers.
    package var figures: [(name: String, value: StatisticValue)]

    package init(records: [RecordGroup: Int]?, figures: [(name: String, value: StatisticValue)]) {
        self.records = records
        self.figures = figures
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.records == right.records && left.figures.elementsEqual(right.figures, by: ==)
    }
}

package enum StatisticValue: Equatable, Sendable {
    case count(Int)
    case ratio(Double)
    case text(String)
    case moment(Timestamp)
}
