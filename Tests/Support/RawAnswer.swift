/// An answer as it came over the wire.
package struct RawAnswer: Sendable, Equatable {
    package var status = 0
    package var fields: [Field] = []
    package var body = ""

    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// The values under a name, in any case.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    package subscript(name: String) -> String? { all(name).first }

    /// Takes one complete answer from the front of the bytes.
    static func parse(_ bytes: inout [UInt8], toHead: Bool, isClosed: Bool) -> RawAnswer? {
        let end = Array("\r\n\r\n".utf8)
        guard let headEnd = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count >= 2, words[0] == "HTTP/1.1" else {
            return nil
        }
        var answer = RawAnswer()
        answer.status = Int(words[1]) ?? 0
        answer.fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
            return Field(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
        }
        guard let (body, count) = answer.body(bytes[(headEnd + 4)...], toHead: toHead, isClosed: isClosed)
        else {
            return nil
        }
        answer.body = body
        bytes.removeFirst(headEnd + 4 + count)
        return answer
    }

    private func body(_ rest: ArraySlice<UInt8>, toHead: Bool, isClosed: Bool) -> (String, Int)? {
        if toHead || status == 204 || status == 304 || status < 200 { return ("", 0) }
        if self["Transfer-Encoding"] == "chunked" { return Self.chunks(rest) }
        if let length = self["Content-Length"].flatMap({ Int($0) }) {
            guard rest.count >= length else { return nil }
            return (String(decoding: rest.prefix(length), as: UTF8.self), length)
        }
        return isClosed ? (String(decoding: rest, as: UTF8.self), rest.count) : nil
    }

    private static func chunks(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
        var rest = bytes
        var body: [UInt8] = []
        while let lineEnd = rest.firstIndex(of: 13) {
            guard let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16) else {
                return nil
            }
            guard rest.count >= (lineEnd - rest.startIndex) + 2 + size + 2 else { return nil }
            rest = rest[(lineEnd + 2)...]
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 {
                return (String(decoding: body, as: UTF8.self), rest.startIndex - bytes.startIndex)
            }
        }
        return nil
    }
}
