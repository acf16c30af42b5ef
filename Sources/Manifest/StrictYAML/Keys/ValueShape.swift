/// What can stand under a key, for whoever tells of it: the documentation, the schema.
package indirect enum ValueShape: Sendable {
    case text(TextShape)
    case integer(ClosedRange<Int>)
    case boolean
    /// One of a closed set of words.
    case word([String])
    /// - Parameter identity: The key of its entries by which one is known, where they are mappings and have one.
    case list(of: ValueShape, identity: String? = nil)
    case mapping([KeyEntry])
    /// A mapping whose keys are names of the user's own.
    case named(TextShape, ValueShape)
    case either([ValueShape])
    /// Whatever YAML can say.
    case anything
    /// A mapping whose keys depend on what stands elsewhere: in words, and the lists that can be meant.
    case options(String, [[KeyEntry]])
}

/// A text: in words, and as far as an expression can say it.
package struct TextShape: Sendable {
    /// `a length of time from 1s to 30d`
    package let words: String
    /// Of the whole text, by ECMA-262, without anchors; nil: no expression says it.
    package let pattern: String?

    package init(_ words: String, pattern: String? = nil) {
        self.words = words
        self.pattern = pattern
    }

    /// Not only blanks.
    package static func line(atMost limit: Int = 200) -> TextShape {
        TextShape("one line of 1 to \(limit) characters", pattern: #"\s*\S[\s\S]*"#)
    }
}
