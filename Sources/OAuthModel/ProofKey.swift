/// `code_challenge`: 43 to 128 characters of the base64url alphabet (RFC 7636 §4.2). The method is always `S256`.
package struct CodeChallenge: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init?(rawValue: String) {
        let isAlphabet = rawValue.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2d || $0 == 0x5f }
        guard isAlphabet, (43...128).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }
}

/// `code_verifier`: 43 to 128 unreserved characters (RFC 7636 §4.1).
package struct CodeVerifier: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init?(rawValue: String) {
        let isUnreserved = rawValue.utf8.allSatisfy {
            isLetterOrDigit($0) || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f || $0 == 0x7e
        }
        guard isUnreserved, (43...128).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte)
}
