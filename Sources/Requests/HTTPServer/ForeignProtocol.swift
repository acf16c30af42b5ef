import NIOCore

/// What a peer speaks that doesn't speak HTTP/1.1, told from its first bytes. For the log: these are settings that somebody got wrong.
enum ForeignProtocol {
    static func name(_ start: ByteBuffer) -> String? {
        let bytes = start.readableBytesView
        // A record of handshake, of any version (RFC 8446 §5.1).
        if bytes.starts(with: [0x16, 0x03]) { return "TLS on a port for plain http" }
        if bytes.starts(with: "PRI * HTTP/2.0".utf8) { return "HTTP/2 without being asked (prior knowledge)" }
        if bytes.starts(with: "PROXY ".utf8) { return "a PROXY protocol line, version 1" }
        if bytes.starts(with: proxySignature) { return "a PROXY protocol header, version 2" }
        return nil
    }

    private static let proxySignature: [UInt8] = [
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
    ]
}
