import Suggestions
package import YAML

/// What to do about a finding: words for a person and, where they ask for a change of the file, that change. What is moved is put in
/// one place and taken away from another, together or not at all.
///
/// What a hint says is to be written is right when it is written: a hint that begins with "write", "add" or "remove", or asks
/// whether a name was meant, has an edit, or the value stands elsewhere, in the environment or on the command line.
package struct Remedy {
    package let words: String
    package let edits: [Edit]
    /// The words name other ways, or more names may be meant, or something is granted by it: nobody makes the change without asking.
    let isChoice: Bool

    /// The change, where it is in one place.
    package var edit: Edit? { edits.count == 1 ? edits.first : nil }

    /// A text in the place of another; where the span is empty, inserted.
    package struct Edit {
        package let span: SourceSpan
        package let text: String

        package init(_ span: SourceSpan, _ text: String) {
            self.span = span
            self.text = text
        }

        package init(at mark: SourceMark, _ text: String) {
            self.init(SourceSpan(start: mark, end: mark), text)
        }
    }

    package init(_ words: String, edit: Edit? = nil) {
        self.init(words, edits: [edit].compactMap(\.self))
    }

    package init(_ words: String, edits: [Edit], isChoice: Bool = false) {
        self.words = words
        self.edits = edits
        self.isChoice = isChoice
    }

    /// The same with another way behind it.
    package func or(_ words: String) -> Remedy {
        Remedy("\(self.words), or \(words)", edits: edits, isChoice: true)
    }

    /// The same with the reason behind it.
    package func because(_ words: String) -> Remedy { with(words: "\(self.words); \(words)") }

    /// The same, which grants or allows something, or is an example.
    package func ifMeant() -> Remedy { Remedy(words, edits: edits, isChoice: true) }

    /// The same change in other words.
    package func with(words: String) -> Remedy { Remedy(words, edits: edits, isChoice: isChoice) }

    /// The one place where what is written meets the names that are known: the nearest of them; else, under the noun, what there
    /// is to choose from.
    package static func meant(
        by word: String, among known: [String], called noun: String?, edit: (String) -> Edit?
    ) -> Remedy? {
        let nearest = Suggestion.allNearest(to: word, among: known)
        if let first = nearest.first {
            return Remedy(
                "did you mean '\(first)'?", edits: [edit(first)].compactMap(\.self),
                isChoice: nearest.count > 1)
        }
        guard let noun else { return nil }
        return Suggestion.hint(for: word, among: known, called: noun).map { Remedy($0) }
    }
}

extension Remedy {
    /// Where something is to be inserted, for a finding about its absence.
    package var place: SourceSpan? {
        guard let edit else { return nil }
        // It stands in the place of its removal.
        guard edit.span.start == edit.span.end else { return edit.span }
        let margin = edit.text.prefix { $0 == " " }.utf8.count
        let mark = edit.span.end.at(column: edit.span.end.column + margin)
        return SourceSpan(start: mark, end: mark)
    }
}
