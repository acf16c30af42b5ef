/// A secret of the manifest. Printing it shows nothing.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
