/// The whole numbers of a range as an expression: a number in quotes is a text to a schema.
package enum NumberPattern {
    /// Of numbers from 0 on, written without zeros in front.
    package static func of(_ range: ClosedRange<Int>) -> String {
        var parts: [String] = []
        var low = range.lowerBound
        while low <= range.upperBound {
            let high = end(of: low, atMost: range.upperBound)
            parts.append(digits(String(low), String(high)))
            low = high + 1
        }
        return parts.joined(separator: "|")
    }

    /// The last number such that a run of digits, each from something to something, says all between.
    private static func end(of low: Int, atMost limit: Int) -> Int {
        var size = 1
        // As many zeros at the end of `low` as can all become nines.
        while low % (size * 10) == 0, low > 0, low + size * 10 - 1 <= limit { size *= 10 }
        var high = low + size - 1
        // And the digit before them as far as it can rise.
        while high + size <= limit, high / size % 10 != 9 { high += size }
        return high
    }

    private static func digits(_ low: String, _ high: String) -> String {
        var expression = ""
        var freely = 0
        for (first, last) in zip(low, high) {
            if first == "0", last == "9" {
                freely += 1
            } else {
                expression += first == last ? "\(first)" : "[\(first)-\(last)]"
            }
        }
        return expression + (freely == 0 ? "" : freely == 1 ? "[0-9]" : "[0-9]{\(freely)}")
    }
}
