/// A place in one of the texts that are read together: line and column from 1. Columns count Unicode scalars.
package struct SourceMark: Hashable, Sendable, Comparable {
    /// Which of the texts, from 0.
    package let source: Int
    package let line: Int
    package let column: Int

    package init(source: Int, line: Int, column: Int) {
        self.source = source
        self.line = line
        self.column = column
    }

    /// Elsewhere in the same text.
    package func at(line: Int, column: Int) -> SourceMark {
        SourceMark(source: source, line: line, column: column)
    }

    /// Elsewhere on the same line.
    package func at(column: Int) -> SourceMark { at(line: line, column: column) }

    package static func < (left: Self, right: Self) -> Bool {
        (left.source, left.line, left.column) < (right.source, right.line, right.column)
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

    /// Of one character.
    init(point: SourceMark) {
        self.init(start: point, end: point.at(column: point.column + 1))
    }
}

/// A value of a YAML document and where it stands.
package struct YAMLNode: Sendable {
    package let content: Content
    package let span: SourceSpan
    /// Nil where it is as it is written.
    let parts: WrittenParts?

    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the document; no two keys are equal.
        case mapping([YAMLEntry])
    }

    package init(content: Content, span: SourceSpan, parts: WrittenParts? = nil) {
        self.content = content
        self.span = span
        self.parts = parts
    }
}

/// A scalar as text: what it means is for its reader to say.
package struct YAMLScalar: Sendable {
    package let text: String
    package let style: Style

    package init(text: String, style: Style) {
        self.text = text
        self.style = style
    }

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

    package init(key: String, keySpan: SourceSpan, value: YAMLNode) {
        self.key = key
        self.keySpan = keySpan
        self.value = value
    }
}
