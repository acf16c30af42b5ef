/// What is known of a request before its body is read. A class, because it is passed on several times for each request.
package final class RequestHead: Sendable {
    package let method: HTTPMethod
    /// The path as it was sent, still percent-encoded, without the query. Begins with `/`; or it is the `*` of an OPTIONS request
    /// that is about the server as a whole.
    package let path: String
    /// What stood behind the first `?`, still encoded; empty when there was none.
    package let query: String
    /// Host and port of a target in absolute form (RFC 9112 §3.2.2); nil when it was a path.
    package let targetAuthority: [UInt8]?
    package let headers: HeaderFields
    package let peer: PeerAddress
    /// Names this request in the log and in the `X-Request-Id` of its answer: 16 to 32 characters of `[0-9a-f]`.
    package let requestID: String
    /// When it came, in nanoseconds since some moment before the start.
    package let arrived: UInt64

    package init(
        method: HTTPMethod, path: String, query: String = "", targetAuthority: [UInt8]? = nil,
        headers: HeaderFields = HeaderFields([]), peer: PeerAddress, requestID: String, arrived: UInt64 = 0
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.targetAuthority = targetAuthority
        self.headers = headers
        self.peer = peer
        self.requestID = requestID
        self.arrived = arrived
    }

    /// Looks at the authority that the request is for: that of the target, and only where that has none, `Host`. Nil when a request
    /// of HTTP/1.0 names none.
    package func withAuthority<Result>(_ look: (UnsafeRawBufferPointer) -> Result) -> Result? {
        targetAuthority.map { $0.withUnsafeBytes(look) } ?? headers.withOnly("host", look)
    }
}

/// A request as handlers see it: nothing in it knows the transport it came by.
package struct EndpointRequest: Sendable {
    package let head: RequestHead
    package let body: [UInt8]

    package init(head: RequestHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    package var method: HTTPMethod { head.method }
    package var headers: HeaderFields { head.headers }
}

/// Who sent a request: who is at the other end of the connection, or was at that of a trusted proxy (``TrustedProxies``).
package struct PeerAddress: Sendable, Hashable {
    /// The address without its port, as text: `127.0.0.1`, `::1`.
    package let address: String
    /// The peer is this machine, and no proxy: 127.0.0.0/8, `::1`, or the first mapped into IPv6.
    package let isLoopback: Bool

    package init(address: String, isLoopback: Bool) {
        self.address = address
        self.isLoopback = isLoopback
    }
}
