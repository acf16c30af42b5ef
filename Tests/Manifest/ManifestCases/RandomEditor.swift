import RouteManifest
import StrictYAML
import Support

/// Edits manifests at random, the same way for the same seed: some as people mean it, some by slips of the hand, some with malice.
package struct RandomEditor {
    var random: SeededRandom
    var manifest = ManifestLines([])

    package init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    package mutating func edited(_ text: [UInt8]) -> [UInt8] {
        manifest = ManifestLines(text)
        let means = Int.random(in: 0..<3, using: &random) > 0
        for _ in 0..<Int.random(in: 1...(means ? 2 : 6), using: &random) {
            switch Int.random(in: 0..<(means ? 6 : 24), using: &random) {
            case 0: writeExample()
            case 1: addKey()
            case 2: turnComment()
            case 3: deleteBlock()
            case 4: copyBlock()
            case 5: swapBlocks()
            case 6, 7: moveBlock()
            case 8, 9: swapValues()
            case 10: moveValue()
            case 11, 12: renameKey()
            case 13...16: writeStrangeValue()
            case 17: alias()
            case 18: shiftLines()
            case 19: swapLines()
            case 20: doubleLine()
            case 21: changeBytes()
            case 22: doubleBytes()
            default: swapBytes()
            }
        }
        return manifest.text
    }
}

// What stands where.
extension RandomEditor {
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &random)
    }

    /// A line on which there is something.
    mutating func line() -> Int? {
        pick(manifest.lines.indices.filter { manifest.indentation(of: $0) != nil })
    }

    mutating func entry() -> ManifestLines.Entry? {
        pick(manifest.entries)
    }

    /// One whose value stands beside it.
    mutating func written() -> ManifestLines.Entry? {
        pick(manifest.entries.filter { !$0.value.isEmpty })
    }

    func value(_ entry: ManifestLines.Entry) -> [UInt8] { Array(manifest.lines[entry.line][entry.value]) }

    func key(_ entry: ManifestLines.Entry) -> String {
        String(decoding: manifest.lines[entry.line][entry.key], as: UTF8.self)
    }

    mutating func write(_ value: [UInt8], at entry: ManifestLines.Entry) {
        let isGapLess = entry.value.isEmpty && entry.value.lowerBound == entry.key.upperBound + 1
        manifest.lines[entry.line].replaceSubrange(
            entry.value, with: (isGapLess ? [UInt8(ascii: " ")] : []) + value)
    }
}

// As people mean it.
extension RandomEditor {
    private static let keys = ManifestLanguage.keys

    private mutating func writeExample() {
        guard let entry = written() else { return }
        let name = key(entry)
        guard let meant = pick(Self.keys.filter { $0.entry.name == name }) else { return }
        write(Array(meant.entry.example.utf8), at: entry)
    }

    /// One that may stand beside another.
    private mutating func addKey() {
        guard let line = line(), let indentation = manifest.indentation(of: line),
            let there = manifest.entries.first(where: { $0.line == line }),
            there.key.lowerBound == indentation
        else { return }
        let name = key(there)
        guard let beside = pick(Self.keys.filter { $0.entry.name == name })?.path.dropLast(name.utf8.count),
            let added = pick(Self.keys.filter { $0.path == beside + $0.entry.name }), added.entry.name != name
        else { return }
        let text = String(repeating: " ", count: indentation) + added.entry.name + ": " + added.entry.example
        manifest.lines.insert(Array(text.utf8), at: line)
    }

    /// A key that stands in a comment becomes one, or the other way round.
    private mutating func turnComment() {
        let comments = manifest.lines.indices.filter { line in
            let text = manifest.lines[line].drop { $0 == UInt8(ascii: " ") }
            return text.starts(with: Array("# ".utf8)) && text.contains(UInt8(ascii: ":"))
        }
        if Bool.random(using: &random), let line = pick(comments) {
            let mark = manifest.lines[line].firstIndex(of: UInt8(ascii: "#")) ?? 0
            manifest.lines[line].removeSubrange(mark..<mark + 2)
        } else if let line = line() {
            for line in manifest.block(at: line) { manifest.lines[line].insert(UInt8(ascii: "#"), at: 0) }
        }
    }

    private mutating func deleteBlock() {
        guard let line = line() else { return }
        manifest.lines.removeSubrange(manifest.block(at: line))
    }

    /// Under another name, where it has one.
    private mutating func copyBlock() {
        guard let line = line() else { return }
        let block = manifest.block(at: line)
        var copy = Array(manifest.lines[block])
        if let entry = manifest.entries.first(where: { $0.line == line }) {
            copy[0].insert(UInt8(ascii: "2"), at: entry.key.upperBound)
        }
        manifest.lines.insert(contentsOf: copy, at: block.upperBound)
    }

    private mutating func swapBlocks() {
        guard let first = line(), let second = line() else { return }
        let blocks = [manifest.block(at: first), manifest.block(at: second)].sorted {
            $0.lowerBound < $1.lowerBound
        }
        guard blocks[0].upperBound <= blocks[1].lowerBound else { return }
        let texts = blocks.map { Array(manifest.lines[$0]) }
        manifest.lines.replaceSubrange(blocks[1], with: texts[0])
        manifest.lines.replaceSubrange(blocks[0], with: texts[1])
    }
}

// What is put where it does not belong.
extension RandomEditor {
    /// To another depth.
    private mutating func moveBlock() {
        guard let line = line(), let indentation = manifest.indentation(of: line) else { return }
        let block = manifest.block(at: line)
        let moved = Array(manifest.lines[block])
        manifest.lines.removeSubrange(block)
        guard let target = self.line(), let wanted = manifest.indentation(of: target) else { return }
        let shifted = moved.map { line in
            wanted >= indentation
                ? [UInt8](repeating: UInt8(ascii: " "), count: wanted - indentation) + line
                : Array(line.dropFirst(indentation - wanted))
        }
        manifest.lines.insert(contentsOf: shifted, at: target)
    }

    private mutating func swapValues() {
        guard let first = written(), let second = written(), first.line != second.line else { return }
        let values = (value(first), value(second))
        write(values.1, at: first)
        write(values.0, at: second)
    }

    private mutating func moveValue() {
        guard let first = written(), let second = entry() else { return }
        write(value(first), at: second)
    }

    private mutating func renameKey() {
        guard let first = entry(), let second = entry() else { return }
        let name =
            Bool.random(using: &random)
            ? Array(manifest.lines[second.line][second.key])
            : Array((pick(Self.keys)?.entry.name ?? "x").utf8)
        manifest.lines[first.line].replaceSubrange(first.key, with: name)
    }

    private mutating func writeStrangeValue() {
        guard let entry = entry(), let value = pick(StrangeValues.all) else { return }
        write(value, at: entry)
    }

    /// One value is what another says.
    private mutating func alias() {
        guard let first = written(), let second = written(), first.line < second.line else { return }
        write(Array("&name ".utf8) + value(first), at: first)
        write(Array("*name".utf8), at: second)
    }
}

// Slips of the hand, and worse.
extension RandomEditor {
    private mutating func shiftLines() {
        guard let line = line() else { return }
        let count = Int.random(in: 1...3, using: &random)
        let isAlone = Bool.random(using: &random)
        let isDeeper = Bool.random(using: &random)
        for line in isAlone ? line..<line + 1 : manifest.block(at: line) {
            if isDeeper {
                manifest.lines[line].insert(
                    contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: count), at: 0)
            } else {
                manifest.lines[line].removeFirst(min(count, manifest.lines[line].count))
            }
        }
    }

    private mutating func swapLines() {
        guard let first = line(), let second = line() else { return }
        manifest.lines.swapAt(first, second)
    }

    private mutating func doubleLine() {
        guard let line = line() else { return }
        manifest.lines.insert(manifest.lines[line], at: line)
    }

    private mutating func changeBytes() {
        guard let line = line() else { return }
        let column = Int.random(in: 0...manifest.lines[line].count, using: &random)
        let end = min(column + Int.random(in: 0...3, using: &random), manifest.lines[line].count)
        let added = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        manifest.lines[line].replaceSubrange(column..<end, with: added)
    }

    private mutating func doubleBytes() {
        var text = manifest.text
        let range = bytes(of: text)
        text.insert(contentsOf: text[range], at: Int.random(in: 0...text.count, using: &random))
        manifest = ManifestLines(text)
    }

    private mutating func swapBytes() {
        var text = manifest.text
        guard !text.isEmpty else { return }
        text.swapAt(
            text.indices.randomElement(using: &random) ?? 0, text.indices.randomElement(using: &random) ?? 0)
        manifest = ManifestLines(text)
    }

    private mutating func bytes(of text: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...text.count, using: &random)
        return start..<Int.random(in: start...min(start + 500, text.count), using: &random)
    }
}
