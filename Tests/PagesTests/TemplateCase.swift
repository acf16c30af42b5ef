import Diagnostics
import Foundation
import GoldenFiles
import Pages

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
        var reader = TemplateReader(folder, served: served)
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

    /// The case after what a hint says to write was written in the place of what is wrong; nil where it is no such hint.
    func following(_ diagnostic: Diagnostic) -> TemplateCase? {
        guard let location = diagnostic.location, let hint = diagnostic.hint,
            let index = files.firstIndex(where: { $0.name == location.file })
        else { return nil }
        var lines = files[index].text.components(separatedBy: "\n")
        let line = Array(lines[location.line - 1])
        let wrong = line[(location.column - 1)..<(location.column - 1 + location.length)]
        let written: String
        if let edit = hint.wholeMatch(of: /write ((?:[{"]|name=).*[}"])/) {
            written = String(edit.1)
        } else if let edit = hint.wholeMatch(of: /did you mean '(.*)'\?/),
            let name = diagnostic.message.firstMatch(of: /'(.*)'/)
        {
            written = String(wrong).replacing(name.1, with: edit.1)
        } else {
            return nil
        }
        lines[location.line - 1] =
            String(line[..<wrong.startIndex]) + written + String(line[wrong.endIndex...])
        var edited = self
        edited.files[index].text = lines.joined(separator: "\n")
        return edited
    }

    var rendered: String {
        let diagnostics = diagnostics()
        let isUsable = !diagnostics.contains { $0.severity == .error }
        return diagnostics.map { $0.rendered() }.joined() + (isUsable ? "accepted\n" : "refused\n")
    }
}
