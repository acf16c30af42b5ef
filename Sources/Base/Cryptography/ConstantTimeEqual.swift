import COpenSSL

/// Whether two texts are the same, in a time that depends on their lengths alone. Different lengths are unequal.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBytes { constantTimeEqual($0, right) }
}

/// The same for bytes that lie elsewhere.
package func constantTimeEqual(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left.baseAddress, right, right.count) == 0
}
