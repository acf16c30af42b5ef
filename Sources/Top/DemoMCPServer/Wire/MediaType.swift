import Endpoint
import WireText

/// Media types, as `Content-Type` and `Accept` name them (RFC 9110 §8.3.1, §12.5.1).
enum MediaType {
    static let json = "application/json"
    static let eventStream = "text/event-stream"

    /// Whether a `Content-Type` value names `type`, whatever its parameters.
    static func names(_ value: WireText, _ type: String) -> Bool {
        value.ascii.map { essence($0[...]) == type } ?? false
    }

    /// Whether the peer takes an answer of `type`. A request without `Accept` takes any.
    static func isAccepted(_ type: String, by headers: HeaderFields) -> Bool {
        let lines = headers.all("accept")
        if lines.isEmpty { return true }
        let family = type.prefix { $0 != "/" } + "/*"
        return lines.compactMap(\.ascii).flatMap { $0.split(separator: ",") }.contains { range in
            let essence = essence(range)
            return (essence == type || essence == family || essence == "*/*") && !isRefused(range)
        }
    }

    private static func essence(_ value: Substring) -> String {
        trimmed(value.prefix { $0 != ";" }).lowercased()
    }

    /// `q=0` says "not this one" (RFC 9110 §12.4.2).
    private static func isRefused(_ range: Substring) -> Bool {
        range.split(separator: ";").dropFirst().contains { parameter in
            let parameter = trimmed(parameter).lowercased()
            return parameter.hasPrefix("q=0") && parameter.dropFirst(3).allSatisfy { $0 == "0" || $0 == "." }
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
