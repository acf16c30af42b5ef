import Diagnostics
import Foundation
import JSON
import ManifestCases
import Support
import WireText
import YAML

@testable import RouteManifest
@testable import StrictYAML

/// A manifest that both the decoder and the schema are asked about.
struct SchemaTrial {
    private let name: String
    private let text: String
    private let root: YAMLNode
    private let hasEmptyValues: Bool
    private let result: ManifestResult
    /// What the schema is shown. Where the decoder takes the file, as it is written; else with its variables filled in, as the decoder
    /// saw it: what variables will hold no schema knows.
    let json: JSONValue

    /// Nil for what is no YAML.
    init?(_ name: String, _ manifest: ManifestCase) {
        let document = YAMLDocument(parsing: manifest.texts[0].text)
        guard let root = document.root, document.problems.isEmpty else { return nil }
        self.name = name
        self.root = root
        hasEmptyValues = Self.hasEmptyValues(root, manifest.surroundings.environment)
        text = String(decoding: manifest.texts[0].text, as: UTF8.self)
        result = manifest.load()
        json =
            result.manifest != nil
            ? JSONValue(yaml: root) : Self.filled(root, manifest.surroundings.environment)
    }

    func disagreement(with verdict: SchemaVerdict?) -> String? {
        let errors = result.diagnostics.filter { $0.severity == .error }
        if let verdict {
            return errors.isEmpty ? "\(name): the schema alone refuses it: \(verdict.line)\n\(text)" : nil
        }
        let unsaid = errors.filter { BeyondTheSchema.reason(for: $0, hasEmptyValues: hasEmptyValues) == nil }
        return unsaid.isEmpty
            ? nil : "\(name): the schema takes it, and it says\n\(unsaid.map { $0.rendered() }.joined())"
    }

    var isRefused: Bool { result.manifest == nil }

    /// What each says of the file, and where.
    func row(beside verdict: SchemaVerdict) -> (text: String, isSame: Bool) {
        let errors = result.diagnostics.filter { $0.severity == .error }
        let lines = verdict.lines(in: root)
        let same = errors.filter { error in error.location.map { lines.contains($0.line) } ?? false }
        let told = (same.isEmpty ? errors : same).prefix(1).map { error in
            "  mcp-auth  line \(error.location?.line ?? 0): \(error.message) [\(error.code)]\n"
        }
        let message = verdict.message.count > 160 ? verdict.message.prefix(160) + "…" : verdict.message[...]
        return (
            "\(name)\n\(told.joined())  schema    \(verdict.place.isEmpty ? "the manifest" : verdict.place): \(message)\n",
            !same.isEmpty
        )
    }

    private static func hasEmptyValues(_ node: YAMLNode, _ environment: [String: String]) -> Bool {
        switch node.content {
        case .scalar(let scalar):
            let filling = Interpolation(scalar.text, environment: environment)
            return filling.text.isEmpty && !filling.variables.isEmpty
        case .sequence(let nodes): return nodes.contains { hasEmptyValues($0, environment) }
        case .mapping(let entries): return entries.contains { hasEmptyValues($0.value, environment) }
        }
    }

    /// What comes out empty stays as it is written: whether it may be so depends on where it stands.
    private static func filled(_ node: YAMLNode, _ environment: [String: String]) -> JSONValue {
        switch node.content {
        case .scalar(let scalar):
            let filling = Interpolation(scalar.text, environment: environment)
            guard filling.flaws.isEmpty, filling.text != scalar.text, !filling.text.isEmpty else {
                return JSONValue(yaml: node)
            }
            return .string(filling.text)
        case .sequence(let nodes):
            // What is empty among the entries of a list is an empty text.
            return .array(
                nodes.map { node in
                    guard case .scalar(let scalar) = node.content,
                        Interpolation(scalar.text, environment: environment).text.isEmpty
                    else { return filled(node, environment) }
                    return scalar.isNull ? .null : .string("")
                })
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries { object[entry.key] = filled(entry.value, environment) }
            return .object(object)
        }
    }
}

/// What a validator has to say against a value.
struct SchemaVerdict {
    /// Names of keys and numbers of entries.
    let steps: [JSONValue]
    let message: String

    /// `routes.token.path`, `clients[0].name`.
    var place: String {
        steps.reduce(into: "") { text, step in
            if let index = step.integer {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + (step.string?.shown ?? "")
            }
        }
    }

    /// From the key of what it is about to the end of its value.
    func lines(in root: YAMLNode) -> ClosedRange<Int> {
        var (node, start) = (root, 1)
        for step in steps {
            switch node.content {
            case .mapping(let entries):
                guard let entry = entries.first(where: { $0.key == step.string?.shown }) else { break }
                (node, start) = (entry.value, entry.keySpan.start.line)
            case .sequence(let nodes):
                guard let index = step.integer, nodes.indices.contains(Int(index)) else { break }
                node = nodes[Int(index)]
                start = node.span.start.line
            case .scalar: break
            }
        }
        return start...max(start, node.span.end.line)
    }

    var line: String { "\(place.isEmpty ? "the manifest" : place): \(message)" }
}

/// A validator of JSON Schema that people use, over the schema of the repository.
struct SchemaValidator {
    private let folder: TemporaryFolder
    private let python: PythonEnvironment

    init(in folder: TemporaryFolder) async throws {
        self.folder = folder
        python = try await PythonEnvironment("schema", in: folder.url)
    }

    /// One for each value; nil: there is nothing to say against it.
    func verdicts(on values: [JSONValue]) async throws -> [SchemaVerdict?] {
        let lines = values.map { String(decoding: $0.serialized(), as: UTF8.self) + "\n" }
        try folder.write(lines.joined(), to: "values")
        try folder.write(ManifestSchema.text, to: "schema")
        let result = try await python.run(
            "validate.py", [folder.path + "/schema", folder.path + "/values"], in: folder.url, seconds: 600)
        guard result.exit == .status(0) else { throw TestFailure(result.output) }
        return try result.output.split(separator: "\n").map { line -> SchemaVerdict? in
            let verdict = try JSONValue.parse(Array(line.utf8))
            guard let message = verdict["message"]?.string, let steps = verdict["place"]?.array else {
                return nil
            }
            return SchemaVerdict(steps: steps, message: message.shown)
        }
    }
}
