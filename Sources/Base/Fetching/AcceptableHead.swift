import NIOHTTP1
import Web
import WireText

/// What the head of an answer must say before its body is read.
struct AcceptableHead {
    let head: HTTPResponseHead
    let taken: FetchRequest.Taken
    let limit: Int

    /// How its body is written.
    func check() throws(FetchFailure) -> FetchedAnswer.Form {
        guard head.version.major == 1 else {
            throw .malformed("its version is \(head.version.major).\(head.version.minor)")
        }
        // Nothing is followed: 3xx is as bad as any.
        guard taken.statuses.contains(Int(head.status.code)) else { throw .status(Int(head.status.code)) }
        for name in ["content-encoding", "transfer-encoding"] {
            for coding in head.headers[canonicalForm: name] where coding.lowercased() != Self.harmless[name] {
                throw .contentCoding(WireText(String(coding)))
            }
        }
        if let length = head.headers.first(name: "content-length").flatMap(Int.init), length > limit {
            throw .tooLarge(limit)
        }
        return try form()
    }

    private static let harmless = ["content-encoding": "identity", "transfer-encoding": "chunked"]

    private func form() throws(FetchFailure) -> FetchedAnswer.Form {
        let fields = head.headers["content-type"]
        guard let field = fields.first else { throw .mediaType(nil) }
        guard fields.count == 1, let type = MediaType(field) else {
            throw .mediaType(WireText(fields.joined(separator: ", ")))
        }
        guard let form = type.form, taken.types.contains(form) else { throw .mediaType(WireText(field)) }
        if let charset = type.charset, charset != "utf-8" { throw .charset(WireText(charset)) }
        return form
    }
}
