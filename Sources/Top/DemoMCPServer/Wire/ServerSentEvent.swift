import JSON

/// One event of a `text/event-stream` (WHATWG HTML §9.2).
enum ServerSentEvent {
    /// A message without an id: these streams can't be resumed.
    static func message(_ value: JSONValue) -> [UInt8] {
        var bytes = Array("event: message\ndata: ".utf8)
        value.append(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }

    /// Carries no event; it shows proxies and clients that the stream is alive.
    static let comment = Array(":\n\n".utf8)
}
