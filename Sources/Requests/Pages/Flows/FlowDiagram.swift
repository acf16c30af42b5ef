/// The requests of an attempt as a sequence diagram: a lane for each who takes part, an arrow for each request, from above to below.
///
/// All of it are numbers and words; how they look is the template's.
package struct FlowDiagram: Sendable {
    /// A request between two lanes, by their numbers.
    package struct Message: Sendable {
        package let from: Int
        package let to: Int
        package let label: String
        package let isRefused: Bool
        package let isProbable: Bool

        package init(from: Int, to: Int, label: String, isRefused: Bool, isProbable: Bool) {
            self.from = from
            self.to = to
            self.label = label
            self.isRefused = isRefused
            self.isProbable = isProbable
        }
    }

    struct Lane: Sendable {
        let name: String
        let x: Int
        let bottom: Int

        static let fields: [PageField<Lane>] = [
            .text("lane") { $0.name },
            .exact("lane_x") { "\($0.x)" },
            .exact("lane_bottom") { "\($0.bottom)" },
        ]
    }

    struct Arrow: Sendable {
        let label: String
        /// As SVG writes it.
        let line: String
        let head: String
        let labelX: Int
        let labelY: Int
        let look: String

        static let fields: [PageField<Arrow>] = [
            .text("label") { $0.label },
            .exact("line") { $0.line },
            .exact("head") { $0.head },
            .exact("label_x") { "\($0.labelX)" },
            .exact("label_y") { "\($0.labelY)" },
            .exact("arrow_look") { $0.look },
        ]
    }

    let width: Int
    let height: Int
    let lanes: [Lane]
    let arrows: [Arrow]

    private static let spacing = 190
    private static let top = 40
    private static let row = 38
    /// Letters of a label; more would run into the next lane.
    private static let labelLimit = 27

    package init(lanes names: [String], messages: [Message]) {
        let width = max(1, names.count) * Self.spacing
        let height = Self.top + messages.count * Self.row + 18
        func x(_ lane: Int) -> Int { lane * Self.spacing + Self.spacing / 2 }
        self.width = width
        self.height = height
        lanes = names.enumerated().map { Lane(name: $1, x: x($0), bottom: height) }
        arrows = messages.enumerated().map { index, message in
            let y = Self.top + index * Self.row + 26
            let (start, end) = (x(message.from), x(message.to))
            let look = (message.isRefused ? "bad" : "good") + (message.isProbable ? " probable" : "")
            let label = DisplayText.visible(message.label, limit: Self.labelLimit)
            guard start != end else {
                return Arrow(
                    label: label, line: "M\(start) \(y - 12)h26v12h-20",
                    head: "M\(start) \(y)l9 -4v8z", labelX: start, labelY: y - 17, look: look)
            }
            let back = end > start ? -9 : 9
            return Arrow(
                label: label, line: "M\(start) \(y)H\(end + back)", head: "M\(end) \(y)l\(back) -4v8z",
                labelX: (start + end) / 2, labelY: y - 6, look: look)
        }
    }
}
