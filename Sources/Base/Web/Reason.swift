/// Why something was decided as it was: a value of a closed list, with what there is to say of it.
package protocol Reason: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var account: Account { get }
}

extension Reason {
    /// As logs and programs call it: `redirect_uri_unregistered`. Made with each refusal, to tell which are alike.
    package var name: String {
        var rawValue = rawValue
        return rawValue.withUTF8 { word in
            String(unsafeUninitializedCapacity: 2 * word.count) { name in
                var count = 0
                func append(_ byte: UInt8) {
                    name.initializeElement(at: count, to: byte)
                    count += 1
                }
                for index in word.indices {
                    if Self.beginsWord(index, in: word) { append(UInt8(ascii: "_")) }
                    append(Self.isCapital(index, in: word) ? word[index] + 0x20 : word[index])
                }
                return count
            }
        }
    }
}

extension Reason {
    /// Several capitals are one word, a plural's `s` with them: `redirectURIsMissing`, `keysURIMalformed`.
    private static func beginsWord(_ index: Int, in word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index > 0, isCapital(index, in: word) else { return false }
        guard isCapital(index - 1, in: word), index + 1 < word.count else {
            return !isCapital(index - 1, in: word)
        }
        let isPlural =
            word[index + 1] == UInt8(ascii: "s")
            && (index + 2 == word.count || isCapital(index + 2, in: word))
        return !isCapital(index + 1, in: word) && !isPlural
    }

    private static func isCapital(_ index: Int, in word: UnsafeBufferPointer<UInt8>) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(word[index])
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
