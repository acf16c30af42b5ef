package import YAML

/// A mapping or a list as it is written in one text, for changes of its entries.
struct WrittenCollection {
    package let node: YAMLNode
    package let source: SourceText

    /// Written in brackets.
    var isFlow: Bool { source.opensBracket(node.span.start) }

    /// Takes an entry away, with its line or its comma; nil where nothing would be left.
    package func removal(of index: Int) -> Remedy.Edit? {
        guard isEditable, (0..<node.count).contains(index) else { return nil }
        let (start, end) = extent(index)
        let next = index + 1 < node.count ? extent(index + 1).start : nil
        if isFlow {
            if let next { return Remedy.Edit(SourceSpan(start: start, end: next), "") }
            let before = index > 0 ? extent(index - 1).end : start
            return Remedy.Edit(SourceSpan(start: before, end: end), "")
        }
        guard node.count > 1 else { return nil }
        if start.line > 1, source.isBlank(before: start) {
            let lines = SourceSpan(
                start: source.end(ofLine: start.line - 1), end: source.end(ofLine: end.line))
            return Remedy.Edit(lines, "")
        }
        return next.map { Remedy.Edit(SourceSpan(start: start, end: $0), "") }
    }

    /// Puts an entry in front of another and of the comments above it, or behind all of them.
    package func insertion(of text: String, before index: Int? = nil) -> Remedy.Edit? {
        guard isEditable else { return nil }
        if isFlow {
            if let index { return Remedy.Edit(at: extent(index).start, "\(text), ") }
            if node.count > 0 { return Remedy.Edit(at: extent(node.count - 1).end, ", \(text)") }
            let brackets = SourceSpan(start: source.content(at: node.span.start), end: node.span.end)
            return Remedy.Edit(brackets, node.isList ? "[\(text)]" : "{ \(text) }")
        }
        guard node.count > 0 else { return nil }
        let margin = String(repeating: " ", count: extent(0).start.column - 1)
        let entry = (node.isList ? "- " : "") + text
        guard let index else {
            return Remedy.Edit(at: source.end(ofLine: extent(node.count - 1).end.line), "\n\(margin)\(entry)")
        }
        let start = extent(index).start
        guard source.isBlank(before: start) else { return Remedy.Edit(at: start, "\(entry)\n\(margin)") }
        var line = start.line
        while line > 1, source.isComment(line - 1) { line -= 1 }
        return Remedy.Edit(at: source.mark(line: line, column: 1), "\(margin)\(entry)\n")
    }

    /// What an alias stands for is written elsewhere, and a line of thousands of characters is not searched again and again.
    private var isEditable: Bool {
        func isWithin(_ child: YAMLNode) -> Bool {
            node.span.start <= child.span.start && child.span.end <= node.span.end
        }
        guard source.isShort(node.span.start.line) else { return false }
        return switch node.content {
        case .scalar: false
        case .mapping(let entries): entries.allSatisfy { isWithin($0.value) }
        case .sequence(let nodes): nodes.allSatisfy(isWithin)
        }
    }

    /// Of an entry, its key or its dash included.
    private func extent(_ index: Int) -> (start: SourceMark, end: SourceMark) {
        switch node.content {
        case .scalar: (node.span.start, node.span.end)
        case .mapping(let entries): (entries[index].keySpan.start, source.end(of: entries[index].value))
        case .sequence(let nodes):
            (
                isFlow ? nodes[index].span.start : source.dash(before: nodes[index].span.start),
                source.end(of: nodes[index])
            )
        }
    }
}

extension SourceText {
    /// Behind the last character of it. Collections without brackets end, to the parser, where the next thing begins.
    package func end(of node: YAMLNode) -> SourceMark {
        let end = node.span.end
        switch node.content {
        case .scalar(let scalar):
            return scalar.style == .block && end.column == 1 && end.line > 1
                ? self.end(ofLine: end.line - 1) : end
        case .sequence(let nodes):
            guard !opensBracket(node.span.start), let last = nodes.last else { return end }
            return self.end(of: last)
        case .mapping(let entries):
            guard !opensBracket(node.span.start), let last = entries.last else { return end }
            return max(last.keySpan.end, self.end(of: last.value))
        }
    }

    package func end(ofLine number: Int) -> SourceMark {
        mark(line: number, column: line(number).unicodeScalars.count + 1)
    }

    /// Nothing but blanks stands in front of it on its line.
    func isBlank(before mark: SourceMark) -> Bool {
        line(mark.line).unicodeScalars.prefix(mark.column - 1).allSatisfy(\.isBlank)
    }

    func isComment(_ number: Int) -> Bool {
        line(number).unicodeScalars.first { !$0.isBlank } == "#"
    }

    /// Where a value begins whose anchor stands there: the anchor belongs to the value as the parser sees it.
    package func content(at mark: SourceMark) -> SourceMark {
        var number = mark.line
        guard isShort(number) else { return mark }
        var line = Array(self.line(number).unicodeScalars)
        guard line.indices.contains(mark.column - 1), line[mark.column - 1] == "&" else { return mark }
        var index = line[(mark.column - 1)...].firstIndex(where: \.isBlank) ?? line.count
        while true {
            index = line[index...].firstIndex { !$0.isBlank } ?? line.count
            if index < line.count, line[index] != "#" { return mark.at(line: number, column: index + 1) }
            number += 1
            guard number <= lineCount, isShort(number) else { return mark }
            line = Array(self.line(number).unicodeScalars)
            index = 0
        }
    }

    fileprivate func opensBracket(_ value: SourceMark) -> Bool {
        let mark = content(at: value)
        guard isShort(mark.line) else { return true }
        let scalar = line(mark.line).unicodeScalars.dropFirst(mark.column - 1).first
        return scalar == "[" || scalar == "{"
    }

    /// Of the entry of a list.
    fileprivate func dash(before mark: SourceMark) -> SourceMark {
        let before = Array(line(mark.line).unicodeScalars.prefix(mark.column - 1))
        guard let last = before.lastIndex(where: { !$0.isBlank }), before[last] == "-" else { return mark }
        return mark.at(column: last + 1)
    }
}
