import ArgumentParser
import AuthorizationServer
import JSON
import WireText

struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys that the running server publishes.",
        discussion: """
            A key is 'next' until it signs, 'active' while it does, and 'retired' as long
            as it is published for what it signed. Exit status 0 with an answer, 1 when no
            server runs, or none that has keys.
            """)

    @OptionGroup var question: KeyQuestion

    func run() throws {
        try question.ask("list", KeyCommands.list) { answer in
            let keys = (answer["keys"]?.array ?? []).compactMap(\.object)
            let rows = keys.map { key in
                [
                    key["kid"]?.string?.shown ?? "", key["alg"]?.string?.shown ?? "",
                    key["state"]?.string?.shown ?? "", key["signs_from"]?.integer.map(momentText) ?? "",
                    key["published_until"]?.integer.map(momentText) ?? "-",
                ]
            }
            return Self.table([["kid", "alg", "state", "signs from", "published until"]] + rows)
        }
    }

    private static func table(_ rows: [[String]]) -> String {
        let widths = rows.first.map { $0.indices.map { column in rows.map { $0[column].count }.max() ?? 0 } }
        return rows.map { row in
            let cells = zip(row, widths ?? []).map { $0.padded(to: $1 + 2) }.joined()
            return String(cells.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
