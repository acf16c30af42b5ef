import Foundation
import Support

/// Manifests with a number each, which some of their answers tell: in a header, and where the manifest has a say in the body, in several
/// places of that.
struct NumberedPlans {
    /// A change that can't be served.
    enum Fault: CaseIterable {
        case syntax
        case key
        case handler
        case clash
        case missingFile
        case missingTemplate
        case port
    }

    private let place: Workplace
    private let text: String

    /// - Parameter place: With a manifest for what is done besides.
    init(_ place: Workplace) throws {
        self.place = place
        // Without what takes time to be read and says nothing.
        text = try String(contentsOf: place.manifest, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.drop { $0 == " " }.hasPrefix("#") }.joined(separator: "\n")
        try FileManager.default.createDirectory(
            at: place.folder.appendingPathComponent("answers"), withIntermediateDirectories: false)
    }

    /// The paths of answers that tell the number, and how often in their body.
    static let answers: [(path: String, count: Int)] = [
        ("/plan", 20), ("/document", 2), ("/file", 1),
        ("/.well-known/oauth-authorization-server", 2), ("/", 1),
        ("/health", 0),
    ]

    static let header = "X-Plan"

    /// All numbers that the body of an answer tells.
    static func numbers(in body: String) -> [Int] {
        // A regular expression would take most of the time that all of this has.
        let pieces = body.components(separatedBy: "lan")
        return zip(pieces, pieces.dropFirst()).compactMap { before, after in
            guard let first = before.last, "pP".contains(first), let mark = after.first, " :/".contains(mark)
            else { return nil }
            return Int(after.dropFirst().prefix { $0.isNumber })
        }
    }

    /// Where this plan answers and no other does.
    static func ownPath(_ number: Int) -> String { "/moving/\(number)" }

    /// - Parameter watches: Whether the server is to notice by itself what is saved next.
    func save(_ number: Int, watches: Bool, fault: Fault? = nil) throws {
        let file = place.folder.appendingPathComponent("answers/\(number).txt")
        try Data("plan \(number)\n".utf8).write(to: file)
        var manifest = try edited([
            ("\nserver:\n", "\nserver:\n  watch: \(watches)\n  name: Plan \(number)\n"),
            ("\nscopes:\n", "\nscopes:\n  plan:\(number): Plan \(number)\n"),
            (
                "    handler: oauth.metadata\n",
                """
                    handler: oauth.metadata
                    with: { service_documentation: "https://example.com/plan/\(number)" }
                    \(Self.field(number))

                """
            ),
            ("    handler: oauth.introspect\n", "    handler: oauth.introspect\n    \(Self.field(number))\n"),
            ("    handler: start.show\n", "    handler: start.show\n    \(Self.field(number))\n"),
            ("    handler: health\n", "    handler: health\n    \(Self.field(number))\n"),
        ])
        manifest += Self.routes(number)
        if let fault { try introduce(fault, in: &manifest) }
        try manifest.write(to: place.manifest, atomically: true, encoding: .utf8)
    }

    private func edited(_ changes: [(old: String, new: String)]) throws -> String {
        try changes.reduce(text) { try Self.replace($1.old, $1.new, in: $0) }
    }

    private static func replace(_ old: String, _ new: String, in text: String) throws -> String {
        let parts = text.components(separatedBy: old)
        guard parts.count == 2 else { throw TestFailure("the manifest has \(parts.count - 1) times: \(old)") }
        return parts.joined(separator: new)
    }

    private static func routes(_ number: Int) -> String {
        let lines = String(repeating: "plan \(number)\\n", count: 20)
        let routes = [
            "plan": "path: /plan, handler: respond.text, with: { text: \"\(lines)\" }",
            "document": """
            path: /document, handler: respond.json, \
            with: { json: { first: plan \(number), between: [1, 2, 3], last: plan \(number) } }
            """,
            "file": "path: /file, handler: respond.file, with: { file: answers/\(number).txt }",
            "own": "path: \(ownPath(number)), handler: respond.text, with: { text: plan \(number) }",
            "limited":
                "path: /limited, rate_limit: 10/1h, handler: respond.text, with: { text: plan \(number) }",
        ]
        return routes.sorted { $0.key < $1.key }
            .map { "  \($0.key): { \($0.value), \(field(number)) }\n" }.joined()
    }

    /// What a route has that tells the number.
    private static func field(_ number: Int) -> String { "headers: { \(header): \"\(number)\" }" }

    private func introduce(_ fault: Fault, in manifest: inout String) throws {
        switch fault {
        case .syntax: manifest += "  broken: { path: [/broken\n"
        case .key: manifest = try Self.replace("\nserver:\n", "\nserver:\n  wacth: true\n", in: manifest)
        case .handler:
            manifest = try Self.replace("handler: oauth.token\n", "handler: oauth.tokens\n", in: manifest)
        case .clash: manifest += "  clash: { path: /plan, handler: respond.text, with: { text: clash } }\n"
        case .missingFile:
            manifest += "  missing: { path: /missing, handler: respond.file, with: { file: answers/none } }\n"
        case .missingTemplate:
            manifest = try Self.replace("template: consent.html", "template: nowhere.html", in: manifest)
        case .port:
            manifest = try Self.replace(
                "port: ${AUTH_SERVER_PORT:-3001}", "port: \(place.resourcePort)", in: manifest)
        }
    }
}
