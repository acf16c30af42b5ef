import AuthorizationServer
import OAuthCore

/// What a copy has done, as a table and a sentence.
struct CopySummary {
    let text: String

    init(_ move: StoreMove, _ report: CopyReport, isToRedis: Bool) {
        typealias Count = CopyReport.Count
        let columns: [(title: String, figure: (Count) -> Int)] = [
            ("copied", { $0.written }), ("there already", { $0.present }), ("expired", { $0.over }),
            ("conflicts", { $0.conflicting }),
        ]
        func row(_ name: String, _ cells: [String]) -> String {
            "  " + name.padded(to: 24) + cells.map { $0.aligned(to: 15) }.joined()
        }
        var lines = ["from  \(move.sourceName)", "to    \(move.targetName)"]
        lines.append(row("", columns.map(\.title)))
        for group in RecordGroup.allCases {
            lines.append(row(group.rawValue, columns.map { String($0.figure(report[group])) }))
        }
        lines.append(row("all", columns.map { String(report.sum($0.figure)) }))
        if report.unreadable > 0 {
            lines.append("left behind: \(counted(report.unreadable, "key")) that can't be read as a record")
        }
        lines += Self.verdict(report, isToRedis: isToRedis)
        text = lines.joined(separator: "\n")
    }

    private static func verdict(_ report: CopyReport, isToRedis: Bool) -> [String] {
        let verified = report.sum(\.verified)
        var lines: [String] = []
        let conflicts = report.sum(\.conflicting)
        if conflicts > 0 {
            lines.append(
                "\(counted(conflicts, "record")) of the target \(conflicts == 1 ? "is" : "are") different, and left alone"
            )
        }
        if report.missing > 0 {
            lines.append(
                "verified: \(counted(report.missing, "record")) missing or different when read back, \(verified) the same"
            )
            lines.append("hint: run the same command again")
        } else {
            lines.append("verified: \(counted(verified, "record")) read back, and the same")
        }
        if report.isComplete {
            lines.append(
                isToRedis
                    ? "next: start the servers with REDIS_URL set, and with the same server secret"
                    : "next: start the server without REDIS_URL, and with the same server secret")
        }
        return lines
    }
}

extension String {
    /// With spaces behind it.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// With spaces before it.
    func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
