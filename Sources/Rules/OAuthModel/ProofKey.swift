import WireText

/// `code_challenge`: 43 to 128 characters of the base64url alphabet (RFC 7636 §4.2). The method is always `S256`.
package struct CodeChallenge: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init?(rawValue: String) {
        let isAlphabet = rawValue.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2d || $0 == 0x5f }
        guard isAlphabet, (43...128).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }
}

/// `code_verifier`: 43 to 128 unreserved characters (RFC 7636 §4.1).
package struct CodeVerifier: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init?(rawValue: String) {
        let isUnreserved = rawValue.utf8.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f || $0 == 0x7e
        }
        guard isUnreserved, (43...128).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }
}
