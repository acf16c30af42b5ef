import Diagnostics
import Suggestions

/// The files that a page is put together from, with a bound to how many there are.
struct TemplateFiles {
    private let folder: TemplateFolder
    /// Those that are being read, each included by the one before, and the tag that does it.
    private var open: [(name: String, tag: TemplateSpan?)] = []
    private var count = 0
    private var length = 0

    /// With more inclusions than this, a few files could be put together without end.
    private static let maximumCount = 1000

    init(_ folder: TemplateFolder) { self.folder = folder }

    /// The tag that includes the file that is being read; the page's own file has none.
    var inclusion: TemplateSpan? { open.last?.tag }

    enum Entry {
        case source(TemplateSource)
        /// Nil when it was told before.
        case refused(TemplateProblem?)
    }

    mutating func enter(_ name: String, for tag: TemplateSpan?) -> Entry {
        guard !open.contains(where: { $0.name == name }) else {
            return refusal(.syntax, "\(quoted(name)) includes itself", "remove this", name, tag)
        }
        count += 1
        guard count <= Self.maximumCount else {
            let isFirst = count == Self.maximumCount + 1
            return isFirst
                ? refusal(
                    .limit, "a page includes more than \(Self.maximumCount) files",
                    "a file can be included once where it is needed often", name, tag)
                : .refused(nil)
        }
        do throws(TemplateReadFailure) {
            let bytes = try folder.text(of: name)
            length += bytes.count
            guard length <= TemplateFolder.maximumLength else { throw .tooLargeTogether }
            open.append((name, tag))
            return .source(TemplateSource(name: folder.shownName(of: name), bytes: bytes))
        } catch {
            let (message, hint) = words(error, name)
            return refusal(error == .tooLargeTogether ? .limit : .file, message, hint, name, tag)
        }
    }

    mutating func leave() { open.removeLast() }

    private func refusal(
        _ rule: TemplateRule, _ message: String, _ hint: TemplateRemedy, _ name: String, _ tag: TemplateSpan?
    ) -> Entry {
        .refused(
            TemplateProblem(
                rule: rule, message: message, hint: hint,
                place: tag.map { .span($0) } ?? .file(folder.shownName(of: name)),
                related: inclusion.map { ("it is included here", $0) }))
    }

    private func words(_ failure: TemplateReadFailure, _ name: String) -> (String, TemplateRemedy) {
        let shown = quoted(name)
        return switch failure {
        case .outside:
            ("\(shown) is not the name of a file in the templates' folder", "write a name without a path")
        case .missing:
            ("there is no file \(shown) among the templates", known(name))
        case .unreadable: ("\(shown) can't be read", "it has to be a file that this user may read")
        case .tooLarge: ("\(shown) is larger than a mebibyte", "is it the right file?")
        case .tooLargeTogether:
            ("with all it includes, the page is larger than a mebibyte", "is it the right file?")
        case .notText: ("\(shown) is not text", "save it in UTF-8")
        }
    }

    private func known(_ name: String) -> TemplateRemedy {
        let others = folder.names.filter { other in !open.contains { $0.name == other } }
        if let meant = Suggestion.nearest(to: name, among: others) {
            return .meant(meant, write: "{{> \(meant)}}")
        }
        return
            "\(Suggestion.hint(for: name, among: others, called: "templates") ?? "put it into the templates' folder")"
    }
}
