import Glibc
package import Storage
import Synchronization

extension EmbeddedStore: StoreReporting {
    /// Memory knows all counts.
    package func statistics(counting: Bool) async throws(StoreError) -> StoreStatistics {
        var figures: [(name: String, value: StatisticValue)] = []
        if let folder {
            let file = DataFolder.databasePath(in: folder)
            figures.append(("file_bytes", .count(Self.size(of: file))))
            figures.append(("wal_bytes", .count(Self.size(of: file + "-wal"))))
        }
        figures.append(("client_bytes", .count(clients.size)))
        figures.append(("bytes_of_strangers", .count(records.size)))
        if let work = durability.work {
            figures.append(("commits", .count(work.commits)))
            figures.append(("changes", .count(work.changes)))
            if work.commits > 0 {
                figures.append(("changes_per_commit", .ratio(Double(work.changes) / Double(work.commits))))
            }
            figures.append(("waiting_changes", .count(work.waiting)))
            figures.append(("last_write", .text(durability.lastWriteWorked ? "worked" : "failed")))
        }
        if let swept = lastSweep.withLock({ $0 }) { figures.append(("last_sweep", .moment(swept))) }
        var counts: [RecordGroup: Int] = [.clients: clients.count, .grants: grants.count]
        for kind in RecordKind.allCases { counts[.records(kind)] = records[kind].count }
        counts[.registers] = registers.count
        return StoreStatistics(records: counts, figures: figures)
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
