package import JSON
import Pages
package import RouteManifest

/// What is wrong, as `mcp-auth check --format json` tells it. README says what each member means; none of them changes its meaning.
extension Diagnostic {
    package var listing: JSONObject {
        var listing = JSONObject([
            "severity": .string(severity.rawValue), "code": .string(code.rawValue),
            "message": .string(message), "hint": hint.map { .string($0) },
        ])
        listing.add(location)
        if let edit {
            listing["edit"] = .object(
                JSONObject([
                    "line": .integer(Int64(edit.start.line)), "column": .integer(Int64(edit.start.column)),
                    "end_line": .integer(Int64(edit.end.line)),
                    "end_column": .integer(Int64(edit.end.column)), "text": .string(edit.text),
                ]))
        }
        if let related {
            var other = JSONObject(["message": .string(related.message)])
            other.add(related.location)
            listing["related"] = .object(other)
        }
        return listing
    }
}

extension LaunchError {
    package var listings: [JSONObject] {
        switch self {
        case .templates(let error, let folder):
            return error.problems.map { problem in
                JSONObject([
                    "severity": .string("error"), "code": .string("template"),
                    "message": .string(problem.message), "hint": problem.hint.map { .string($0) },
                    "file": .string("\(folder)/\(problem.file)"),
                    "line": problem.line.map { .integer(Int64($0)) },
                    "column": problem.column.map { .integer(Int64($0)) },
                ])
            }
        case .manifestUnreadable(let path, let reason):
            return [
                JSONObject([
                    "severity": .string("error"), "code": .string("unreadable"), "message": .string(reason),
                    "file": .string(path),
                ])
            ]
        case .store, .listen:
            return [
                JSONObject([
                    "severity": .string("error"), "code": .string("machine"), "message": .string("\(self)"),
                ])
            ]
        }
    }
}

extension JSONObject {
    fileprivate mutating func add(_ location: SourceLocation?) {
        guard let location else { return }
        self["file"] = .string(location.file)
        self["line"] = .integer(Int64(location.line))
        self["column"] = .integer(Int64(location.column))
        self["length"] = .integer(Int64(location.length))
    }
}
