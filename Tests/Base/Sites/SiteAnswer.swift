/// What a site sends on a connection when it was asked.
package struct SiteAnswer: Sendable {
    /// Byte for byte, head and body.
    package var bytes: [UInt8]
    /// What it sends after that, a byte at a time, until the connection ends.
    package var drip: UInt8?
    package var isClosedAfter = true

    package init(bytes: [UInt8], drip: UInt8? = nil, isClosedAfter: Bool = true) {
        self.bytes = bytes
        self.drip = drip
        self.isClosedAfter = isClosedAfter
    }

    package static func raw(_ text: String) -> SiteAnswer {
        SiteAnswer(bytes: Array(text.utf8))
    }

    /// With the length of the body.
    package static func http(
        _ body: String, status: String = "200 OK", type: String? = "application/json", fields: [String] = []
    ) -> SiteAnswer {
        let lines =
            ["HTTP/1.1 \(status)"] + (type.map { ["Content-Type: \($0)"] } ?? [])
            + ["Content-Length: \(body.utf8.count)"] + fields
        return raw(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    }
}
