import Suggestions
import YAML

/// What to do about a finding: words for a person and, where they ask for a change of the file, that change. What is moved is put in
/// one place and taken away from another, together or not at all.
///
/// What a hint says is to be written is right when it is written: a hint that begins with "write", "add" or "remove", or asks
/// whether a name was meant, has an edit, or the value stands elsewhere, in the environment or on the command line.
struct Remedy {
    let words: String
    let edits: [Edit]

    /// The change, where it is in one place.
    var edit: Edit? { edits.count == 1 ? edits.first : nil }

    /// A text in the place of another; where the span is empty, inserted.
    struct Edit {
        let span: SourceSpan
        let text: String

        init(_ span: SourceSpan, _ text: String) {
            self.span = span
            self.text = text
        }

        init(at mark: SourceMark, _ text: String) {
            self.init(SourceSpan(start: mark, end: mark), text)
        }
    }

    init(_ words: String, edit: Edit? = nil) {
        self.init(words, edits: [edit].compactMap(\.self))
    }

    init(_ words: String, edits: [Edit]) {
        self.words = words
        self.edits = edits
    }

    /// The same with something behind it: another way, or the reason.
    func or(_ words: String) -> Remedy { Remedy("\(self.words), or \(words)", edits: edits) }
    func because(_ words: String) -> Remedy { Remedy("\(self.words); \(words)", edits: edits) }

    /// The one place where what is written meets the names that are known: the nearest of them; else, under the noun, what there
    /// is to choose from.
    static func meant(
        by word: String, among known: [String], called noun: String?, edit: (String) -> Edit?
    ) -> Remedy? {
        if let nearest = Suggestion.nearest(to: word, among: known) { return .meant(nearest, edit(nearest)) }
        guard let noun else { return nil }
        return Suggestion.hint(for: word, among: known, called: noun).map { Remedy($0) }
    }

    static func meant(_ name: String, _ edit: Edit?) -> Remedy {
        Remedy("did you mean '\(name)'?", edit: edit)
    }
}

extension Remedy {
    /// Where something is to be inserted, for a finding about its absence.
    var place: SourceSpan? {
        guard let edit else { return nil }
        // It stands in the place of its removal.
        guard edit.span.start == edit.span.end else { return edit.span }
        let margin = edit.text.prefix { $0 == " " }.utf8.count
        let mark = edit.span.end.at(column: edit.span.end.column + margin)
        return SourceSpan(start: mark, end: mark)
    }
}
