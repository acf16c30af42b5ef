import Foundation
import RedisServers

/// `MONITOR` of a server: every command that it is sent, with all arguments, into a file.
final class Monitor {
    private let server: RedisServer
    private let process: ChildProcess

    init(_ server: RedisServer, in folder: URL) async throws {
        self.server = server
        process = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/env"), ["redis-cli", "-s", server.socketPath, "monitor"],
            environment: ["PATH": "/usr/bin:/bin:/usr/local/bin"], in: folder)
        try await sees("OK")
    }

    /// Everything up to now.
    func end() async throws -> String {
        try await server.command("ECHO", "that is all")
        try await sees("that is all")
        return process.output
    }

    private func sees(_ text: String) async throws {
        _ = try await eventually("MONITOR shows \(text)") { process.output.contains(text) ? () : nil }
    }
}

extension String {
    /// The bytes that a line of `MONITOR` stands for: what isn't printable is written as an escape there.
    var unescaped: Data {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let mark = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch mark {
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "a"): bytes.append(7)
            case UInt8(ascii: "b"): bytes.append(8)
            default: bytes.append(mark)
            }
        }
        return Data(bytes)
    }
}
