import JSON
import YAML

@testable import RouteManifest
@testable import StrictYAML

/// What a manifest says, to be changed and written anew. Keys may come twice.
indirect enum Tree: Equatable {
    /// As the file has it, in brackets too.
    case scalar(String)
    case list([Tree])
    case mapping([(key: String, value: Tree)])

    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            self = .scalar(
                scalar.style == .plain
                    ? (scalar.isNull ? "null" : YAMLText.scalar(scalar.text)) : Self.quoted(scalar.text))
        case .sequence(let nodes): self = .list(nodes.map(Tree.init))
        case .mapping(let entries): self = .mapping(entries.map { ($0.key, Tree($0.value)) })
        }
    }

    /// As YAML with brackets, each entry on a line of its own.
    var text: String {
        switch self {
        case .scalar(let text): text
        case .list(let entries): "[\n\(entries.map(\.text).joined(separator: ",\n"))]"
        case .mapping(let entries):
            "{\n\(entries.map { "\(Self.quoted($0.key)): \($0.value.text)" }.joined(separator: ",\n"))}"
        }
    }

    /// JSON is YAML.
    static func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).serialized(), as: UTF8.self)
    }

    static func == (left: Tree, right: Tree) -> Bool { left.text == right.text }
}

extension Tree {
    /// A way from the root: which entry, at each step.
    typealias Way = [Int]

    /// Of all values but the root itself.
    var ways: [Way] {
        entries.indices.flatMap { index in [[index]] + entries[index].ways.map { [index] + $0 } }
    }

    private var entries: [Tree] {
        switch self {
        case .scalar: []
        case .list(let entries): entries
        case .mapping(let entries): entries.map(\.value)
        }
    }

    subscript(way: Way) -> Tree {
        way.isEmpty ? self : entries[way[0]][Array(way.dropFirst())]
    }

    mutating func change(at way: Way, _ body: (inout Tree) -> Void) {
        guard let step = way.first else { return body(&self) }
        let rest = Array(way.dropFirst())
        switch self {
        case .scalar: return
        case .list(var entries):
            entries[step].change(at: rest, body)
            self = .list(entries)
        case .mapping(var entries):
            entries[step].value.change(at: rest, body)
            self = .mapping(entries)
        }
    }
}
