import Support

/// Manifests, so few as it goes, in which each two switches are seen in all four ways: in one that is served, where there can be one,
/// else in one that is refused.
struct SwitchPairs: Sendable {
    let served: [Switched]
    let refused: [Switched]

    static let all = SwitchPairs()

    /// Two switches, by their place in ``Switch/all``, each on or off.
    private struct Way: Hashable, Comparable {
        let first: Int
        let second: Int
        let isFirstOff: Bool
        let isSecondOff: Bool

        private var order: Int { (first * 1000 + second) * 4 + (isFirstOff ? 2 : 0) + (isSecondOff ? 1 : 0) }

        static func < (one: Way, other: Way) -> Bool { one.order < other.order }
    }

    private init() {
        let count = Switch.all.count
        var missing: Set<Way> = []
        for first in 0..<count {
            for second in (first + 1)..<count {
                for way in 0..<4 {
                    missing.insert(
                        Way(first: first, second: second, isFirstOff: way & 2 != 0, isSecondOff: way & 1 != 0)
                    )
                }
            }
        }
        var random = SeededRandom(seed: 16)
        var unservable: Set<Way> = []
        served = Self.rows(of: &missing, leaving: &unservable, by: &random) { $0.broken.isEmpty }
        var impossible: Set<Way> = []
        refused = Self.rows(of: &unservable, leaving: &impossible, by: &random) { !$0.broken.isEmpty }
    }

    /// Rows that are fit, until there is no way missing; those that no fit row has are left.
    private static func rows(
        of missing: inout Set<Way>, leaving: inout Set<Way>, by random: inout SeededRandom,
        fit: (Switched) -> Bool
    ) -> [Switched] {
        var rows: [Switched] = []
        while let way = missing.min() {
            var best: (row: Switched, ways: Set<Way>)?
            for _ in 0..<600 {
                var isOff = Switch.all.map { _ in Bool.random(using: &random) }
                isOff[way.first] = way.isFirstOff
                isOff[way.second] = way.isSecondOff
                let row = Switched(off: Set(Switch.all.indices.filter { isOff[$0] }.map { Switch.all[$0] }))
                guard fit(row) else { continue }
                let ways = missing.filter {
                    isOff[$0.first] == $0.isFirstOff && isOff[$0.second] == $0.isSecondOff
                }
                if ways.count > best?.ways.count ?? 0 { best = (row, ways) }
            }
            if let best {
                rows.append(best.row)
                missing.subtract(best.ways)
            } else {
                leaving.insert(way)
                missing.remove(way)
            }
        }
        return rows
    }
}
