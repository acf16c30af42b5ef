/// A byte as the ASCII character that it is, or is not. What is read at each request is compiled into where it is used.
extension UInt8 {
    @inlinable package var isLetter: Bool { (0x61...0x7a).contains(self | 0x20) }

    @inlinable package var isDigit: Bool { (0x30...0x39).contains(self) }

    package var isHexDigit: Bool { hexValue != nil }

    package var hexValue: UInt8? {
        switch lowercased {
        case 0x30...0x39: self - 0x30
        case 0x61...0x66: lowercased - 0x61 + 10
        default: nil
        }
    }

    @inlinable package var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}

extension Sequence<UInt8> {
    /// Equal to this text in lower case, but for the case of letters.
    @inlinable package func equalsIgnoringCase(_ lower: StaticString) -> Bool {
        lower.withUTF8Buffer { elementsEqual($0) { $0.lowercased == $1 } }
    }
}
