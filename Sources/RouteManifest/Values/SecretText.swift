/// A secret of the manifest: text without control characters. Printing it shows nothing.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let text: String
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
