/// What to do about a problem, and where that is a change of the place itself, what to write there.
struct TemplateRemedy: ExpressibleByStringInterpolation {
    let words: String
    let edit: String?

    init(_ words: String, edit: String?) {
        self.words = words
        self.edit = edit
    }

    init(stringLiteral words: String) { self.init(words, edit: nil) }

    /// In the place of what is wrong.
    static func write(_ text: String) -> TemplateRemedy { TemplateRemedy("write \(text)", edit: text) }

    static let remove = TemplateRemedy("remove it", edit: "")

    static func meant(_ name: String, write text: String?) -> TemplateRemedy {
        TemplateRemedy("did you mean '\(name)'?", edit: text)
    }
}
