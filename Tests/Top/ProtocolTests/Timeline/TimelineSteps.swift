import JSON
import OAuthCore
import OAuthModel
import Support
import Testing
import Timeline
import Web
import WireText

extension TestServer {
    /// The newest first.
    func flows() throws -> [Flow] {
        let timeline = try #require(timeline)
        return timeline.summaries().compactMap { timeline.flow($0.name) }
    }

    /// The only one that there is.
    func onlyFlow(sourceLocation: SourceLocation = #_sourceLocation) throws -> Flow {
        let flows = try flows()
        #expect(flows.count == 1, "\(flows.map(text))", sourceLocation: sourceLocation)
        return try #require(flows.first, sourceLocation: sourceLocation)
    }

    /// As a client looks what there is.
    func discover(origin: String? = nil) async throws {
        let answer = try await get(
            "/.well-known/oauth-authorization-server", headers: origin.map { [("Origin", $0)] } ?? [])
        #expect(answer.status == 200)
    }

    /// As a browser asks before it lets a page go on.
    func preflight(_ path: String, _ method: String = "POST", origin: String) async throws {
        let answer = try await send(
            "OPTIONS", path,
            headers: [("Origin", origin), ("Access-Control-Request-Method", method)])
        #expect(answer.status == 204)
    }
}

extension TestServer {
    /// The timeline has the decision in one flow, that of its login or else of its client, with who, why and what to do.
    func expectShown(_ told: ToldDecision) throws {
        let found = try flows().flatMap { flow in
            flow.hops.filter { $0.kind == told.kind && $0.why?.name == told.decision.reason?.name }
                .map { (flow.summary, $0) }
        }
        #expect(found.count == 1, "\(told.kind) \(told.reason ?? "")")
        guard let (summary, hop) = found.first else { return }
        #expect(hop.requestID == told.attempt.requestID && hop.peer == told.attempt.peer)
        #expect(!hop.what.isEmpty && hop.from != hop.to)
        if let flow = told.flow {
            #expect(summary.login == flow && !hop.isProbable)
            #expect(timeline?.flow(try #require(FlowName(WireText(flow.rawValue)))) != nil)
        }
        if let client = told.client, told.flow == nil { #expect(summary.client?.id.rawValue == client) }
        guard told.reason != nil else { return }
        let why = try #require(hop.why)
        #expect(!why.section.isEmpty && !why.finding.isEmpty && !why.remedy.isEmpty)
        #expect(hop.refusedCount == hop.count)
        guard summary.verdict == .refused, summary.refusal?.name == why.name else { return }
        #expect(summary.stop != nil && summary.advice?.remedy == why.remedy)
    }
}

/// What a timeline lets anybody have, in every form: of the newest, where there are many.
func everything(of timeline: Timeline) -> String {
    let flows = timeline.summaries(FlowFilter(limit: 200)).compactMap { timeline.flow($0.name) }
    return flows.map { flow in
        text(of: flow) + "\n" + String(decoding: JSONValue.object(json(of: flow)).serialized(), as: UTF8.self)
    }.joined(separator: "\n")
}

extension Flow {
    var names: [String] { hops.map(\.name) }
}
