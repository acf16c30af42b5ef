package import Diagnostics

/// A rule that a manifest can break, with all that is to be said about it. What its text names never changes its meaning.
package struct DiagnosticCode: RawRepresentable, CaseIterable, Hashable, Sendable {
    package let rawValue: String
    package let explanation: Explanation
    /// What breaks it may be meant so, or is mended by opening, offering or granting something, or by a value that is but an example:
    /// nothing is changed for it without asking.
    let isMatterOfIntent: Bool

    /// In the order in which they are listed. A test finds who is missing.
    package static let allCases = ofFiles + ofShapes + ofVariables + ofRoutes + ofServers + ofAccess + ofFlows

    /// - Parameters:
    ///   - isMatterOfIntent: As the property says; else a hint says how to write what was meant.
    ///   - title: The rule, in one sentence.
    ///   - why: What it is for.
    ///   - broken: A piece of a manifest.
    ///   - mended: The same piece.
    init(
        _ text: String, _ level: Explanation.Level, asking isMatterOfIntent: Bool = false, _ title: String,
        why: String, remedy: String, broken: String, mended: String
    ) {
        rawValue = text
        self.isMatterOfIntent = isMatterOfIntent
        explanation = Explanation(
            level, title, why: why, remedy: remedy, broken: broken, mended: mended)
    }

    package init?(rawValue text: String) {
        guard let code = Self.allCases.first(where: { $0.rawValue == text }) else { return nil }
        self = code
    }

    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
