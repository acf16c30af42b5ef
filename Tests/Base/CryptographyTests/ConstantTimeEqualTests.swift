import Cryptography
import Testing

@Suite("constant-time equality")
struct ConstantTimeEqualTests {
    @Test("holds for equal texts only, wherever they differ")
    func everywhere() {
        let text = ascii("0123456789abcdef")
        #expect(constantTimeEqual(text, Array(text)))
        for index in text.indices {
            var other = text
            other[index] ^= 1
            #expect(!constantTimeEqual(text, other), "byte \(index)")
        }
    }

    @Test("does not hold for texts of different lengths, though one begins the other")
    func lengths() {
        #expect(!constantTimeEqual(ascii("abc"), ascii("ab")))
        #expect(!constantTimeEqual([], [0]))
        #expect(constantTimeEqual([], []))
    }
}
