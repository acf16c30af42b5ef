package import Diagnostics
import JSON
package import ManifestDiff
import OAuthModel

/// What came of reading the files of a running server again.
package struct ReloadReport: Sendable {
    /// Why they were read.
    package enum Cause: Sendable {
        /// A program asked, and is answered.
        case command
        /// Whoever asked reads what the server says.
        case signal
        /// A file was saved.
        case saved
    }

    package enum Outcome: Sendable {
        /// They are served.
        case taken(ManifestDiff, files: [String], warnings: [Diagnostic])
        /// They are as they were when they were taken over.
        case unchanged
        /// Nothing of them is served; all goes on as before.
        case refused(Refusal)
    }

    package enum Refusal: Sendable {
        case problems([Diagnostic])
        /// Changes that only a new start can bring, with their places.
        case needsRestart([Restart])
        case failed(LaunchError)
    }

    package struct Restart: Sendable {
        let need: RestartNeed
        /// What is another: `3001 → 3002`.
        let change: String?
        /// `routes.yaml:12`.
        let place: String?
    }

    package let cause: Cause
    package let outcome: Outcome
    /// All that was read.
    let title: String
    /// What serves now.
    let revision: PlanRevision
}

extension ReloadReport {
    package var isTaken: Bool {
        if case .refused = outcome { false } else { true }
    }

    /// What is wrong with the files, each to be shown by itself.
    package var diagnostics: [Diagnostic] {
        switch outcome {
        case .taken(_, _, let warnings): warnings
        case .refused(.problems(let problems)): problems
        case .unchanged, .refused: []
        }
    }

    /// What came of it, in one line.
    package var summary: String {
        switch outcome {
        case .taken(let diff, let files, _):
            "\(title): taken over, \(diff.differences.isEmpty ? Self.words(files) : diff.counted)"
        case .unchanged: "\(title): nothing has changed"
        case .refused(.problems(let problems)):
            "\(title): \(Self.errors(problems)), not taken over; \(stays)"
        case .refused(.needsRestart): "\(title): not taken over; \(stays)"
        case .refused(.failed(let error)): "\(title): not taken over: \(error); \(stays)"
        }
    }

    /// The rest, in lines; nothing of what is shown by itself.
    package var details: [String] {
        switch outcome {
        case .taken(let diff, let files, _):
            let shown =
                files.isEmpty || diff.differences.isEmpty ? [] : ["files: \(files.joined(separator: ", "))"]
            return shown
                + diff.details.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                .reversed().drop(while: \.isEmpty).reversed()
        case .refused(.needsRestart(let restarts)): return restarts.map(\.sentence)
        case .unchanged, .refused: return []
        }
    }

    /// All of it, for a terminal without colours.
    var text: String {
        (diagnostics.map { $0.rendered() } + [summary] + details.map { $0.isEmpty ? $0 : "  " + $0 })
            .joined(separator: "\n")
    }

    private var stays: String { "the plan \(revision.digest) goes on serving" }

    private static func words(_ files: [String]) -> String {
        files.isEmpty ? "nothing that clients notice" : files.joined(separator: ", ")
    }

    private static func errors(_ problems: [Diagnostic]) -> String {
        let count = problems.count { $0.severity == .error }
        return "\(count) error\(count == 1 ? "" : "s")"
    }

    /// For programs.
    var listing: JSONObject {
        var listing = JSONObject([
            "outcome": .string(word), "digest": .string(revision.digest),
            "since": .integer(revision.since.seconds),
        ])
        switch outcome {
        case .taken(let diff, let files, let warnings):
            listing.add(diff.listing)
            listing["files"] = .array(files.map { .string($0) })
            listing["problems"] = .array(warnings.map { .object($0.listing) })
        case .unchanged: break
        case .refused(.problems(let problems)):
            listing["problems"] = .array(problems.map { .object($0.listing) })
        case .refused(.needsRestart(let restarts)):
            listing["needs_restart"] = .array(restarts.map { .string($0.need.rawValue) })
        case .refused(.failed(let error)): listing["reason"] = .string("\(error)")
        }
        return listing
    }

    private var word: String {
        switch outcome {
        case .taken: "taken"
        case .unchanged: "unchanged"
        case .refused: "refused"
        }
    }
}

extension ReloadReport.Restart {
    var sentence: String {
        let what = [change, place].compactMap(\.self).joined(separator: "; ")
        return "\(need.rawValue) is another\(what.isEmpty ? "" : " (\(what))"): that needs a restart"
    }
}
