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
        let scan = uri.withBytes(scanTarget)
        if let error = scan.error { throw error }
        guard let pathLength = scan.pathLength else { return (uri, "") }
        let question = uri.utf8.index(uri.startIndex, offsetBy: pathLength)
        return (String(uri[..<question]), String(uri[uri.utf8.index(after: question)...]))
    }

    /// Where the query begins, or what is wrong. An encoded NUL is refused in the path only: it would end the path for
    /// whoever hands it to the system, while a form may hold anything.
    private static func scanTarget(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (pathLength: Int?, error: HeadError?) {
        guard bytes.first == UInt8(ascii: "/") else { return (nil, .notOriginForm) }
        var pathLength: Int?
        var window: UInt32 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "#") else { return (nil, .targetCharacter) }
            if byte == UInt8(ascii: "?"), pathLength == nil { pathLength = index }
            window = (window << 8 | UInt32(byte)) & 0xff_ffff
            if window == encodedNUL, pathLength == nil { return (nil, .targetCharacter) }
        }
        return (pathLength, nil)
    }

    /// `%00`
    private static let encodedNUL: UInt32 = 0x25_30_30

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
