package import JSON
package import WireText

/// A text with the signature of its author, compact (RFC 7515 §7.1), taken apart. Nothing in it is believed before ``isSigned(by:)``.
package struct JSONWebSignature: Sendable {
    /// Enough for what is signed here, and bounded before anything is read.
    package static let maximumLength = 16 * 1024
    private static let maximumDepth = 8

    package let header: JSONObject
    package let algorithm: SignatureAlgorithm
    /// `kid`: which key, if it says so.
    package let keyID: WireText?
    package let payload: [UInt8]
    private let signed: [UInt8]
    private let signature: [UInt8]

    package init(_ text: WireText) throws(JSONWebSignatureFlaw) {
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong }
        let bytes = text.bytes
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .parts }
        guard let head = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .base64 }
        let value: JSONValue
        do { value = try JSONValue.parse(head, maximumDepth: Self.maximumDepth) } catch {
            throw .header(error.reason)
        }
        guard let header = value.object else { throw .header(.syntax) }
        (algorithm, keyID) = try header.signing()
        self.header = header
        self.payload = payload
        self.signature = signature
        signed = Array(bytes[..<parts[1].endIndex])
    }

    package func isSigned(by key: JSONWebKey) -> Bool {
        key.verifies(algorithm) && algorithm.verify(signature, of: signed, by: key.key)
    }

    /// The claims of a JSON Web Token (RFC 7519 §7.2): one object, in which no name stands twice.
    package var claims: JSONObject? {
        (try? JSONValue.parse(payload, maximumDepth: Self.maximumDepth))?.object
    }
}

extension JSONObject {
    /// What the header says of how it was signed. A header that asks for what is not done here is refused whole.
    fileprivate func signing() throws(JSONWebSignatureFlaw) -> (SignatureAlgorithm, WireText?) {
        // Both change what is signed, or how it has to be read (RFC 7515 §4.1.11, RFC 7797).
        for member in ["crit", "b64"] where self[member] != nil { throw .extended(member) }
        guard let name = self["alg"]?.string, let algorithm = SignatureAlgorithm(name) else {
            throw .algorithm(self["alg"]?.string)
        }
        guard let id = self["kid"] else { return (algorithm, nil) }
        guard let id = id.string else { throw .keyID }
        return (algorithm, id)
    }
}

/// Why a text is no JSON Web Signature that is taken here.
package enum JSONWebSignatureFlaw: Error, Equatable {
    case tooLong
    /// Three parts are asked for, with dots between them.
    case parts
    case base64
    case header(JSONError.Reason)
    case algorithm(WireText?)
    case keyID
    /// The header has this member, of an extension.
    case extended(String)
}

extension JSONWebSignatureFlaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong: "it has more than \(JSONWebSignature.maximumLength / 1024) KiB"
        case .parts: "it has not three parts with dots between them"
        case .base64: "a part is not base64url without padding"
        case .header(.syntax): "its header is not a JSON object"
        case .header(let reason): "its header: \(reason.rawValue)"
        case .algorithm(nil): "its header has no alg"
        case .algorithm(.some(let name)): "alg \(name) is not taken"
        case .keyID: "its kid is no text"
        case .extended(let member): "its header has \(member), an extension that is not taken"
        }
    }
}
