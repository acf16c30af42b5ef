/// The header fields of a request, in the order they arrived. Names compare without regard to ASCII case.
///
/// They stay in the bytes in which they came; only what is asked for becomes text.
package struct HeaderFields: Sendable {
    /// Where a field lies.
    package struct Place: Sendable {
        package let name: Range<Int>
        package let value: Range<Int>

        package init(name: Range<Int>, value: Range<Int>) {
            self.name = name
            self.value = value
        }
    }

    private let text: [UInt8]
    private let places: [Place]

    /// The places lie within the text; one that doesn't is a mistake in the program and ends it.
    package init(text: [UInt8], places: [Place]) {
        self.text = text
        self.places = places
    }

    package init(_ fields: [(name: String, value: String)]) {
        var text: [UInt8] = []
        var places: [Place] = []
        places.reserveCapacity(fields.count)
        for (name, value) in fields {
            let start = text.count
            text.append(contentsOf: name.utf8)
            let middle = text.count
            text.append(contentsOf: value.utf8)
            places.append(Place(name: start..<middle, value: middle..<text.count))
        }
        self.init(text: text, places: places)
    }

    package var fields: [(name: String, value: String)] {
        places.map { (string($0.name), string($0.value)) }
    }

    /// The first value under this name.
    package subscript(_ name: String) -> String? {
        places.first { isNamed($0, name) }.map { string($0.value) }
    }

    /// Looks at the value under this name, if one line carried it and no other.
    package func withOnly<Result>(_ name: String, _ look: (UnsafeRawBufferPointer) -> Result) -> Result? {
        var found: Place?
        for place in places where isNamed(place, name) {
            guard found == nil else { return nil }
            found = place
        }
        guard let found else { return nil }
        return text.withUnsafeBytes { look(UnsafeRawBufferPointer(rebasing: $0[found.value])) }
    }

    /// Every value under this name, one for each line that carried it.
    package func all(_ name: String) -> [String] {
        places.compactMap { isNamed($0, name) ? string($0.value) : nil }
    }

    /// The value of one cookie (RFC 6265 §5.4), the first where several share the name.
    package func cookie(_ name: String) -> String? {
        for line in all("cookie") {
            for pair in line.split(separator: ";") {
                let pair = pair.drop { $0 == " " || $0 == "\t" }
                guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
                return String(pair[pair.index(after: equals)...])
            }
        }
        return nil
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    private func isNamed(_ place: Place, _ name: String) -> Bool {
        guard place.name.count == name.utf8.count else { return false }
        var name = name
        return text.withUnsafeBytes { text in
            name.withUTF8 { name in
                for index in name.indices
                where lower(text[place.name.lowerBound + index]) != lower(name[index]) { return false }
                return true
            }
        }
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
