import Foundation
import Glibc
import Synchronization

/// What went over the wire and may stand in no log: tokens, codes, secrets, states, verifiers, what forms carry hidden, cookies.
package final class WireSecrets: Sendable {
    private let values = Mutex<Set<String>>([])

    package init() {}

    /// A request, or the answer to one.
    package func note(
        url: String? = nil, headers: some Sequence<(String, String)>, body: String? = nil
    ) {
        if let url { note(url: url) }
        for (name, value) in headers { note(header: name.lowercased(), value) }
        if let body { note(body: String(body.prefix(1 << 16))) }
    }

    /// What goes over another wire.
    package func note(secret: String) { add(secret) }

    /// Those that stand in a log, however it spells them. What looks like a secret of this server need not have been seen.
    package func found(in log: String) -> [String] {
        let seen = values.withLock { $0 }.filter { value in
            Self.spellings(of: value).contains { strstr(log, $0) != nil }
        }
        return seen.union(Self.shapes.matches(in: log).map { $0[0] }).sorted()
    }

    private func note(url: String) {
        for item in URLComponents(string: url)?.queryItems ?? [] { note(item.name, item.value ?? "") }
        note(shapes: url)
    }

    private func note(header: String, _ value: String) {
        switch header {
        case "location": note(url: value)
        case "cookie":
            for pair in value.components(separatedBy: "; ") { note(cookie: pair) }
        case "set-cookie": note(cookie: value.components(separatedBy: ";")[0])
        case "authorization":
            let words = value.split(separator: " ", maxSplits: 1)
            guard let credentials = words.last, words.count == 2 else { return }
            let pair = Data(base64Encoded: String(credentials)).map { String(decoding: $0, as: UTF8.self) }
            guard let pair, let colon = pair.firstIndex(of: ":") else { return add(String(credentials)) }
            let secret = String(pair[pair.index(after: colon)...])
            add(secret)
            add(secret.removingPercentEncoding ?? secret)
        default: note(shapes: value)
        }
    }

    private func note(cookie pair: String) {
        // Who it was the last time on this browser: a name of a person, which the log tells.
        guard let equals = pair.firstIndex(of: "="), !pair[..<equals].hasSuffix("mcp_auth_user") else {
            return
        }
        add(String(pair[pair.index(after: equals)...]))
    }

    private func note(body: String) {
        note(shapes: body)
        for match in Self.inputs.matches(in: body) { note(match[1], match[2]) }
        // What a form carries as `request` is a secret; in JSON it is the id that the log has as well.
        for match in Self.members.matches(in: body) where match[1] != "request" { note(match[1], match[2]) }
        if !body.contains("<"), !body.contains("{") {
            note(url: "?" + body.replacing("+", with: "%20"))
        }
    }

    private func note(_ name: String, _ value: String) {
        if Self.names.contains(name) { add(value) }
    }

    private func note(shapes text: String) {
        for match in Self.shapes.matches(in: text) { add(match[0]) }
    }

    /// Fewer bytes are no secret, and stand anywhere.
    private func add(_ value: String) {
        guard value.utf8.count >= 8 else { return }
        values.withLock { _ = $0.insert(value) }
    }

    private static let names: Set<String> = [
        "code", "state", "code_verifier", "client_secret", "client_assertion", "access_token",
        "refresh_token", "token", "csrf", "request",
    ]
    private static let shapes = Pattern("m(?:ac|at|rt|cs)_[A-Za-z0-9_-]{8,}")
    private static let members = Pattern("\"([a-z_]+)\" *: *\"([^\"]*)\"")
    private static let inputs = Pattern("<input [^>]*name=\"([a-z_]+)\" value=\"([^\"]*)\"")

    /// As it is, and as URLs and this server's log write what isn't plain.
    private static func spellings(of value: String) -> Set<String> {
        let plain = CharacterSet(charactersIn: " "..."~").subtracting(CharacterSet(charactersIn: "\"\\"))
        return [
            value, value.addingPercentEncoding(withAllowedCharacters: plain) ?? value,
            value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value,
        ]
    }
}

/// A regular expression of Foundation: large texts are searched for each answer of each test.
private struct Pattern: @unchecked Sendable {
    private let expression: NSRegularExpression?

    init(_ pattern: String) {
        expression = try? NSRegularExpression(pattern: pattern)
    }

    /// Each match, whole and in its groups.
    func matches(in text: String) -> [[String]] {
        let whole = NSRange(text.startIndex..., in: text)
        return (expression?.matches(in: text, range: whole) ?? []).map { match in
            (0..<match.numberOfRanges).map { group in
                Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
            }
        }
    }
}
