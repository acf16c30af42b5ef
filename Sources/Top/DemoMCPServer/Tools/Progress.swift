import Endpoint
import JSON

/// Runs on the stream of its own answer.
typealias ProgressWork = @Sendable (Progress) async throws -> ToolResult

/// How far a call is, told on its stream (MCP, "Progress").
struct Progress: Sendable {
    /// Absent when the client doesn't want to hear of it.
    let token: RPCRequest.ID?
    let writer: any BodyWriter

    /// - Throws: When the client is gone, which ends the call.
    func report(_ done: Int, of total: Int, _ message: String) async throws {
        guard let token else { return try await writer.write(ServerSentEvent.comment) }
        try await writer.write(
            ServerSentEvent.message([
                "jsonrpc": "2.0", "method": "notifications/progress",
                "params": [
                    "progressToken": token.json, "progress": .integer(Int64(done)),
                    "total": .integer(Int64(total)), "message": .string(message),
                ],
            ]))
    }
}
