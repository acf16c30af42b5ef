import RedisClient
package import Storage

extension RedisStore: StoreReporting {
    /// Only counting asks Redis anything.
    package func statistics(counting: Bool) async throws(StoreError) -> StoreStatistics {
        var records: [RecordGroup: Int]?
        if counting { records = try await countRecords() }
        let activity = await client.activity()
        var figures: [(name: String, value: StatisticValue)] = [
            ("connections", .count(activity.connections)), ("requests", .count(activity.requests)),
            ("in_flight", .count(activity.inFlight)), ("reconnections", .count(activity.reconnections)),
        ]
        if let trouble = activity.trouble { figures.append(("trouble", .text(trouble))) }
        return StoreStatistics(records: records, figures: figures)
    }

    /// Keys that move while they are counted may be counted twice.
    private func countRecords() async throws(StoreError) -> [RecordGroup: Int] {
        var counts = Dictionary(uniqueKeysWithValues: RecordGroup.allCases.map { ($0, 0) })
        var scan = try await KeyScan(self)
        while let names = try await scan.next() {
            // Whoever asked may have gone.
            guard !Task.isCancelled else { throw .unavailable(reason: "the count was broken off") }
            for name in names { counts[name.group, default: 0] += 1 }
        }
        return counts
    }
}
