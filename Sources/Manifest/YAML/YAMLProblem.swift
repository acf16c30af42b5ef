/// What is wrong with a text that should be a YAML document of the kind accepted here.
package struct YAMLProblem: Sendable, Equatable {
    package let kind: Kind
    package let span: SourceSpan
    /// Where the other party stands: the first of two equal keys, the collection that was never closed.
    package let related: SourceSpan?

    package enum Kind: Sendable, Equatable {
        /// Why the parser gave up, or what it misunderstood.
        case slip(YAMLSlip)
        /// The parser's own words, lower case, and what it was reading then: no slip explains them.
        case syntax(String, context: String?)
        case tag(String)
        case directive
        case mergeKey
        case secondDocument
        case keyIsNotText
        case duplicateKey(String)
        case unknownAlias(String)
        case aliasCycle(String)
        case tooLarge
        case tooDeep
        case tooManyNodes
        case notText
        case invalidUTF8
        case controlCharacter(Unicode.Scalar)
    }

    package init(_ kind: Kind, at span: SourceSpan, related: SourceSpan? = nil) {
        self.kind = kind
        self.span = span
        self.related = related
    }
}

/// How much a document may hold. Aliases count as what they stand for.
package enum YAMLLimits {
    package static let bytes = 1_048_576
    package static let depth = 64
    package static let nodes = 100_000
    /// After so many problems the rest is not looked at.
    package static let problems = 100
}
