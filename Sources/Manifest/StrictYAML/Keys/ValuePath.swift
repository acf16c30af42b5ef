/// Where in a manifest a value stands: `clients[0].name`.
package struct ValuePath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case key(String)
        /// From 0.
        case entry(Int)
    }

    package let steps: [Step]

    /// The manifest as a whole.
    package static let root = ValuePath(steps: [])

    package func key(_ name: String) -> ValuePath { ValuePath(steps: steps + [.key(name)]) }
    package func entry(_ index: Int) -> ValuePath { ValuePath(steps: steps + [.entry(index)]) }

    package var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let name): text += text.isEmpty ? name : ".\(name)"
            case .entry(let index): text += "[\(index)]"
            }
        }
    }
}
