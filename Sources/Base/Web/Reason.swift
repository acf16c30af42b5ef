/// Why something was decided as it was: a value of a closed list, with what there is to say of it.
package protocol Reason: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var account: Account { get }
}

extension Reason {
    /// As logs and programs call it: `redirect_uri_unregistered`. Made with each refusal, to tell which are alike.
    package var name: String {
        let words = rawValue.utf8
        return String(unsafeUninitializedCapacity: 2 * words.count) { name in
            var count = 0
            func append(_ byte: UInt8) {
                name.initializeElement(at: count, to: byte)
                count += 1
            }
            for byte in words {
                let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                if isCapital { append(UInt8(ascii: "_")) }
                append(isCapital ? byte + 0x20 : byte)
            }
            return count
        }
    }
}

/// What there is to say of a reason.
package struct Account: Sendable {
    /// Where the rule stands: `RFC 7636 §4.2`.
    package let section: StaticString
    /// What was found, for the operator.
    package let finding: StaticString
    /// What to do about it, for whoever sees it in the log.
    package let remedy: StaticString

    package init(_ section: StaticString, _ finding: StaticString, remedy: StaticString) {
        self.section = section
        self.finding = finding
        self.remedy = remedy
    }
}
