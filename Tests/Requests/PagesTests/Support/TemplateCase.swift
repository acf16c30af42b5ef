import Diagnostics
import Foundation
import Pages
import Support

/// The input half of a case: the files of a templates' folder, with lines between them that set the scene.
///
///     #! page consent             what is made of the first file; without this: an error page
///     #! file page.html           what follows is this file; without this: page.html
///     #! empty logo.svg           a file that is only there
///     #! serves POST /oauth/token a path that is served; without any, it isn't known what is
struct TemplateCase {
    private var page = "error"
    private var files: [(name: String, text: String)] = []
    private var empty: [String] = []
    private var paths: [String: Set<String>]?

    init(_ input: String) {
        for line in input.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            guard line.hasPrefix("#! ") else {
                if files.isEmpty { files.append(("page.html", "")) }
                files[files.count - 1].text += line + "\n"
                continue
            }
            let words = line.split(separator: " ").map(String.init)
            switch words[1] {
            case "page": page = words[2]
            case "file": files.append((words[2], ""))
            case "empty": empty.append(words[2])
            case "serves": paths = (paths ?? [:]).merging([words[2]: [words[3]]]) { $0.union($1) }
            default: break
            }
        }
    }

    func diagnostics() -> [Diagnostic] {
        let all = files + empty.map { ($0, "") }
        let texts = Dictionary(uniqueKeysWithValues: all.map { ($0.name, Array($0.text.utf8)) })
        let folder = TemplateFolder(names: all.map(\.name).sorted()) { texts[$0] }
        let served = paths.map { ServedPaths(get: $0["GET"] ?? [], post: $0["POST"] ?? []) }
        let sheet = paths.map { paths -> PageFrame.Sheet in
            paths["GET"]?.contains("/style.css") == true ? .at(path: "/style-1.css") : .off(reason: nil)
        }
        var reader = TemplateReader(folder, served: served, frame: PageFrame(sheet: sheet ?? .unknown))
        let file = files.first?.name ?? "page.html"
        let isRead =
            switch page {
            case "consent": reader.read(file, for: ConsentPage.self) != nil
            case "login": reader.read(file, for: LoginPage.self) != nil
            default: reader.read(file, for: ErrorPage.self) != nil
            }
        let diagnostics = reader.diagnostics
        precondition(isRead == !diagnostics.contains { $0.severity == .error })
        return diagnostics
    }

    /// The case after the change that a hint asks for; nil where it asks for none.
    func following(_ diagnostic: Diagnostic) -> TemplateCase? {
        guard !diagnostic.edits.isEmpty,
            let index = files.firstIndex(where: { $0.name == diagnostic.location?.file })
        else { return nil }
        var edited = self
        let text = diagnostic.edits.applied(to: Array(files[index].text.utf8))
        edited.files[index].text = String(decoding: text, as: UTF8.self)
        return edited
    }

    var rendered: String {
        let diagnostics = diagnostics()
        let isUsable = !diagnostics.contains { $0.severity == .error }
        return diagnostics.map { $0.rendered() }.joined() + (isUsable ? "accepted\n" : "refused\n")
    }
}
