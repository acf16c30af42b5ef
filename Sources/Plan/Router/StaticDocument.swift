package import Endpoint
package import JSON

/// What answers on a route, once a request may pass.
package enum RouteTarget: Sendable {
    case handler(any EndpointHandler)
    case document(StaticDocument)
    /// As long as there is none, `absence` answers: it asks for one, or says why there is none.
    case live(LiveDocument, absence: any EndpointHandler)
}

/// An answer that is the same for everybody until the next start.
package struct StaticDocument: Sendable {
    let status: Int
    /// What it is, and what else belongs to it. How long it may be kept is the route's affair.
    let headers: HeaderBlock
    package let body: [UInt8]

    package init(status: Int = 200, headers: HeaderBlock, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ json: JSONValue) {
        self.init(
            headers: HeaderBlock(["Content-Type": "application/json"]), body: json.serialized() + "\n".utf8)
    }
}
