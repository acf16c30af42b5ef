/// Header fields of an answer, already in the form in which they are sent: `name: value\r\n`, one after the other.
///
/// What is known when the manifest is compiled is serialised then and only copied for each answer. A value can't
/// break out of its line: control characters become spaces.
package struct HeaderBlock: Sendable, Equatable {
    package private(set) var bytes: [UInt8]

    package static let empty = HeaderBlock()

    package init() {
        bytes = []
    }

    package init(_ fields: KeyValuePairs<String, String>) {
        bytes = []
        for (name, value) in fields { add(name, value) }
    }

    package mutating func add(_ name: String, _ value: String) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: ": ".utf8)
        bytes.append(contentsOf: value.utf8.map { $0 < 0x20 || $0 == 0x7f ? 0x20 : $0 })
        bytes.append(contentsOf: "\r\n".utf8)
    }

    package mutating func add(_ other: HeaderBlock) {
        bytes.append(contentsOf: other.bytes)
    }

    package func adding(_ name: String, _ value: String) -> HeaderBlock {
        var copy = self
        copy.add(name, value)
        return copy
    }

    package func adding(_ other: HeaderBlock) -> HeaderBlock {
        var copy = self
        copy.add(other)
        return copy
    }

    /// The fields read back, for those who inspect an answer instead of sending it.
    package var fields: HeaderFields {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        return HeaderFields(
            lines.compactMap { line in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return (String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
            })
    }
}
