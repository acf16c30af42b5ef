import Endpoint
import NIOCore

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
    let requestID: String
    /// Of the route, then of the answer.
    let routeHeaders: HeaderBlock
    let headers: HeaderBlock

    /// More than the fields that are always there can take.
    private static let ownFieldsLimit = 256

    var sizeEstimate: Int { Self.ownFieldsLimit + routeHeaders.bytes.count + headers.bytes.count }

    func write(to buffer: inout ByteBuffer, on loop: LoopState) {
        let line = StatusLine.text(status)
        buffer.writeStaticString(line)
        if !StatusLine.isPrepared(line) { buffer.writeString("\(status) \r\n") }
        buffer.writeBytes(loop.dateAndRequestIDName())
        buffer.writeString(requestID)
        switch framing {
        case .length(let count):
            buffer.writeStaticString("\r\nContent-Length: ")
            buffer.writeString(String(count))
            buffer.writeStaticString("\r\n")
        case .chunked: buffer.writeStaticString("\r\nTransfer-Encoding: chunked\r\n")
        case .none: buffer.writeStaticString("\r\n")
        }
        switch connection {
        case .absent: break
        case .close: buffer.writeStaticString("Connection: close\r\n")
        case .keepAlive: buffer.writeStaticString("Connection: keep-alive\r\n")
        }
        buffer.writeBytes(routeHeaders.bytes)
        buffer.writeBytes(headers.bytes)
        buffer.writeStaticString("\r\n")
    }
}
