import Testing
import WireText

@Suite("bytes as ASCII")
struct ASCIITests {
    /// What the standard library says of the same characters.
    private func agrees(_ is: (UInt8) -> Bool, _ expected: (Character) -> Bool) -> Bool {
        (UInt8.min...UInt8.max).allSatisfy { byte in
            `is`(byte) == (byte < 0x80 && expected(Character(Unicode.Scalar(byte))))
        }
    }

    @Test("letters, digits and hexadecimal digits are those of ASCII, and no byte beyond it is one")
    func classes() {
        #expect(agrees({ $0.isLetter }, { $0.isLetter }))
        #expect(agrees({ $0.isDigit }, { $0.isWholeNumber }))
        #expect(agrees({ $0.isHexDigit }, { $0.isHexDigit }))
        for byte in UInt8.min...0x7f {
            #expect(byte.hexValue.map(Int.init) == Character(Unicode.Scalar(byte)).hexDigitValue)
        }
    }

    @Test("lower case changes the 26 letters and nothing else")
    func lowerCase() {
        for byte in UInt8.min...UInt8.max {
            let isUpper = byte < 0x80 && Character(Unicode.Scalar(byte)).isUppercase
            #expect(byte.lowercased == (isUpper ? byte + 32 : byte))
        }
    }

    @Test("only the case of letters makes no difference")
    func ignoringCase() {
        #expect("Content-LENGTH".utf8.equalsIgnoringCase("content-length"))
        #expect("".utf8.equalsIgnoringCase(""))
        for text in [
            "content-lengt", "content-length ", "content\rlength", "content-lengtH\u{301}", "xontent-length",
        ] {
            #expect(!text.utf8.equalsIgnoringCase("content-length"), "\(text)")
        }
        // What differs in the same bit, and is no letter.
        #expect(![0x1a, 0x2f].equalsIgnoringCase(":/"))
        #expect(![0x40].equalsIgnoringCase("`"))
    }
}
