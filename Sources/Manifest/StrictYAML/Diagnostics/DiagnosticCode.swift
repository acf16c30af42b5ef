package import Diagnostics

/// A rule that a file can break, with all that is to be said about it.
package struct DiagnosticCode: DiagnosticRule, Hashable {
    package let rawValue: String
    package let explanation: Explanation
    /// What breaks it may be meant so, or is mended by opening, offering or granting something, or by a value that is but an example:
    /// nothing is changed for it without asking.
    let isMatterOfIntent: Bool

    /// - Parameters:
    ///   - isMatterOfIntent: As the property says; else a hint says how to write what was meant.
    ///   - title: The rule, in one sentence.
    ///   - why: What it is for.
    ///   - broken: A piece of a file.
    ///   - mended: The same piece.
    package init(
        _ text: String, _ level: Explanation.Level, asking isMatterOfIntent: Bool = false, _ title: String,
        why: String, remedy: String, broken: String, mended: String
    ) {
        rawValue = text
        self.isMatterOfIntent = isMatterOfIntent
        explanation = Explanation(
            level, title, why: why, remedy: remedy, broken: broken, mended: mended)
    }

    /// Those of files in any language that is read so, in the order in which they are listed.
    package static let ofAnyFile = ofFiles + ofShapes + ofVariables

    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
