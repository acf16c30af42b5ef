import NIOHTTP1
import WireText

/// How long an answer says that it is fresh, as a cache for many reads it (RFC 9111 §4.2).
enum Freshness {
    /// Zero when it may not be kept, or is stale already; nil when the answer says nothing.
    static func of(_ headers: HTTPHeaders) -> Duration? {
        let directives = headers[canonicalForm: "cache-control"].map(Directive.init)
        guard !directives.contains(where: { ["no-store", "no-cache", "private"].contains($0.name) }) else {
            return .zero
        }
        let spans = ["s-maxage", "max-age"].lazy.compactMap { name in
            directives.first { $0.name == name }
        }
        if let span = spans.first {
            // What can't be read is stale (§4.2.1).
            return remaining(span.seconds ?? 0, headers)
        }
        guard let expires = headers.first(name: "expires") else { return nil }
        guard let end = HTTPDateText.seconds(expires), let date = headers.first(name: "date"),
            let start = HTTPDateText.seconds(date)
        else { return .zero }
        return remaining(end - start, headers)
    }

    private static func remaining(_ lifetime: Int, _ headers: HTTPHeaders) -> Duration {
        let age = headers.first(name: "age").flatMap { Directive.seconds($0[...]) } ?? 0
        return .seconds(max(0, lifetime - age))
    }

    private struct Directive {
        let name: String
        /// Nil when there are none, or what stands there is no number.
        let seconds: Int?

        init(_ text: Substring) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            name = (parts.first ?? "").lowercased()
            seconds = parts.count > 1 ? Self.seconds(parts[1]) : nil
        }

        /// At most some 68 years (§1.2.2). Some write them in quotes.
        static func seconds(_ text: Substring) -> Int? {
            let digits = text.hasPrefix("\"") && text.hasSuffix("\"") ? text.dropFirst().dropLast() : text
            guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
            return min(Int(digits) ?? .max, 1 << 31)
        }
    }
}
