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
            var bits: UInt32 = 0
            var held = 0
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                held += 8
                while held >= 6 {
                    held -= 6
                    buffer[count] = digits[Int(bits >> UInt32(held) & 63)]
                    count += 1
                }
            }
            if held > 0 {
                buffer[count] = digits[Int(bits << UInt32(6 - held) & 63)]
                count += 1
            }
        }
    }

    func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var valid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count * 3 / 4) { buffer, count in
            var bits: UInt32 = 0
            var held = 0
            for digit in text {
                let value = values[Int(digit)]
                if value == 255 { valid = false }
                bits = bits << 6 | UInt32(value & 63)
                held += 6
                if held >= 8 {
                    held -= 8
                    buffer[count] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
                    count += 1
                }
            }
            if bits & (1 << UInt32(held) - 1) != 0 { valid = false }
        }
        return valid ? bytes : nil
    }
}
