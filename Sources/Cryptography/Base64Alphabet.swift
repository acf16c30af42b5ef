/// Sixty-four digits, and the way between them and bytes; padding is not its affair.
struct Base64Alphabet: Sendable {
    static let standard = Base64Alphabet(last: "+/")
    static let url = Base64Alphabet(last: "-_")

    private let digits: [UInt8]
    /// The value of each byte as a digit; 255 for one that is none.
    private let values: [UInt8]

    private init(last: String) {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        self.digits = digits
        self.values = values
    }

    func encode(_ bytes: [UInt8]) -> [UInt8] {
        let length = (bytes.count * 4 + 2) / 3
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            digits.withUnsafeBufferPointer { digits in
                var bits: UInt32 = 0
                var held: UInt32 = 0
                var written = 0
                for byte in bytes {
                    bits = bits << 8 | UInt32(byte)
                    held &+= 8
                    while held >= 6 {
                        held &-= 6
                        buffer[written] = digits[Int(bits &>> held & 63)]
                        written &+= 1
                    }
                }
                if held > 0 { buffer[written] = digits[Int(bits &<< (6 &- held) & 63)] }
            }
            count = length
        }
    }

    func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var valid = true
        let length = text.count * 3 / 4
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            values.withUnsafeBufferPointer { values in
                var bits: UInt32 = 0
                var held: UInt32 = 0
                var written = 0
                var seen: UInt8 = 0
                for digit in text {
                    let value = values[Int(digit)]
                    seen |= value
                    bits = bits << 6 | UInt32(value & 63)
                    held &+= 6
                    if held >= 8 {
                        held &-= 8
                        buffer[written] = UInt8(truncatingIfNeeded: bits &>> held)
                        written &+= 1
                    }
                }
                valid = seen < 64 && bits & (1 &<< held &- 1) == 0
            }
            count = length
        }
        return valid ? bytes : nil
    }
}
