import Foundation
import Glibc
import Support

/// Whether what listens on the port of 127.0.0.1 answers `PING` with anything but that it is still loading.
func isAnswering(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard withLoopback(port, { connect(descriptor, $0, $1) }) == 0 else { return false }
    var timeout = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    _ = "PING\r\n".withCString { write(descriptor, $0, 6) }
    var answer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &answer, answer.count)
    guard count > 0 else { return false }
    let text = String(decoding: answer.prefix(count), as: UTF8.self)
    return text.hasPrefix("+PONG") || (text.hasPrefix("-") && !text.hasPrefix("-LOADING"))
}

/// Sends commands as they are; throws when one of them is refused.
func sendCommands(_ commands: [UInt8], to port: Int) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw TestFailure("no socket") }
    defer { close(descriptor) }
    guard withLoopback(port, { connect(descriptor, $0, $1) }) == 0 else {
        throw TestFailure("nobody listens on \(port)")
    }
    let end = "*2\r\n$4\r\nECHO\r\n$4\r\ndone\r\n"
    var rest = (commands + end.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw TestFailure("the connection to \(port) ended") }
        rest = rest.dropFirst(count)
    }
    var answers: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while !answers.suffix(10).elementsEqual("$4\r\ndone\r\n".utf8) {
        let count = read(descriptor, &block, block.count)
        guard count > 0 else { throw TestFailure("the connection to \(port) ended") }
        answers += block.prefix(count)
    }
    let refusals = answers.split(separator: 0x0a).filter { $0.first == 0x2d }
    guard refusals.isEmpty else { throw TestFailure("\(String(decoding: refusals[0], as: UTF8.self))") }
}

/// What `redis-cli` prints, without the last line break.
func redisCommandLine(_ arguments: [String]) async throws -> String {
    let text = try await runProgram(["redis-cli", "--raw"] + arguments).output
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
}
