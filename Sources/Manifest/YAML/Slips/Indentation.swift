/// How lines are indented, one below the other.
enum Indentation {
    private static let usual = 2

    /// The most frequent difference between a line and the deeper one below it. One such difference alone may be the slip.
    static func step(of lines: [LineShape]) -> Int {
        var counts = [usual: 1]
        for (line, next) in zip(lines, lines.dropFirst()) where next.indentation > line.indentation {
            counts[next.indentation - line.indentation, default: 0] += 1
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? usual
    }

    /// Where lines could be moved to: to where their neighbours stand, or a level above or below those. The likeliest first: what
    /// leaves the whole most regular, then the order of the lines, then what moves a line least.
    ///
    /// - Parameter width: How far in the lines stand now, where spaces alone don't tell.
    static func moves(of suspects: [Int], _ scene: SlipScene, width: Int? = nil) -> [(
        line: LineShape, column: Int
    )] {
        var seen: Set<Int> = []
        let moves = suspects.filter { scene.lines.indices.contains($0) && seen.insert($0).inserted }
            .enumerated().flatMap { order, index in
                let line = scene.lines[index]
                var columns: Set<Int> = [line.indentation]
                return scene.neighbours(of: index).map(\.indentation)
                    .flatMap { [$0, $0 + scene.step, max(0, $0 - scene.step)] }
                    .filter { columns.insert($0).inserted }.enumerated().map { nearness, column in
                        let irregularity = irregularity(scene, movingLineAt: index, to: column)
                        let way = abs(column - (width ?? line.indentation))
                        return (rank: [irregularity, order, way, nearness], line: line, column: column)
                    }
            }
        return moves.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }.map { ($0.line, $0.column) }
    }

    /// How many lines do not stand where the ones above them say, if the line at `index` had `indentation`.
    private static func irregularity(_ scene: SlipScene, movingLineAt index: Int, to indentation: Int) -> Int
    {
        var levels: [Int] = []
        var count = 0
        var isBelowKey = true
        for (number, line) in scene.lines.enumerated() {
            let column = number == index ? indentation : line.indentation
            var isOutside = false
            while let top = levels.last, top > column {
                levels.removeLast()
                isOutside = true
            }
            let above = levels.last
            if above != column {
                // Deeper than a line that is not the one above it, by another step, or below a value.
                if let above, isOutside || column - above != scene.step || !isBelowKey { count += 1 }
                levels.append(column)
            } else if isBelowKey, !isOutside {
                count += 1
            }
            if line.isEntry { levels.append(column + line.entry - line.content.lowerBound) }
            isBelowKey = line.colon.map { $0 + 1 == line.content.upperBound } ?? false
        }
        return count
    }
}

/// A line that is indented too far or not far enough. The parser notices at the next line that fits nowhere.
func indentations(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    // All guesses at once, when the walk begins.
    let last = scene.last
    guard line.number == scene.lines[last].number else { return [] }
    let opener = scene.lines[..<last].lastIndex { $0.indentation < line.indentation }
    // The line above, the one below which this one does not fit, the first one below that, and this one itself.
    let suspects = [last - 1] + (opener.map { [$0, $0 + 1] } ?? []) + [last]
    return Indentation.moves(of: suspects, scene).map { line, column in
        SlipGuess(
            kind: .indentation(line.indentation, wanted: column), range: line.start..<line.content.lowerBound,
            replacement: Array(repeating: .space, count: column),
            place: line.content.lowerBound..<(line.colon ?? line.content.upperBound))
    }
}

func tabs(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let blanks = scene.bytes[line.start..<line.content.upperBound].prefix { $0.isBlank }
    guard let tab = blanks.firstIndex(of: .tab), let index = scene.index(of: line) else { return [] }
    // One among spaces took the place of a space; by themselves they stand for levels.
    let width = blanks.contains(.space) ? blanks.count : blanks.count * scene.step
    return Indentation.moves(of: [index], scene, width: width).map { _, column in
        SlipGuess(
            kind: .tab(wanted: column), range: blanks.indices,
            replacement: Array(repeating: .space, count: column), place: tab..<tab + 1)
    }
}
