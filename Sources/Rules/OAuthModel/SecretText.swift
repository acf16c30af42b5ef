/// A secret that somebody wrote down: text without control characters. Printing it shows nothing.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// UTF-8.
    package let bytes: [UInt8]
    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    package init(text: String) {
        bytes = Array(text.utf8)
    }
}
