/// How a file has changed, in the manner of `diff -u`.
package struct UnifiedDiff: Sendable {
    /// Empty when nothing has changed.
    package let text: String

    package struct Line: Sendable {
        /// What is compared: all of it, its end included.
        let bytes: ArraySlice<UInt8>
        /// What is shown for it.
        let shown: String
        let isEnded: Bool

        package init(_ bytes: ArraySlice<UInt8>, shown: String, isEnded: Bool) {
            self.bytes = bytes
            self.shown = shown
            self.isEnded = isEnded
        }
    }

    /// So many lines around a change are shown.
    private static let context = 3

    package init(of name: String, from old: [Line], to new: [Line]) {
        let steps = Self.steps(from: old, to: new)
        let hunks = Self.hunks(steps)
        let name = PrintableText.of(name)
        text =
            hunks.isEmpty
            ? "" : "--- \(name)\n+++ \(name)\n" + hunks.map { Self.rendered(steps[$0]) }.joined()
    }

    /// A line of one of the files, or of both.
    private struct Step {
        let mark: Character
        let line: Line
        /// Of this line in either file, from 0; where it is not in one, of the next that is.
        let old: Int
        let new: Int
    }

    private static func steps(from old: [Line], to new: [Line]) -> [Step] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old, by: { $0.bytes == $1.bytes }) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var steps: [Step] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                steps.append(Step(mark: "-", line: old[left], old: left, new: right))
                left += 1
            } else if inserted.contains(right) {
                steps.append(Step(mark: "+", line: new[right], old: left, new: right))
                right += 1
            } else {
                steps.append(Step(mark: " ", line: new[right], old: left, new: right))
                (left, right) = (left + 1, right + 1)
            }
        }
        return steps
    }

    /// Where something has changed, with its surroundings; those that meet are one.
    private static func hunks(_ steps: [Step]) -> [Range<Int>] {
        steps.indices.filter { steps[$0].mark != " " }.reduce(into: []) { hunks, index in
            let around = max(0, index - context)..<min(steps.count, index + context + 1)
            if let last = hunks.last, around.lowerBound <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
            } else {
                hunks.append(around)
            }
        }
    }

    private static func rendered(_ steps: ArraySlice<Step>) -> String {
        let old = steps.count { $0.mark != "+" }
        let new = steps.count { $0.mark != "-" }
        // A place in a file that has nothing there is named by the line before it.
        let first = steps.first.map { ($0.old + (old > 0 ? 1 : 0), $0.new + (new > 0 ? 1 : 0)) } ?? (0, 0)
        let lines = steps.map { step in
            "\(step.mark)\(step.line.shown)\n" + (step.line.isEnded ? "" : "\\ No newline at end of file\n")
        }
        return "@@ -\(first.0),\(old) +\(first.1),\(new) @@\n" + lines.joined()
    }
}
