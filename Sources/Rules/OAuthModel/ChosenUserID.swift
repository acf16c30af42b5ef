import WireText

/// The id of a person that somebody makes up: at the fake login, or among the users of the manifest. One rule for both, so that
/// whoever is listed can also be typed in.
package enum ChosenUserID {
    package static let alphabet = "1 to 64 of the characters A-Z a-z 0-9 . _ @ -"

    package static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isCharacter)
    }

    package static func isCharacter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "._@-".utf8.contains(byte)
    }
}
