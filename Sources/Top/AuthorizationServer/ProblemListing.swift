package import Diagnostics
package import JSON

/// What is wrong, as `mcp-auth check --format json` tells it. README says what each member means; none of them changes its meaning.
extension Diagnostic {
    package var listing: JSONObject {
        var listing = JSONObject([
            "severity": .string(severity.rawValue), "code": .string(code),
            "message": .string(message), "hint": hint.map { .string($0) },
        ])
        if !edits.isEmpty {
            listing["edits"] = .array(edits.map { .object($0.listing) })
            listing["fixable"] = .bool(mending.change != nil)
        }
        switch place {
        case .commandLine: break
        case .file(let name): listing["file"] = .string(name)
        case .text(let location): listing.add(location)
        }
        if let related {
            var other = JSONObject(["message": .string(related.message)])
            other.add(related.location)
            listing["related"] = .object(other)
        }
        return listing
    }
}

extension SourceEdit {
    fileprivate var listing: JSONObject {
        JSONObject([
            "file": .string(file),
            "line": .integer(Int64(start.line)), "column": .integer(Int64(start.column)),
            "end_line": .integer(Int64(end.line)), "end_column": .integer(Int64(end.column)),
            "text": .string(text),
        ])
    }
}

extension JSONObject {
    fileprivate mutating func add(_ location: SourceLocation) {
        self["file"] = .string(location.file)
        self["line"] = .integer(Int64(location.line))
        self["column"] = .integer(Int64(location.column))
        self["length"] = .integer(Int64(location.length))
    }
}
