import Endpoint
import NIOHTTP1

/// What the header section says about the message itself, checked where the decoder is more lenient than we are.
struct MessageHead {
    let method: Endpoint.HTTPMethod
    let path: String
    let query: String
    let fields: HeaderFields
    /// Nil when the body is chunked; 0 when there is none.
    let contentLength: Int?
    let expectsContinue: Bool
    /// The peer wants another protocol after this message. It gets none, so the connection ends with the answer.
    let wantsUpgrade: Bool
    let isHTTP10: Bool
    let keepsAlive: Bool
}

extension MessageHead {
    init(_ head: HTTPRequestHead) throws(HeadError) {
        var framing = FramingFields()
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            try framing.note(name, value)
            fields.append((name, value))
        }
        isHTTP10 = head.version == .http1_0
        try framing.check(isHTTP10: isHTTP10)
        (path, query) = try Self.target(head.uri)
        self.fields = HeaderFields(fields)
        method = Self.method(head.method)
        contentLength = framing.isChunked ? nil : framing.contentLength ?? 0
        expectsContinue = framing.expectsContinue && !isHTTP10
        wantsUpgrade = framing.hasUpgrade
        keepsAlive = head.isKeepAlive
    }

    /// Splits an origin-form target (RFC 9112 §3.2.1); a server that is nobody's proxy needs no other form.
    private static func target(_ uri: String) throws(HeadError) -> (path: String, query: String) {
        guard uri.utf8.first == UInt8(ascii: "/") else { throw .notOriginForm }
        var question: String.Index?
        for index in uri.utf8.indices {
            let byte = uri.utf8[index]
            guard byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "#") else { throw .targetCharacter }
            if byte == UInt8(ascii: "?"), question == nil { question = index }
        }
        guard let question else { return (try withoutNUL(uri), "") }
        return (try withoutNUL(String(uri[..<question])), String(uri[uri.utf8.index(after: question)...]))
    }

    private static func withoutNUL(_ path: String) throws(HeadError) -> String {
        var window: UInt32 = 0
        for byte in path.utf8 {
            window = window << 8 | UInt32(byte)
            if window & 0xff_ffff == 0x25_30_30 { throw .targetCharacter }
        }
        return path
    }

    private static func method(_ method: NIOHTTP1.HTTPMethod) -> Endpoint.HTTPMethod {
        switch method {
        case .GET: .get
        case .HEAD: .head
        case .POST: .post
        case .PUT: .put
        case .PATCH: .patch
        case .DELETE: .delete
        case .OPTIONS: .options
        default: Endpoint.HTTPMethod(rawValue: method.rawValue)
        }
    }
}

/// Why a header section that the decoder let pass is refused.
enum HeadError: Error {
    case notOriginForm, targetCharacter
    case noHost, severalHosts, hostCharacter
    case severalFramings, transferCoding, contentLength
    case fieldCharacter
    case expectation

    var refusal: Refusal {
        switch self {
        case .notOriginForm: .malformed("target not in origin form")
        case .targetCharacter: .malformed("forbidden character in the target")
        case .noHost: .malformed("no host field")
        case .severalHosts: .malformed("several host fields")
        case .hostCharacter: .malformed("malformed host field")
        case .severalFramings: .malformed("content-length beside transfer-encoding")
        case .transferCoding: .malformed("transfer coding other than chunked")
        case .contentLength: .malformed("malformed content-length")
        case .fieldCharacter: .malformed("control character in a field value")
        case .expectation: .expectation
        }
    }
}
