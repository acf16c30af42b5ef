/// A byte as the ASCII character that it is, or is not.
extension UInt8 {
    package var isLetter: Bool { (0x61...0x7a).contains(self | 0x20) }

    package var isDigit: Bool { (0x30...0x39).contains(self) }

    package var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }

    package var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
