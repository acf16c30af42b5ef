/// Numbers with units, as people write them.
enum WrittenNumbers {
    /// The sum of all of them; nil where anything else stands in the text, or the sum is too large.
    ///
    /// - Parameter unit: What is meant by a number alone.
    package static func total(_ text: String, without unit: String, size: (String) -> Int64?) -> Int64? {
        var rest = text.unicodeScalars.filter { !$0.isBlank }[...]
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { "0"..."9" ~= $0 }
            rest = rest[digits.endIndex...]
            let word = rest.prefix { "a"..."z" ~= $0 }
            rest = rest[word.endIndex...]
            guard let number = Int64(String(String.UnicodeScalarView(digits))),
                let size = size(word.isEmpty ? unit : String(String.UnicodeScalarView(word)))
            else { return nil }
            let (part, isTooLarge) = number.multipliedReportingOverflow(by: size)
            guard !isTooLarge, total <= .max - part else { return nil }
            total += part
        }
        return text.isEmpty ? nil : total
    }
}
