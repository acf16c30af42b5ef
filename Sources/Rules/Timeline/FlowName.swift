package import WireText

/// Names a flow in addresses, exports and events: what its login goes by in the log, or the id of the request that it began with.
/// No secret.
package struct FlowName: Hashable, Sendable {
    package let text: String

    init(_ text: String) {
        self.text = text
    }

    /// What a request sent as a name; `nil` when it can't be one.
    package init?(_ text: WireText) {
        guard (1...Self.lengthLimit).contains(text.utf8.count), let text = text.ascii,
            text.utf8.allSatisfy(Self.isOne)
        else { return nil }
        self.text = text
    }

    private static func isOne(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let lengthLimit = 64
}
