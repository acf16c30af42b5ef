import Endpoint

/// How the end of an answer's body is found (RFC 9112 §6.3).
enum Framing: Equatable {
    case length(Int)
    case chunked
    /// By the end of the connection; or there is no body, and the status says so.
    case none
}

/// Everything of an answer before its body, as it is written.
struct AnswerHead {
    enum ConnectionField { case absent, close, keepAlive }

    let status: Int
    let framing: Framing
    let connection: ConnectionField
    /// The `Date` field, and the name of the field for the request id.
    let date: [UInt8]
    let requestID: String
    let routeHeaders: HeaderBlock
    let headers: HeaderBlock

    /// More than the fields that are always there can take.
    private static let ownFieldsLimit = 256

    /// An upper bound of what is written, in bytes.
    var sizeLimit: Int {
        Self.ownFieldsLimit + requestID.utf8.count + routeHeaders.bytes.count + headers.bytes.count
    }

    func write(to writer: inout BytesWriter) {
        let line = StatusLine.text(status)
        writer.put(line)
        if !StatusLine.isPrepared(line) {
            writer.put(status)
            writer.put(" \r\n" as StaticString)
        }
        writer.put(date)
        writer.put(requestID)
        switch framing {
        case .length(let count):
            writer.put("\r\nContent-Length: " as StaticString)
            writer.put(count)
            writer.put("\r\n" as StaticString)
        case .chunked: writer.put("\r\nTransfer-Encoding: chunked\r\n" as StaticString)
        case .none: writer.put("\r\n" as StaticString)
        }
        switch connection {
        case .absent: break
        case .close: writer.put("Connection: close\r\n" as StaticString)
        case .keepAlive: writer.put("Connection: keep-alive\r\n" as StaticString)
        }
        writer.put(routeHeaders.bytes)
        writer.put(headers.bytes)
        writer.put("\r\n" as StaticString)
    }
}
