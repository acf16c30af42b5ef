import Endpoint
import JSON

/// JSON-RPC answers as HTTP answers.
enum RPCAnswer {
    static func result(
        _ result: JSONObject, to id: RPCRequest.ID, headers: HeaderBlock = .empty,
        _ decision: DemoDecision = .nothing
    ) -> DemoAnswer {
        Answer.json(envelope(id, ["result": .object(result)]), headers: headers, decision)
    }

    /// - Parameter id: Absent when the message was too broken to have one; then it is `null` (JSON-RPC 2.0 §5).
    static func fault(_ fault: RPCFault, to id: RPCRequest.ID?, status: Int) -> DemoAnswer {
        let error: JSONValue = [
            "code": .integer(fault.code.rawValue), "message": .string(fault.message), "data": fault.data,
        ]
        return Answer.json(status: status, envelope(id, ["error": error]), .misunderstood(fault.message))
    }

    /// Taken, and nothing to say.
    static let accepted = DemoAnswer(EndpointResponse(status: 202), .nothing)

    static func stream(
        to request: RPCRequest, _ work: @escaping ProgressWork, _ decision: DemoDecision,
        render: @escaping @Sendable (ToolResult) -> JSONObject
    ) -> DemoAnswer {
        let response = EndpointResponse(
            status: 200,
            headers: HeaderBlock([
                "Content-Type": MediaType.eventStream, "Cache-Control": "no-store, no-transform",
                "X-Accel-Buffering": "no",
            ])
        ) { writer in
            let result = try await work(Progress(token: request.progressToken, writer: writer))
            let message = envelope(request.id, ["result": .object(render(result))])
            try await writer.write(ServerSentEvent.message(.object(message)))
        }
        return DemoAnswer(response, decision)
    }

    private static func envelope(_ id: RPCRequest.ID?, _ outcome: KeyValuePairs<String, JSONValue?>)
        -> JSONObject
    {
        var message = JSONObject(["jsonrpc": "2.0", "id": id?.json ?? .null])
        message.add(JSONObject(outcome))
        return message
    }
}
