package import WireText

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

    private let bytes: [UInt8]
    private let places: [Place]

    /// The places lie within the text; one that doesn't is a mistake in the program and ends it.
    package init(text: [UInt8], places: [Place]) {
        bytes = text
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
        places.map { (text($0.name).shown, text($0.value).shown) }
    }

    /// The first value under this name.
    package subscript(_ name: StaticString) -> WireText? {
        places.first { isNamed($0, name) }.map { text($0.value) }
    }

    /// Looks at the value under this name, if one line carried it and no other.
    package func withOnly<Result>(_ name: StaticString, _ look: (UnsafeRawBufferPointer) -> Result) -> Result?
    {
        var found: Place?
        for place in places where isNamed(place, name) {
            guard found == nil else { return nil }
            found = place
        }
        guard let found else { return nil }
        return bytes.withUnsafeBytes { look(UnsafeRawBufferPointer(rebasing: $0[found.value])) }
    }

    /// Whether there is a field with such a name.
    package func hasName(where isSuch: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        bytes.withUnsafeBytes { bytes in
            places.contains { isSuch(UnsafeRawBufferPointer(rebasing: bytes[$0.name])) }
        }
    }

    /// Every value under this name, one for each line that carried it.
    package func all(_ name: StaticString) -> [WireText] {
        places.compactMap { isNamed($0, name) ? text($0.value) : nil }
    }

    private func text(_ range: Range<Int>) -> WireText {
        bytes.withUnsafeBytes { WireText(repairing: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private func isNamed(_ place: Place, _ name: StaticString) -> Bool {
        guard place.name.count == name.utf8CodeUnitCount else { return false }
        return bytes.withUnsafeBytes { bytes in
            name.withUTF8Buffer { name in
                for index in name.indices
                where bytes[place.name.lowerBound + index].lowercased != name[index].lowercased {
                    return false
                }
                return true
            }
        }
    }
}
