import Glibc

/// A pipe of which a test reads when it likes.
final class Pipe: Sendable {
    let input: Int32
    let output: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Unexpected() }
        (output, input) = (ends[0], ends[1])
        // So that few lines fill it.
        _ = fcntl(input, setPipeSize, 4096)
    }

    deinit {
        close(output)
        close(input)
    }

    /// Reads until this text has come.
    func read(until end: String) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: text, as: UTF8.self).contains(end) {
            let count = Glibc.read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer.prefix(count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    struct Unexpected: Error {}
}

/// F_SETPIPE_SZ, which Glibc does not have for Swift.
private let setPipeSize: Int32 = 1031
