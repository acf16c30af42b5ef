/// How a URL is written whose host has letters beyond ASCII: `https://bücher.example` as `https://xn--bcher-kva.example`
/// (RFC 5890 §2.3.2.1). For hints alone.
package enum ASCIISpelling {
    /// Nil where there is none, or where it takes tables that are not here: for letters with marks of their own, and for anything
    /// beyond ASCII outside the host.
    package static func of(_ url: String) -> String? {
        let scalars = Array(url.unicodeScalars)
        guard let colon = scalars.firstIndex(of: ":"), scalars[colon...].starts(with: "://".unicodeScalars)
        else { return nil }
        let start = colon + 3
        let end = scalars[start...].firstIndex { "/?#".unicodeScalars.contains($0) } ?? scalars.endIndex
        let authority = scalars[start..<end]
        let port = authority.firstIndex(of: ":") ?? end
        let around = scalars[..<start] + scalars[port...]
        guard around.allSatisfy(\.isASCII) else { return nil }
        var labels: [String] = []
        for label in authority[..<port].split(separator: ".", omittingEmptySubsequences: false) {
            guard let ascii = self.label(Array(label)) else { return nil }
            labels.append(ascii)
        }
        return text(scalars[..<start]).lowercased() + labels.joined(separator: ".") + text(scalars[port...])
    }

    private static func label(_ label: [Unicode.Scalar]) -> String? {
        let lower = Array(text(label[...]).lowercased().unicodeScalars)
        guard (1...63).contains(lower.count), lower.allSatisfy(isPlain) else { return nil }
        return lower.allSatisfy(\.isASCII) ? text(lower[...]) : "xn--" + punycode(lower)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .decimalNumber: true
        default: scalar == "-"
        }
    }

    /// RFC 3492 §6.3, for a label with something beyond ASCII in it.
    private static func punycode(_ label: [Unicode.Scalar]) -> String {
        var output = text(label.filter(\.isASCII)[...])
        let basic = output.unicodeScalars.count
        if basic > 0 { output += "-" }
        var (handled, next, delta, bias) = (basic, 128, 0, 72)
        while handled < label.count {
            let least = label.map { Int($0.value) }.filter { $0 >= next }.min() ?? next
            delta += (least - next) * (handled + 1)
            next = least
            for scalar in label {
                if scalar.value < next { delta += 1 }
                guard scalar.value == next else { continue }
                output += digits(of: delta, bias)
                bias = adapted(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return output
    }

    /// A number with digits of a base that varies (§3.3).
    private static func digits(of number: Int, _ bias: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var (rest, place, output) = (number, 36, "")
        while true {
            let threshold = min(max(place - bias, 1), 26)
            guard rest >= threshold else { break }
            output.append(alphabet[threshold + (rest - threshold) % (36 - threshold)])
            rest = (rest - threshold) / (36 - threshold)
            place += 36
        }
        output.append(alphabet[rest])
        return output
    }

    /// §6.1.
    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var steps = 0
        while delta > 455 {
            delta /= 35
            steps += 36
        }
        return steps + 36 * delta / (delta + 38)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
