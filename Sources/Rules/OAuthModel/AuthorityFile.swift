import WireText

/// Certificates of authorities that are believed beside those that the system trusts, as a file has them (PEM, RFC 7468 §5.1).
package struct AuthorityFile: Sendable, Equatable {
    /// As the manifest writes it.
    package let path: String
    package let pem: [UInt8]

    /// Nil where there is no certificate in it. Whether one is good shows when a connection is made.
    package init?(path: String, pem: [UInt8]) {
        guard Self.hasCertificate(pem) else { return nil }
        self.path = path
        self.pem = pem
    }

    private static let begin = Array("-----BEGIN CERTIFICATE-----".utf8)
    private static let end = Array("-----END CERTIFICATE-----".utf8)

    private static func hasCertificate(_ pem: [UInt8]) -> Bool {
        let lines = pem.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { Array($0).trimmingSpaces }
        guard let first = lines.firstIndex(of: begin), let last = lines[first...].firstIndex(of: end) else {
            return false
        }
        // Every certificate is a sequence of DER (RFC 5280 §4.1).
        return Base64.decode(lines[(first + 1)..<last].joined())?.first == 0x30
    }
}

extension [UInt8] {
    fileprivate var trimmingSpaces: [UInt8] {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        return Array(Array(drop(while: isSpace).reversed()).drop(while: isSpace).reversed())
    }
}
