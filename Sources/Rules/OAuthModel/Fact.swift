package import WireText

/// Something about a decision that helps to understand it, and gives nothing away: what was `sent`, beside what would have been right.
package struct Fact: Equatable, Sendable {
    package let name: String
    /// Visible ASCII, 200 bytes at most, whatever was sent.
    package let value: String

    package init(_ name: String, _ value: WireText) {
        self.name = name
        self.value = value.excerpt()
    }

    package init(_ name: String, _ value: String) {
        self.init(name, WireText(value))
    }

    /// The name of a digest in the place of what may be a secret: for programs, no part of any sentence.
    package static let shown = "shown"
}
