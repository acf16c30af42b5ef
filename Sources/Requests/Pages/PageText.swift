/// The literal text of a page, put together from its files, and where each byte of it stands.
struct PageText {
    private(set) var bytes: [UInt8] = []
    private var runs: [Run] = []

    /// Bytes that stand one after the other in a file.
    private struct Run {
        let start: Int
        let source: TemplateSource
        let offset: Int
    }

    mutating func append(_ text: ArraySlice<UInt8>, of source: TemplateSource) {
        guard !text.isEmpty else { return }
        runs.append(Run(start: bytes.count, source: source, offset: text.startIndex))
        bytes += text
    }

    /// Where these bytes stand: of what was put together from several places, the part in the first. Nil for a range that holds nothing.
    func span(of range: Range<Int>) -> TemplateSpan? {
        guard !range.isEmpty else { return nil }
        var low = 0
        var high = runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].start <= range.lowerBound { low = middle } else { high = middle }
        }
        guard runs.indices.contains(low) else { return nil }
        let end = low + 1 < runs.count ? runs[low + 1].start : bytes.count
        let run = runs[low]
        let offset = run.offset - run.start
        return TemplateSpan(
            source: run.source, range: range.lowerBound + offset..<min(range.upperBound, end) + offset)
    }
}
