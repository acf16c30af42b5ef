/// What the parser reports, freed of C.
struct YAMLEvent {
    let kind: Kind
    let span: SourceSpan

    enum Kind {
        case streamStart
        case streamEnd
        case documentStart(hasDirectives: Bool)
        case documentEnd
        case alias(String)
        case scalar(YAMLScalar, Properties)
        case sequenceStart(Properties)
        case sequenceEnd
        case mappingStart(Properties)
        case mappingEnd
    }

    struct Properties {
        let anchor: String?
        let tag: String?
    }
}

/// The parser gave up.
struct YAMLSyntaxError: Error {
    let problem: String
    let mark: SourceMark
    /// What it was reading, and where that began.
    let context: String?
    let contextMark: SourceMark?
}
