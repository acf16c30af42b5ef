package import WireText

/// Cookies (RFC 6265 §5.4), compared byte for byte.
extension HeaderFields {
    /// The value of one cookie, the first where several share the name.
    package func cookie(_ name: String) -> WireText? {
        cookies { $0.elementsEqual(name.utf8) }.first
    }

    /// The values of all cookies whose names begin so, in the order in which they came.
    package func cookies(beginning prefix: String) -> [WireText] {
        cookies { $0.starts(with: prefix.utf8) }
    }

    private func cookies(_ isMeant: (ArraySlice<UInt8>) -> Bool) -> [WireText] {
        all("cookie").flatMap { line in
            line.bytes.split(separator: UInt8(ascii: ";")).compactMap { pair in
                let pair = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), isMeant(pair[..<equals]) else {
                    return nil
                }
                return WireText(repairing: pair[(equals + 1)...])
            }
        }
    }
}
