import OAuthModel
import StrictYAML

extension IdentifierRule {
    /// Goes over the wire: without what HTTP Basic would need escapes for.
    static let credential = IdentifierRule(
        alphabet: "1 to 128 of the characters A-Z a-z 0-9 . _ -", longest: 128,
        pattern: "[A-Za-z0-9._-]{1,128}"
    ) { ChosenUserID.isCharacter($0) && $0 != UInt8(ascii: "@") }

    static let user = IdentifierRule(
        alphabet: ChosenUserID.alphabet, longest: 64, pattern: "[A-Za-z0-9@._-]{1,64}"
    ) {
        ChosenUserID.isCharacter($0)
    }
}
