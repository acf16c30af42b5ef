import YAML

/// A key at the top of a manifest; in the order in which they stand in the shipped one.
enum Section: String, CaseIterable {
    case version
    case profile
    case server
    case store
    case tokens
    case grantTypes = "grant_types"
    case authenticationMethods = "token_endpoint_auth_methods"
    case scopes
    case resources
    case resourceServers = "resource_servers"
    case clients
    case registration
    case upstream
    case defaults
    case routes
}

extension MappingReader {
    mutating func take(_ section: Section) -> Field? { take(section.rawValue) }
}

extension Decoding {
    /// `add section: …`, where it would stand.
    func add(_ section: Section, _ value: String) -> Remedy {
        let text = "\(section.rawValue): \(value)"
        guard let root, case .mapping(let entries) = root.content else { return Remedy("add \(text)") }
        let later = Section.allCases.drop { $0 != section }.dropFirst().map(\.rawValue)
        let next = entries.firstIndex { later.contains($0.key) }
        return Remedy(
            "add \(text)",
            edit: EditedCollection(node: root, source: source).insertion(of: text, before: next))
    }
}

extension Remedy {
    /// Where something is to be inserted, for a finding about its absence.
    var place: SourceSpan? {
        guard let edit else { return nil }
        let margin = edit.text.prefix { $0 == " " }.utf8.count
        let mark = SourceMark(line: edit.span.end.line, column: edit.span.end.column + margin)
        return SourceSpan(start: mark, end: mark)
    }
}
