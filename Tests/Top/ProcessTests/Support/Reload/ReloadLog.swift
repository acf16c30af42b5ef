import Foundation
import Support

/// What a server has said of the files that it read again.
final class ReloadLog {
    private let path: String
    private var offset: UInt64 = 0
    private(set) var taken = 0
    private(set) var refused = 0

    init(_ path: String) {
        self.path = path
    }

    /// Reads on, in whole lines.
    func readOn() throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        let bytes = try file.readToEnd() ?? Data()
        try file.close()
        guard let end = bytes.lastIndex(of: 0x0a) else { return }
        let lines = bytes[...end]
        offset += UInt64(lines.count)
        for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
            if line.contains("routes.yaml: taken over") { taken += 1 }
            if line.contains("not taken over") { refused += 1 }
        }
    }
}
