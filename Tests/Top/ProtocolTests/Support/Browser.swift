import Foundation
import Support
import Synchronization

/// A browser without scripts: it keeps cookies, follows redirects on the server's own origin, and fills in forms.
final class Browser: Sendable {
    let server: TestServer
    private let cookies = Mutex<[String: String]>([:])

    /// Sent along with every request.
    private let also: (String, String)?

    init(_ server: TestServer, header: (String, String)? = nil) {
        self.server = server
        also = header
    }

    var cookieNames: [String] { cookies.withLock { $0.keys.sorted() } }

    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    func setCookie(_ name: String, _ value: String?) { cookies.withLock { $0[name] = value } }

    func get(_ path: String) async throws -> Response {
        keep(try await server.get(path, headers: header))
    }

    func post(_ path: String, _ form: KeyValuePairs<String, String>) async throws -> Response {
        keep(try await server.post(path, form: form, headers: header))
    }

    /// Opens a page and follows redirects for as long as they stay on this server.
    func open(_ path: String) async throws -> Response {
        try await follow(try await get(path))
    }

    func follow(_ response: Response) async throws -> Response {
        var response = response
        while let location = response.location,
            location.hasPrefix("/") || location.hasPrefix(server.issuer + "/")
        {
            response = try await get(location)
        }
        return response
    }

    /// Presses a button of the consent page, or goes on with a login page, and follows where it leads.
    func press(
        _ button: (name: String, value: String), on page: Response, with fields: [String: String] = [:]
    )
        async throws -> Response
    {
        let form = try Form(page, having: button)
        var values = form.fields.merging(fields) { _, new in new }
        values[button.name] = button.value
        let body = values.map { percentEncode($0.key) + "=" + percentEncode($0.value) }.joined(separator: "&")
        let answer = try await server.send(
            "POST", form.action, headers: [("Content-Type", "application/x-www-form-urlencoded")] + header,
            body: body)
        return try await follow(keep(answer))
    }

    private var header: [(String, String)] {
        [("Accept", "text/html")] + (cookieLine.isEmpty ? [] : [("Cookie", cookieLine)])
            + [also].compactMap(\.self)
    }

    /// As it would be sent.
    var cookieLine: String {
        cookies.withLock { $0.map { $0.key + "=" + $0.value }.sorted().joined(separator: "; ") }
    }

    private func keep(_ response: Response) -> Response {
        for line in response.all("set-cookie") {
            let parts = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let value = String(pair[pair.index(after: equals)...])
            setCookie(name, parts.contains { $0.lowercased() == "max-age=0" } ? nil : value)
        }
        return response
    }
}

/// A form of one of our pages: where it goes, and its hidden fields.
struct Form {
    let action: String
    let fields: [String: String]

    /// The form of the page that has this button.
    init(_ page: Response, having button: (name: String, value: String)) throws {
        let forms = page.text.components(separatedBy: "<form ").dropFirst().map {
            $0.components(separatedBy: "</form>")[0]
        }
        let name = "name=\"\(button.name)\""
        let marks = ["type=\"submit\" \(name) value=\"\(button.value)\"", name]
        guard
            let form = marks.lazy.compactMap({ mark in forms.first { $0.contains(mark) } }).first
        else { throw TestFailure("no form with \(button) in: \(page.status) \(page.text.prefix(2000))") }
        action = Self.attribute("action", form) ?? ""
        var fields: [String: String] = [:]
        for input in form.components(separatedBy: "<input ").dropFirst() {
            let tag = input.components(separatedBy: ">")[0]
            guard let name = Self.attribute("name", tag) else { continue }
            fields[name] = Self.attribute("value", tag) ?? ""
        }
        self.fields = fields
    }

    private static func attribute(_ name: String, _ tag: String) -> String? {
        guard let start = tag.range(of: name + "=\"") else { return nil }
        let rest = tag[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return rest[..<end].replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(
            of: "&#39;", with: "'"
        )
        .replacingOccurrences(of: "&#96;", with: "`").replacingOccurrences(of: "&lt;", with: "<")
        .replacingOccurrences(of: "&gt;", with: ">")
        .replacingOccurrences(of: "&amp;", with: "&")
    }
}
