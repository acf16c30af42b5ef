import Foundation
import Support

/// Somebody's browser, with scripts switched off: it keeps cookies, follows redirects for as long as they stay on the server,
/// and fills in forms.
struct Visitor: Sendable {
    let wire: Wire
    /// By their names.
    private(set) var cookies: [String: String] = [:]
    /// Everything that it was given and that nobody else may know: cookies, hidden fields, and what stood in redirects.
    private(set) var given: Set<String> = []

    init(_ wire: Wire) {
        self.wire = wire
    }

    mutating func open(_ location: String) async throws -> Answer {
        try await follow(keep(try await wire.get(location, cookies: jar)))
    }

    /// Goes no further than the first answer.
    mutating func step(to location: String) async throws -> Answer {
        keep(try await wire.get(location, cookies: jar))
    }

    /// Presses a button of the page that was answered.
    mutating func press(_ name: String, _ value: String, on page: Answer) async throws -> Answer {
        let form = try PageForm(page, havingButton: name, value)
        given.formUnion(form.fields.values)
        let fields = form.fields.merging([name: value]) { $1 }
        let body = fields.map { Wire.encode([$0.key: $0.value]) }.joined(separator: "&")
        return try await follow(
            keep(try await wire.post(form.action, form: body, headers: jar.map { ["Cookie": $0] } ?? [:])))
    }

    private mutating func follow(_ answer: Answer) async throws -> Answer {
        var answer = answer
        for _ in 0..<10 {
            guard let location = answer.location,
                location.hasPrefix("/") || location.hasPrefix(wire.issuer + "/")
            else { break }
            answer = keep(try await wire.get(location, cookies: jar))
        }
        return answer
    }

    private var jar: String? {
        cookies.isEmpty ? nil : cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    private mutating func keep(_ answer: Answer) -> Answer {
        for line in answer.header("Set-Cookie") {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = line.lowercased().contains("max-age=0") ? nil : String(pair[1])
            given.insert(String(pair[1]))
        }
        let query = answer.location.flatMap { URLComponents(string: $0)?.queryItems } ?? []
        given.formUnion(query.compactMap(\.value))
        return answer
    }
}

/// A form of one of our pages: where it goes, and its hidden fields.
private struct PageForm {
    let action: String
    let fields: [String: String]

    init(_ page: Answer, havingButton name: String, _ value: String) throws {
        let mark = "type=\"submit\" name=\"\(name)\" value=\"\(value)\""
        let form = page.body.components(separatedBy: "<form ").first { $0.contains(mark) }
        guard let form, let action = Self.attribute("action", form) else {
            throw TestFailure("no form with the button \(value): \(page.status) \(page.body)")
        }
        var fields: [String: String] = [:]
        for input in form.components(separatedBy: "<input ").dropFirst() {
            let tag = input.components(separatedBy: ">")[0]
            if let name = Self.attribute("name", tag) { fields[name] = Self.attribute("value", tag) ?? "" }
        }
        self.action = action
        self.fields = fields
    }

    private static func attribute(_ name: String, _ tag: String) -> String? {
        guard let start = tag.range(of: name + "=\"") else { return nil }
        let rest = tag[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end]).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
