package import Cryptography
import Endpoint
import JSON
package import Timeline
import WireText

/// The timeline as server-sent events (HTML Standard §9.2): `flow` with the summary of one that changed, `changed` for whatever else did.
///
/// Each has an id that is the timeline's sequence behind a name of this process. Who comes back with one is told what it missed; and
/// who brings one of another process, or of an earlier start, is told that everything may be different.
package struct FlowEvents: Sendable {
    private let timeline: Timeline
    /// Of this process since its start.
    private let instance: String

    /// Nothing is said for so long at most, so that a peer that is gone is found out.
    private static let silence = Duration.seconds(15)
    /// A flood of changes is told of together.
    private static let pause = Duration.milliseconds(100)

    package init(_ timeline: Timeline, random: RandomSource) {
        self.timeline = timeline
        instance = random.bytes(4).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// - Parameters:
    ///   - last: What the watcher says that it was told last.
    ///   - flow: The one that is watched; nil: all.
    ///   - isAdmitted: Whether the watcher may go on.
    func stream(
        after last: WireText?, of flow: FlowName?, holding place: WatcherPlaces.Place,
        while isAdmitted: @escaping @Sendable () -> Bool
    ) -> EndpointResponse {
        var seen = timeline.sequence
        var isKnown = true
        if let last {
            let known = sequence(in: last).flatMap { $0 <= seen ? $0 : nil }
            isKnown = known != nil
            seen = known ?? seen
        }
        let (start, greeting) = (seen, "retry: 2000\n\(id(seen))\n" + (isKnown ? "" : Self.changed(id(seen))))
        return EndpointResponse(status: 200, headers: Self.headers) { writer in
            let watch = timeline.watch()
            defer { withExtendedLifetime(place) { watch.cancel() } }
            try await writer.write(Array(greeting.utf8))
            try await withBeats(of: watch) { signals in
                var seen = start
                for await _ in signals {
                    guard isAdmitted() else { return }
                    let events = events(after: &seen, of: flow)
                    try await writer.write(Array((events.isEmpty ? ":\n\n" : events).utf8))
                    try await Task.sleep(for: Self.pause)
                }
            }
        }
    }

    private func events(after seen: inout UInt64, of flow: FlowName?) -> String {
        let now = timeline.sequence
        guard now > seen else { return "" }
        let changed = timeline.summaries(changedAfter: seen).filter { flow == nil || $0.name == flow }
        var events = ""
        for summary in changed.sorted(by: { $0.sequence < $1.sequence }) {
            let data = String(decoding: JSONValue.object(json(of: summary)).serialized(), as: UTF8.self)
            events += "\(id(summary.sequence))event: flow\ndata: \(data)\n\n"
        }
        let told = max(seen, changed.map(\.sequence).max() ?? 0)
        seen = max(now, told)
        // Something was forgotten, or the timeline was paused; of one flow it says nothing.
        if told < now { events += flow == nil ? Self.changed(id(now)) : "\(id(now))\n" }
        return events
    }

    /// Calls the body with a signal for each time that the timeline changed, and one at least every ``silence``.
    private func withBeats(
        of watch: Watch, _ body: @escaping @Sendable (AsyncStream<Void>) async throws -> Void
    ) async throws {
        let (signals, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Something may have changed before.
        continuation.yield()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in watch { continuation.yield() }
                continuation.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: Self.silence)
                    continuation.yield()
                }
            }
            defer { group.cancelAll() }
            try await body(signals)
        }
    }

    private func id(_ sequence: UInt64) -> String { "id: \(instance)-\(sequence)\n" }

    private static func changed(_ id: String) -> String { "\(id)event: changed\ndata: {}\n\n" }

    /// The sequence in the id of an event of this process.
    private func sequence(in id: WireText) -> UInt64? {
        guard let text = id.ascii, text.hasPrefix(instance + "-") else { return nil }
        return UInt64(text.dropFirst(instance.utf8.count + 1))
    }

    private static let headers = HeaderBlock([
        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff", "X-Accel-Buffering": "no",
    ])
}
