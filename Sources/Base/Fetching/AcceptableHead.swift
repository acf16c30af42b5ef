import NIOHTTP1
import Web
import WireText

/// What the head of an answer must say before its body is read.
struct AcceptableHead {
    let head: HTTPResponseHead
    let limit: Int

    func check() throws(FetchFailure) {
        guard head.version.major == 1 else {
            throw .malformed("its version is \(head.version.major).\(head.version.minor)")
        }
        // Nothing is followed: 3xx is as bad as any.
        guard head.status.code == 200 else { throw .status(Int(head.status.code)) }
        for name in ["content-encoding", "transfer-encoding"] {
            for coding in head.headers[canonicalForm: name] where coding.lowercased() != Self.harmless[name] {
                throw .contentCoding(WireText(String(coding)))
            }
        }
        if let length = head.headers.first(name: "content-length").flatMap(Int.init), length > limit {
            throw .tooLarge(limit)
        }
        try checkType()
    }

    private static let harmless = ["content-encoding": "identity", "transfer-encoding": "chunked"]

    private func checkType() throws(FetchFailure) {
        let fields = head.headers["content-type"]
        guard let field = fields.first else { throw .mediaType(nil) }
        guard fields.count == 1, let type = MediaType(field) else {
            throw .mediaType(WireText(fields.joined(separator: ", ")))
        }
        guard type.isJSON else { throw .mediaType(WireText(field)) }
        if let charset = type.charset, charset != "utf-8" { throw .charset(WireText(charset)) }
    }
}
