/// Where in a manifest a value stands: `clients[0].name`.
package struct ManifestPath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case key(String)
        /// From 0.
        case entry(Int)
    }

    package let steps: [Step]

    /// The manifest as a whole.
    static let root = ManifestPath(steps: [])

    func key(_ name: String) -> ManifestPath { ManifestPath(steps: steps + [.key(name)]) }
    func entry(_ index: Int) -> ManifestPath { ManifestPath(steps: steps + [.entry(index)]) }

    package var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let name): text += text.isEmpty ? name : ".\(name)"
            case .entry(let index): text += "[\(index)]"
            }
        }
    }
}
