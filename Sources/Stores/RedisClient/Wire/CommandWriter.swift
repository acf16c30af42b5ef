import CHiredis
import NIOCore

/// Puts commands into the form of the protocol. Its memory is used again for the next one.
struct CommandWriter {
    /// The server's own limit is 512 MiB for one argument, and it hangs up on more than 1 Mi arguments.
    private static let byteLimit = 256 * 1024 * 1024
    private static let argumentLimit = 1 << 20

    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    mutating func write(_ command: RedisCommand, to buffer: inout ByteBuffer) -> Bool {
        append(command.name)
        if let key = command.key { append(key) }
        for argument in command.arguments { append(argument) }
        return finish(&buffer)
    }

    /// `EVALSHA` with the digest, or `EVAL` with the source (`EVAL` leaves it in the server's cache).
    mutating func write(
        _ command: String, _ script: String, keys: [[UInt8]], arguments: [[UInt8]],
        to buffer: inout ByteBuffer
    ) -> Bool {
        append(command)
        append(script)
        append(String(keys.count))
        for key in keys { append(key) }
        for argument in arguments { append(argument) }
        return finish(&buffer)
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    private mutating func append(_ argument: [UInt8]) {
        bytes.append(contentsOf: argument)
        ends.append(bytes.count)
    }

    /// False: too large to be sent, and nothing was written.
    private mutating func finish(_ buffer: inout ByteBuffer) -> Bool {
        defer {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 64 * 1024)
            ends.removeAll(keepingCapacity: ends.capacity <= 1024)
        }
        guard bytes.count <= Self.byteLimit, ends.count <= Self.argumentLimit else { return false }
        return bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: ends.count) { pointers in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: ends.count) { lengths in
                    var start = 0
                    for (index, end) in ends.enumerated() {
                        pointers[index] = bytes.baseAddress.map {
                            ($0 + start).assumingMemoryBound(to: CChar.self)
                        }
                        lengths[index] = end - start
                        start = end
                    }
                    return Self.format(pointers, lengths, to: &buffer)
                }
            }
        }
    }

    private static func format(
        _ pointers: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        _ lengths: UnsafeMutableBufferPointer<Int>,
        to buffer: inout ByteBuffer
    ) -> Bool {
        var text: UnsafeMutablePointer<CChar>?
        defer { redisFreeCommand(text) }
        let count = redisFormatCommandArgv(
            &text, Int32(pointers.count), pointers.baseAddress, lengths.baseAddress)
        guard count > 0, let text else { return false }
        buffer.writeBytes(UnsafeRawBufferPointer(start: text, count: Int(count)))
        return true
    }
}
