/// A secret of the manifest: text without control characters. Printing it shows nothing.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// UTF-8.
    package let bytes: [UInt8]
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    init(text: String) {
        bytes = Array(text.utf8)
    }
}
