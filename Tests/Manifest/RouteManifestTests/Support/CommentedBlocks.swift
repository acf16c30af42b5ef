/// What stands in a manifest as a comment that is to be taken as it is: lines that follow each other and look like keys with values.
struct CommentedBlocks {
    /// The manifest with one of them in force.
    struct Variant {
        /// The first line of the block, from 1.
        let line: Int
        let text: [UInt8]
    }

    let variants: [Variant]

    init(_ manifest: [UInt8]) {
        let lines = String(decoding: manifest, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let bare = lines.map { line in
            line.wholeMatch(of: /( *)# ( *(?:- )?[a-z_]+: .*)/).map { "\($0.1)\($0.2)" }
        }
        var variants: [Variant] = []
        var index = 0
        while index < lines.count {
            let count = bare[index...].prefix { $0 != nil }.count
            if count > 0 {
                var changed = lines
                for line in index..<(index + count) { changed[line] = bare[line] ?? lines[line] }
                variants.append(Variant(line: index + 1, text: Array(changed.joined(separator: "\n").utf8)))
            }
            index += max(1, count)
        }
        self.variants = variants
    }
}
