import OAuthModel
import WireText

/// A flow as a person reads it in a terminal, or puts it into a report of a defect: lines without one at the end.
package func text(of flow: Flow) -> String {
    ([text(of: flow.summary)] + flow.hops.map { "  " + $0.what }).joined(separator: "\n")
}

/// On one line.
package func text(of summary: FlowSummary) -> String {
    summary.name.text + " " + summary.verdict.words
}
