import AuthorizationServer
import Storage

/// What a copy has done, as a table and a sentence.
struct CopySummary {
    let text: String

    init(_ move: StoreMove, _ report: CopyReport) {
        typealias Count = CopyReport.Count
        let columns: [(title: String, figure: (Count) -> Int)] = [
            ("copied", { $0.written }), ("there already", { $0.present }), ("removed", { $0.removed }),
            ("expired", { $0.expired }), ("conflicts", { $0.conflicting }),
        ]
        func row(_ name: String, _ cells: [String]) -> String {
            "  " + name.padded(to: 24) + cells.map { $0.aligned(to: 15) }.joined()
        }
        var lines = ["from  \(move.words.source)", "to    \(move.words.target)"]
        lines.append(row("", columns.map(\.title)))
        for group in RecordGroup.allCases {
            lines.append(row(group.name, columns.map { String($0.figure(report[group])) }))
        }
        lines.append(row("all", columns.map { String(report.sum($0.figure)) }))
        if report.unreadable > 0 {
            lines.append("left behind: \(counted(report.unreadable, "key")) that can't be read as a record")
        }
        lines += Self.verdict(report)
        if report.isComplete { lines.append("next: \(move.words.next), and with the same server secret") }
        text = lines.joined(separator: "\n")
    }

    private static func verdict(_ report: CopyReport) -> [String] {
        let verified = report.sum(\.verified)
        var lines: [String] = []
        let conflicts = report.sum(\.conflicting)
        if conflicts > 0 {
            lines.append(
                "\(counted(conflicts, "record")) of the target \(conflicts == 1 ? "is" : "are") different, and left alone"
            )
        }
        if report.isWhole {
            lines.append("verified: \(counted(verified, "record")) read back, and the same")
        } else {
            lines += unfinished(report, verified)
        }
        return lines
    }
}

extension CopySummary {
    private static func unfinished(_ report: CopyReport, _ verified: Int) -> [String] {
        let faulty = report.sum(\.faulty)
        var lines = [
            "not finished: \(counted(faulty, "record")) of the target \(faulty == 1 ? "is" : "are") not what the source has, \(verified) the same"
        ]
        for record in report.named {
            lines.append("  \(record.name.shown) is \(words(record.fault))")
            if let place = record.place {
                lines.append("    \(place.name), which this deletes: \(place.removal)")
            }
        }
        if faulty > report.named.count { lines.append("  and \(faulty - report.named.count) more") }
        lines.append(
            "hint: stop every server, and run the same command again; no server starts on the target until then"
        )
        lines.append(
            "hint: a record that is named each time can't be kept by the target: delete it from the source, and whoever it belongs to registers or logs in again"
        )
        return lines
    }

    private static func words(_ fault: CopyReport.Fault) -> String {
        switch fault {
        case .missing: "missing in the target"
        case .different: "different in the target"
        case .beyond: "in the target only"
        }
    }
}

extension String {
    /// With spaces behind it.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// With spaces before it.
    func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
