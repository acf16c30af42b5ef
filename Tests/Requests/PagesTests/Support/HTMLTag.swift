/// A tag of a page, as far as tests look at it. Attributes are quoted, as they are in all templates.
struct HTMLTag {
    let name: String
    let isEnd: Bool
    let isSelfClosed: Bool
    let attributes: [String: String]

    subscript(_ attribute: String) -> String? { attributes[attribute] }

    /// Style sheets are passed over.
    static func all(in html: String) -> [HTMLTag] {
        var tags: [HTMLTag] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            let end = end(of: rest)
            tags.append(HTMLTag(rest[..<end]))
            rest = rest[end...].dropFirst()
            if tags.last?.name == "style", tags.last?.isEnd == false {
                rest = rest.firstRange(of: "</style>").map { rest[$0.lowerBound...] } ?? ""
            }
        }
        return tags
    }

    private init(_ source: Substring) {
        isEnd = source.first == "/"
        isSelfClosed = source.last == "/"
        let body = isEnd ? source.dropFirst() : source
        name = body.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
        var attributes: [String: String] = [:]
        var rest = body.dropFirst(name.count)
        while let equals = rest.firstIndex(of: "=") {
            let label = rest[..<equals].split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
            let value = rest[equals...].dropFirst(2)
            let close = value.firstIndex(of: "\"") ?? value.endIndex
            attributes[label] = String(value[..<close])
            rest = value[close...].dropFirst()
        }
        self.attributes = attributes
    }

    private static func end(of tag: Substring) -> Substring.Index {
        var isQuoted = false
        return tag.indices.first { index in
            if tag[index] == "\"" { isQuoted.toggle() }
            return tag[index] == ">" && !isQuoted
        } ?? tag.endIndex
    }
}
