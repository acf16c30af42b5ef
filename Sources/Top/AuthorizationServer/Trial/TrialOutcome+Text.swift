import OAuthCore
import OAuthModel
import WireText

extension TrialOutcome {
    /// For people, in a terminal.
    var text: String {
        let width = (claims.map { $0.name.shown.utf8.count }.max() ?? 0) + 2
        let rows = claims.map { claim in
            let name = claim.name.shown
            let value = claim.value?.excerpt() ?? "(missing)"
            return name + String(repeating: " ", count: width - name.utf8.count) + value
                + (claim.rule.isEmpty ? "" : "  (\(claim.rule))")
        }
        let end =
            switch verdict {
            case .success(let identity):
                ["let in as \(identity.owner.subject.rawValue)"]
                    + (identity.ceiling.map { ["  a client can be given at the most: \($0.text)"] } ?? [])
            case .failure: ["nobody is let in: \(problem ?? "")", "  hint: \(remedy ?? "")"]
            }
        return (rows + end).joined(separator: "\n")
    }
}
