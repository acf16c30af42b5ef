/// A place in a text: both from 1. Columns count Unicode scalars.
package struct SourceMark: Hashable, Sendable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// From the first character of something to the one after its last.
package struct SourceSpan: Hashable, Sendable {
    package let start: SourceMark
    package let end: SourceMark

    package init(start: SourceMark, end: SourceMark) {
        self.start = start
        self.end = end
    }
}

/// A value of a YAML document and where it stands.
package struct YAMLNode: Sendable {
    package let content: Content
    package let span: SourceSpan

    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the document; no two keys are equal.
        case mapping([YAMLEntry])
    }
}

/// A scalar as text: what it means is for its reader to say.
package struct YAMLScalar: Sendable {
    package let text: String
    package let style: Style

    package enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        /// Introduced by `|` or `>`.
        case block
    }

    /// Nothing was written, or `~`, or `null`: no value at all.
    package var isNull: Bool {
        style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
    }
}

/// A key of a mapping with its value.
package struct YAMLEntry: Sendable {
    package let key: String
    package let keySpan: SourceSpan
    package let value: YAMLNode
}
