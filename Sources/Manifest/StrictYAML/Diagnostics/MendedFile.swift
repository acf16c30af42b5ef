package import Diagnostics
import YAML

/// What came of reading a file, as far as it can be mended by that.
package protocol FileResult: Sendable {
    var diagnostics: [Diagnostic] { get }
    /// Of the file itself; nil when it couldn't be read.
    var text: ShownText? { get }
    /// Something could be made of it.
    var isRead: Bool { get }
}

/// A file in which every change was made that a hint asks for and that leaves nothing to choose.
///
/// What touches is changed one after the other, and after each step the file is read again: a change may show what nobody could see
/// before. What is laid over it is left alone. No step makes the file worse, and what is not changed stays as it is, to the byte.
package struct MendedFile<Result: FileResult>: Sendable {
    package private(set) var text: [UInt8]
    /// What was mended, as it was told of the file before its step.
    package private(set) var mended: [Diagnostic] = []
    /// Of the text as it is now.
    package private(set) var result: Result
    /// What is not tried again, since it did not make the file better.
    private var refused: Set<Trace> = []
    private let before: ShownText?

    /// Who needs more has no slip of the hand to mend.
    private static var mostSteps: Int { 100 }

    package init(_ text: [UInt8], load: ([UInt8]) -> Result) {
        self.text = text
        result = load(text)
        before = result.text
        for _ in 0..<Self.mostSteps where step(load) == .stuck { return }
    }

    /// What has become of the file, without its secrets.
    package var difference: UnifiedDiff {
        UnifiedDiff(of: before?.file ?? "", from: before?.lines ?? [], to: result.text?.lines ?? [])
    }

    private enum Step {
        case tried
        case stuck
    }

    /// Makes what can be made together; where that is no good, the first change that is, alone.
    private mutating func step(_ load: ([UInt8]) -> Result) -> Step {
        let changes = result.diagnostics.filter {
            result.hasMending(of: $0) && !refused.contains(Trace($0, in: result))
        }
        guard !changes.isEmpty else { return .stuck }
        let together = changes.reduce(into: [Diagnostic]()) { together, next in
            let touches = together.contains {
                $0.edits.contains { edit in next.edits.contains(where: edit.touches) }
            }
            if !touches { together.append(next) }
        }
        if take(together, load) { return .tried }
        for change in together {
            if together.count > 1, take([change], load) { return .tried }
            refused.insert(Trace(change, in: result))
        }
        return .tried
    }

    /// Makes the changes if the file is the better for them.
    private mutating func take(_ changes: [Diagnostic], _ load: ([UInt8]) -> Result) -> Bool {
        let changed = changes.flatMap(\.edits).applied(to: text)
        let next = load(changed)
        guard next.isBetter(than: result, without: changes) else { return false }
        (text, result) = (changed, next)
        mended += changes
        return true
    }
}

extension FileResult {
    /// There is a change that leaves nothing to choose, and it is one of the file itself.
    fileprivate func hasMending(of diagnostic: Diagnostic) -> Bool {
        diagnostic.mending.change.map { edits in edits.allSatisfy { $0.file == text?.file } } ?? false
    }

    /// Whether what was changed is mended, and nothing has come of it.
    fileprivate func isBetter(than old: Self, without changes: [Diagnostic]) -> Bool {
        // Of what was no YAML, nothing could be said that is said now.
        guard old.isUnderstood else {
            return Set(changes.map { Trace($0, in: old) }).isDisjoint(
                with: diagnostics.map { Trace($0, in: self) })
        }
        guard isUnderstood, errorCount <= old.errorCount else { return false }
        // One mistake may stand behind another; but what was mended is told less often than before.
        return errorCount < old.errorCount
            || changes.allSatisfy { change in
                func count(_ diagnostics: [Diagnostic]) -> Int {
                    diagnostics.count { $0.code == change.code && $0.message == change.message }
                }
                return count(diagnostics) < count(old.diagnostics)
            }
    }

    private var isUnderstood: Bool {
        isRead && !diagnostics.contains { $0.code == DiagnosticCode.yamlSyntax.rawValue }
    }

    private var errorCount: Int { diagnostics.count { $0.severity == .error } }
}

/// By what a diagnostic is known again in the file after a change above it.
private struct Trace: Hashable {
    let code: String
    let message: String
    let linesToEnd: Int?

    init(_ diagnostic: Diagnostic, in result: some FileResult) {
        code = diagnostic.code
        message = diagnostic.message
        linesToEnd = diagnostic.location.flatMap { location in
            result.text.map { $0.source.lineCount - location.line }
        }
    }
}
