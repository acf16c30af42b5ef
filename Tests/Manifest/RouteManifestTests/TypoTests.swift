import Diagnostics
import Foundation
import ManifestCases
import RouteManifest
import Testing

/// `TYPOS=list` prints those that are not reported on their line alone, `TYPOS=remedies` those whose remedy leads to another mistake.
@Suite("where a slip of the hand is reported")
struct TypoTests {
    private static let count = 2_000

    /// What is said of a typo.
    private struct Report {
        let typo: Typo
        let errors: [Diagnostic]

        var isOnItsLine: Bool { errors.allSatisfy { $0.location?.line == typo.line } }

        init(_ typo: Typo) {
            self.typo = typo
            errors = ShippedManifest.load(text: typo.text).diagnostics.filter { $0.severity == .error }
        }

        /// The same file after what is offered for the first error; nil where nothing is.
        var mended: Report? {
            guard let edits = errors.first?.edits, !edits.isEmpty else { return nil }
            let text = edits.applied(to: typo.text)
            return Report(
                Typo(kind: typo.kind, line: typo.line, before: typo.before, after: typo.after, text: text))
        }

        var listing: String {
            errors.reduce("\(typo.line): \(typo.before)\n   -> \(typo.after)\n") { text, error in
                let place = error.location.map { "\($0.line):\($0.column)" } ?? "-"
                return text + "      \(place) \(error.message)\n"
                    + (error.hint.map { "          hint: \($0)\n" } ?? "")
            }
        }
    }

    /// On all cores.
    private static func reports() async -> [Report] {
        var maker = TypoMaker(ShippedManifest.text, seed: 8)
        let typos = (0..<count).map { _ in maker.next() }
        let share = count / 8
        return await withTaskGroup(of: [Report].self) { group in
            for start in stride(from: 0, to: count, by: share) {
                group.addTask { typos[start..<start + share].map(Report.init) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func list(_ wanted: String, _ title: String, _ reports: [Report]) {
        guard ProcessInfo.processInfo.environment["TYPOS"] == wanted else { return }
        print(title)
        for kind in Typo.Kind.allCases {
            let own = reports.filter { $0.typo.kind == kind }
            print("== \(kind.rawValue): \(own.count)\n\(own.map(\.listing).joined())")
        }
    }

    @Test(
        "of 2,000 typos that make the shipped file unusable, 95 in 100 are reported on their line and nowhere else"
    )
    func places() async {
        let wrong = await Self.reports().filter { !$0.errors.isEmpty }
        let elsewhere = wrong.filter { !$0.isOnItsLine }
        Self.list("list", "\(elsewhere.count) of \(wrong.count) are reported elsewhere as well", elsewhere)
        #expect(wrong.count > Self.count / 2)
        #expect((wrong.count - elsewhere.count) * 100 >= wrong.count * 95)

        guard ProcessInfo.processInfo.environment["TYPOS"] == "remedies" else { return }
        let offers = wrong.compactMap { report in report.mended.map { (report, $0) } }
        let others = offers.filter { !$0.1.errors.isEmpty }
        Self.list(
            "remedies", "\(others.count) of \(offers.count) remedies lead to another mistake",
            others.flatMap { [$0.0, $0.1] })
    }
}
