import OAuthModel
package import Web
import WireText

/// A decision or a reason as it is told of: on the page `docs/decisions-and-reasons.md`, and by `mcp-auth explain`.
package struct DecisionEntry: Sendable {
    package let name: String
    package let account: Account
    /// What a client is told; `nil` where it is told nothing by that, or what the answer says.
    package let told: String?
    /// What the log says in an example.
    package let example: String

    fileprivate init(_ reason: any Reason, told: String? = nil, by decision: Decision) {
        name = reason.name
        account = reason.account
        self.told = told
        example = decision.story { _ in "Demo client" }.words
    }
}

/// All that this server decides, and why.
package enum DecisionPage {
    package static var chapters: [(title: String, entries: [DecisionEntry])] {
        let decisions = DecisionKind.allCases.map { kind in
            DecisionEntry(kind, by: Decision.examples.first { $0.kind == kind } ?? .nothing)
        }
        let refusals = refusalReasons.map { title, reasons in
            ("Refused: \(title)", reasons.map { Self.entry($0) })
        }
        return [("Decisions", decisions)] + refusals + [
            (
                "Inactive: why a token is worth nothing",
                InactiveReason.allCases.map {
                    DecisionEntry(
                        $0, told: "{\"active\":false}", by: .introspected(DecisionExamples.introspected($0)))
                }
            ),
            (
                "Limited: too many tokens",
                LimitReason.allCases.map {
                    DecisionEntry(
                        $0, told: "429: \($0.description)", by: .limited(DecisionExamples.limited($0)))
                }
            ),
            (
                "Unasked: answered by the transport or the router",
                HTTPReason.allCases.map { DecisionEntry($0, by: .unasked(HTTPRefusal($0))) }
            ),
        ]
    }

    private static func entry(_ reason: some RefusalReason) -> DecisionEntry {
        let error = OAuthError(reason).of(DecisionExamples.client.id)
        return DecisionEntry(
            reason, told: "\(reason.rule.code.rawValue): \(reason.rule.description)", by: .refused(error))
    }

    package static var text: String {
        head
            + chapters.map { title, entries in
                "\n## \(title)\n" + entries.map(Self.text).joined()
            }.joined()
    }

    private static func text(_ entry: DecisionEntry) -> String {
        let told = entry.told.map { "| a client is told | `\($0.replacing("|", with: "\\|"))` |\n" } ?? ""
        return """

            ### `\(entry.name)`

            | | |
            | --- | --- |
            | what it is | \(entry.account.finding) |
            | stands in | \(entry.account.section) |
            \(told)| what to do | \(entry.account.remedy) |

            ```text
            \(entry.example)
            ```

            """
    }

    private static let head = """
        # Decisions and reasons

        What this server decides it says in its log, one line for each decision: in words, and by these names in the fields `decision` and
        `reason`. `mcp-auth explain NAME` says the same in a terminal. This page is made of the lists that the server decides by.

        A line has beside its words: `client_id`; `flow`, which ties the requests of one login together, from the authorization request to the last
        refresh; what was sent beside what would have been right; and `request`, which the answer has as `X-Request-Id`. Tokens, codes, states,
        secrets and cookies are in none of them. Within ten seconds decisions that are alike, of one address and client, have one line,
        and the others are counted; a sign of theft has a line each time.

        """
}
