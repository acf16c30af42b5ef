/// Why something was decided as it was: a value of a closed list, with what there is to say of it.
package protocol Reason: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var account: Account { get }
}

extension Reason {
    /// As logs and programs call it: `redirect_uri_unregistered`.
    package var name: String {
        rawValue.utf8.reduce(into: "") { name, byte in
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isCapital { name += "_" }
            name.unicodeScalars.append(Unicode.Scalar(isCapital ? byte + 0x20 : byte))
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
