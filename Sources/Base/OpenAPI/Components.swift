import JSON

/// What a document says once and refers to by name (OpenAPI 3.1.1 §4.8.7), as it comes up while the document is written.
struct Components {
    enum Section: String, CaseIterable {
        case schemas, responses, headers, securitySchemes
    }

    private var parts: [Section: [String: JSONValue]] = [:]
    /// What stands in each operation that shares an answer.
    var shared: [ObjectIdentifier: [Int: JSONValue]] = [:]

    /// A reference to a part, which stands here from now on. One whose name another part has is given back as it is: it says the same
    /// where it is used.
    mutating func refer(to name: String, in section: Section, _ part: JSONValue) -> JSONValue {
        let known = parts[section]?[name]
        guard known == nil || known == part else { return part }
        parts[section, default: [:]][name] = part
        return ["$ref": .string("#/components/\(section.rawValue)/\(name)")]
    }

    /// Nil where nothing was referred to.
    var json: JSONValue? {
        var sections = JSONObject()
        for section in Section.allCases {
            guard let named = parts[section] else { continue }
            var object = JSONObject()
            for (name, part) in named.sorted(by: { $0.key < $1.key }) { object[name] = part }
            sections[section.rawValue] = .object(object)
        }
        return sections.members.isEmpty ? nil : .object(sections)
    }
}
