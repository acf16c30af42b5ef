package import JSON
import OAuthModel
import WireText

/// A flow for programs. Moments are milliseconds since 1970.
package func json(of flow: Flow) -> JSONObject {
    var object = json(of: flow.summary)
    object["hops"] = .array(flow.hops.map { .object(json(of: $0)) })
    return object
}

package func json(of summary: FlowSummary) -> JSONObject {
    JSONObject([
        "flow": .string(summary.name.text), "sequence": .integer(Int64(clamping: summary.sequence)),
        "began_at": .integer(summary.began.milliseconds), "last_at": .integer(summary.lastAt.milliseconds),
        "client_id": summary.client.map { .string($0.id.rawValue) },
        "client_name": summary.client?.name.map { .string($0) },
        "sub": summary.person.map { .string($0.rawValue) }, "scope": summary.scope.map { .string($0) },
        "resource": summary.resource.map { .string($0) }, "peer": .string(summary.peer),
        "origin": summary.origin.map { .string($0) }, "reached": .string(summary.reached.rawValue),
        "verdict": .string(summary.verdict.rawValue), "stop": summary.stop.map { .object(json(of: Why($0))) },
        "refusal": summary.refusal.map { .object(json(of: $0)) }, "pinned": .bool(summary.isPinned),
        "requests": .integer(Int64(summary.hopCount)),
    ])
}

func json(of hop: Hop) -> JSONObject {
    var facts = JSONObject()
    for fact in hop.facts { facts[fact.name] = .string(fact.value) }
    return JSONObject([
        "from": .string(hop.from.rawValue), "to": .string(hop.to.rawValue), "name": .string(hop.name),
        "what": .string(hop.what), "reason": hop.why.map { .object(json(of: $0)) },
        "facts": hop.facts.isEmpty ? nil : .object(facts), "asked": hop.asked.map { .string($0) },
        "peer": .string(hop.peer), "request": .string(hop.requestID), "count": .integer(Int64(hop.count)),
        "first_at": .integer(hop.firstAt.milliseconds), "last_at": .integer(hop.lastAt.milliseconds),
        "waited_ms": hop.duration.map { .integer($0.milliseconds) },
        "refused": .integer(Int64(hop.refusedCount)), "probable": .bool(hop.isProbable),
    ])
}

private func json(of why: Why) -> JSONObject {
    JSONObject([
        "name": .string(why.name), "section": .string(why.section), "finding": .string(why.finding),
        "remedy": .string(why.remedy),
    ])
}
