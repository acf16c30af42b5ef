import StrictYAML

/// Text with places for what the plan knows: `{{issuer}}`, `{{version}}`, and `{{url.NAME}}`, the URL of a route.
package struct PlanText: Sendable, Equatable, CustomStringConvertible {
    /// As written.
    let text: String
    package var description: String { text }
    package let parts: [Part]

    package enum Part: Sendable, Equatable {
        case text(String)
        /// Of this server.
        case issuer
        /// Of this program.
        case version
        case url(of: RouteName)
    }

    /// Without any place.
    init(_ text: String) {
        self.text = text
        parts = [.text(text)]
    }

    /// - Parameter routes: The names that the file gives to routes.
    init(_ text: String, routes: [String]) throws(PlanTextFlaw) {
        var parts: [Part] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{") {
            parts.append(.text(String(rest[..<opening.lowerBound])))
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: "}}") else { throw .unclosed }
            parts.append(try Self.place(String(rest[..<closing.lowerBound]), routes))
            rest = rest[closing.upperBound...]
        }
        self.text = text
        self.parts = parts + [.text(String(rest))]
    }

    private static func place(_ written: String, _ routes: [String]) throws(PlanTextFlaw) -> Part {
        let name = String(written.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        let route = name.hasPrefix("url.") ? String(name.dropFirst(4)) : nil
        switch (name, route.flatMap { routes.contains($0) ? RouteName($0) : nil }) {
        case ("issuer", _): return .issuer
        case ("version", _): return .version
        case (_, let route?): return .url(of: route)
        case (_, nil): throw .unknown(written, name)
        }
    }

    var references: [RouteName] {
        parts.compactMap { if case .url(let name) = $0 { name } else { nil } }
    }

    /// - Parameter value: What stands in a place.
    package func filled(_ value: (Part) -> String) -> String {
        parts.map { if case .text(let text) = $0 { text } else { value($0) } }.joined()
    }
}

/// Why a text is not a ``PlanText``.
enum PlanTextFlaw: Error, Equatable {
    case unclosed
    /// What stands between the braces, and the same without the space around it.
    case unknown(String, String)
}

extension Field {
    /// Text that may have values of the plan in it.
    func planText() -> PlanText? {
        guard let text = text() else { return nil }
        do { return try PlanText(text.value, routes: decoding[RouteFacts.self].names) } catch {
            switch error {
            case .unclosed:
                self.error(.invalidValue, "a '{{' in \(label) is not closed", hint: "such as {{issuer}}")
            case .unknown(let written, let name):
                let known = ["issuer", "version"] + decoding[RouteFacts.self].names.map { "url.\($0)" }
                self.error(
                    .unknownReference, "\(label) has {{\(name)}} in it, and there is no such value",
                    remedy: Remedy.meant(by: name, among: known, called: "values") { meant in
                        write(text.value.replacing("{{\(written)}}", with: "{{\(meant)}}")).edit
                    })
            }
            return nil
        }
    }
}
