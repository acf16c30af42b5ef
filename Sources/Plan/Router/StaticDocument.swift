internal import Cryptography
package import Endpoint
package import JSON
internal import WireText

/// What answers on a route, once a request may pass.
package enum RouteTarget: Sendable {
    case handler(any EndpointHandler)
    case document(StaticDocument)
    /// Also to be had under its stamped names, by which it may be kept for good.
    case stamped(StaticDocument)
    /// As long as there is none, `absence` answers: it asks for one, or says why there is none.
    case live(LiveDocument, absence: any EndpointHandler)

    /// It answers everybody alike.
    var isDocument: Bool {
        switch self {
        case .document, .stamped: true
        case .handler, .live: false
        }
    }
}

/// An answer that is the same for everybody until the next start.
package struct StaticDocument: Sendable {
    let status: Int
    /// What it is, and what else belongs to it. How long it may be kept is the route's affair.
    let headers: HeaderBlock
    package let body: [UInt8]
    /// Under the name that leads to it there will never be another.
    var isLasting = false

    package init(status: Int = 200, headers: HeaderBlock, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A path that leads to these bytes and to no others: with the beginning of their digest before the ending.
    package func stamped(_ path: String) -> String {
        let stamp = "-" + Base64URL.encode(Array(SHA256.hash(body).prefix(9)))
        let bytes = Array(path.utf8)
        let dot = bytes.lastIndex(of: UInt8(ascii: "."))
        let name = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
        let place = dot.flatMap { $0 > name ? $0 : nil } ?? bytes.count
        return String(decoding: bytes[..<place] + stamp.utf8 + bytes[place...], as: UTF8.self)
    }

    var lasting: StaticDocument {
        var lasting = self
        lasting.isLasting = true
        return lasting
    }

    package init(_ json: JSONValue) {
        self.init(
            headers: HeaderBlock(["Content-Type": "application/json"]), body: json.serialized() + "\n".utf8)
    }
}
