import Glibc
package import JSON
import WireText

/// Asks a running server, and waits for its answer.
package struct ControlClient {
    /// Bytes of an answer.
    private static let answerLimit = 1 << 20

    private let descriptor: Int32

    /// Asks the process of a data folder that listens on this port, or else whichever has the folder; `nil` when none runs.
    package static func ask(
        _ command: String, _ arguments: JSONObject = JSONObject(), in folder: String, port: Int
    ) -> Result<JSONObject, ControlRefusal>? {
        for name in [ControlPlace.name(port: port), ControlPlace.name] {
            guard let descriptor = ControlPlace.connect(folder + "/" + name) else { continue }
            defer { close(descriptor) }
            return ControlClient(descriptor: descriptor).ask(command, arguments)
        }
        return nil
    }

    private func ask(_ command: String, _ arguments: JSONObject) -> Result<JSONObject, ControlRefusal> {
        var request = JSONObject(["command": .string(command)])
        request.add(arguments)
        guard send(JSONValue.object(request).serialized() + [0x0a]), let line = receive(),
            let answer = try? JSONValue.parse(line)
        else { return .failure(ControlRefusal("the server hung up")) }
        if let error = answer["error"]?.string { return .failure(ControlRefusal(error.shown)) }
        guard let result = answer["result"]?.object else {
            return .failure(ControlRefusal("the server gave an answer that makes no sense"))
        }
        return .success(result)
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Up to the end of the line.
    private func receive() -> [UInt8]? {
        var line: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16384)
        while line.count <= Self.answerLimit {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            if let end = block[..<count].firstIndex(of: 0x0a) { return line + block[..<end] }
            line += block[..<count]
        }
        return nil
    }
}
