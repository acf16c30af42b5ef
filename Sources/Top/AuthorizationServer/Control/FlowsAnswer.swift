import ControlSocket
import JSON
import OAuthModel
import Timeline
import WireText

/// `flows` of the control socket: what the timeline of this process shows, in text or as JSON.
struct FlowsAnswer: Sendable {
    static let name = "flows"
    /// What follows waits for so long, and is asked for again.
    private static let patience = Duration.seconds(20)
    /// An answer has an end.
    private static let limit = 200

    /// `nil` where nobody may look.
    let timeline: Timeline?

    func callAsFunction(_ request: JSONObject) async -> Result<JSONObject, ControlRefusal> {
        guard let timeline else {
            return .failure(
                ControlRefusal("this server keeps no timeline: no route with handler flows.show is on"))
        }
        let isJSON = request["json"]?.bool == true
        if let name = request["flow"]?.string {
            guard let flow = FlowName(name).flatMap(timeline.flow) else {
                return .failure(ControlRefusal("there is no such flow, or not any more"))
            }
            return .success(answer([isJSON ? .object(json(of: flow)) : .string(text(of: flow))], 0))
        }
        let after = request["after"]?.integer.flatMap { UInt64(exactly: $0) }
        if let after { await change(of: timeline, after: after) }
        let sequence = timeline.sequence
        var filter = FlowFilter()
        filter.client = request["client"]?.string
        let found = timeline.summaries(filter).filter { $0.sequence > after ?? 0 }.prefix(Self.limit)
        // The newest is what is read last in a terminal.
        return .success(
            answer(found.reversed().map { isJSON ? .object(json(of: $0)) : .string(text(of: $0)) }, sequence))
    }

    private func answer(_ rows: [JSONValue], _ sequence: UInt64) -> JSONObject {
        JSONObject(["flows": .array(rows), "sequence": .integer(Int64(clamping: sequence))])
    }

    /// Until something has changed, nobody waits any more, or it has been long enough.
    private func change(of timeline: Timeline, after sequence: UInt64) async {
        let watch = timeline.watch()
        defer { watch.cancel() }
        guard timeline.sequence <= sequence else { return }
        let limit = Task {
            try? await Task.sleep(for: Self.patience)
            watch.cancel()
        }
        for await _ in watch where timeline.sequence > sequence { break }
        limit.cancel()
    }
}
