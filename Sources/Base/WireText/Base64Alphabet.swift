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
                var seen: UInt8 = 0
                func value(_ index: Int) -> UInt32 {
                    let value = values[Int(text[index])]
                    seen |= value
                    return UInt32(value)
                }
                let whole = text.count & ~3
                var written = 0
                for index in stride(from: 0, to: whole, by: 4) {
                    let bits =
                        value(index) << 18 | value(index + 1) << 12 | value(index + 2) << 6 | value(index + 3)
                    buffer[written] = UInt8(truncatingIfNeeded: bits >> 16)
                    buffer[written + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                    buffer[written + 2] = UInt8(truncatingIfNeeded: bits)
                    written += 3
                }
                // Two or three digits are left for one or two bytes; the bits beyond them must be zero.
                if text.count - whole >= 2 {
                    let third = text.count - whole == 3 ? value(whole + 2) : 0
                    let bits = value(whole) << 18 | value(whole + 1) << 12 | third << 6
                    buffer[written] = UInt8(truncatingIfNeeded: bits >> 16)
                    if length - written == 2 { buffer[written + 1] = UInt8(truncatingIfNeeded: bits >> 8) }
                    valid = bits & (length - written == 2 ? 0xff : 0xffff) == 0
                }
                valid = valid && seen < 64
            }
            count = length
        }
        return valid ? bytes : nil
    }
}
