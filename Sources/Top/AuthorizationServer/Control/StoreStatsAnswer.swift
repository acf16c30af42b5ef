import ControlSocket
import Glibc
package import JSON
import OAuthCore
import OAuthModel
package import RouteManifest
import Storage
import Synchronization

/// `store.stats` of the control socket: what a running server says of itself and of its store.
struct StoreStatsAnswer: Sendable {
    static let name = "store.stats"

    let issuer: String
    let port: ListeningPort
    let startedAt: Timestamp
    let store: any OpenedStore

    func callAsFunction(_ request: JSONObject) async -> Result<JSONObject, ControlRefusal> {
        let statistics: StoreStatistics
        do throws(StoreError) {
            statistics = try await store.statistics(counting: request["count"]?.bool == true)
        } catch { return .failure(ControlRefusal(error.reason)) }
        var object = JSONObject(["kind": .string(store.name), "place": .string(store.place)])
        if let records = statistics.records {
            var counts = JSONObject()
            for group in RecordGroup.allCases {
                let name = String(group.name.map { $0 == " " ? "_" : $0 })
                counts[name] = .integer(Int64(records[group] ?? 0))
            }
            object["records"] = .object(counts)
        }
        for (name, value) in statistics.figures { object[name] = value.json }
        let server = JSONObject([
            "version": .string(AuthorizationServer.version), "issuer": .string(issuer),
            "port": .integer(Int64(port.number.load(ordering: .relaxed))),
            "process_id": .integer(Int64(getpid())),
            "started_at": .integer(startedAt.seconds),
        ])
        return .success(JSONObject(["server": .object(server), "store": .object(object)]))
    }
}

/// Asks the running server of a manifest about its store.
package enum StoreStats {
    /// - Parameter counting: Whether records are counted where that means to go through all of them.
    package static func ask(
        _ manifest: Manifest, file: ManifestFile, counting: Bool
    ) throws(RunningServer.Failure) -> JSONObject {
        try RunningServer.ask(
            StoreStatsAnswer.name, JSONObject(["count": .bool(counting)]), manifest, file: file)
    }
}

/// Where the server listens; 0 until it does.
final class ListeningPort: Sendable {
    let number = Atomic(0)
}

extension StatisticValue {
    /// Moments are seconds since 1970.
    fileprivate var json: JSONValue {
        switch self {
        case .count(let count): .integer(Int64(count))
        case .ratio(let ratio): .number(ratio)
        case .text(let text): .string(text)
        case .moment(let moment): .integer(moment.seconds)
        }
    }
}
