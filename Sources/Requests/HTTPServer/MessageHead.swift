import Endpoint
import NIOHTTP1

/// What the header section says about the message itself, checked where the decoder is more lenient than we are.
struct MessageHead {
    let method: Endpoint.HTTPMethod
    let path: String
    let query: String
    /// Of a target in absolute form; nil of any other.
    let targetAuthority: [UInt8]?
    let fields: HeaderFields
    /// Nil when the body is chunked; 0 when there is none.
    let contentLength: Int?
    /// The body is in a content coding (RFC 9110 §8.4).
    let isCoded: Bool
    let expectsContinue: Bool
    /// The peer wants another protocol after this message. It gets none, so the connection ends with the answer.
    let wantsUpgrade: Bool
    let isHTTP10: Bool
    let keepsAlive: Bool
}

extension MessageHead {
    /// - Parameter isLast: The connection ends with the answer, whatever the peer would like.
    init(_ head: HTTPRequestHead, isLast: Bool) throws(HeadError) {
        var framing = FramingFields()
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            // Blanks around a value are none of it (RFC 9110 §5.5). Here, once, and before anything looks at it; a head in common
            // form has none.
            let value = value.trimmingBlanks
            try framing.note(name, value)
            fields.append((name, value))
        }
        isHTTP10 = head.version == .http1_0
        try framing.check(isHTTP10: isHTTP10)
        method = Self.method(head.method)
        let target = try RequestTarget(head.uri, isOptions: method == .options)
        path = target.path
        query = target.query
        targetAuthority = target.authority
        self.fields = HeaderFields(fields)
        contentLength = framing.isChunked ? nil : framing.contentLength ?? 0
        isCoded = framing.isCoded
        expectsContinue = framing.expectsContinue && !isHTTP10
        wantsUpgrade = framing.hasUpgrade
        keepsAlive = head.isKeepAlive && !isLast
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
package enum HeadError: Error {
    case target, targetCharacter
    case noHost, severalHosts, hostCharacter
    case severalFramings, transferCoding, contentLength
    case fieldCharacter
    case expectation

    var refusal: Refusal {
        switch self {
        case .target: .malformed("the target is neither a path nor an http address")
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
