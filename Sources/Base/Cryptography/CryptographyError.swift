// Every cryptographic operation of this package, on OpenSSL 3. No other target sees a cryptographic library,
// but for TLS.

/// Why a key could not be used or a sealed text not be opened.
package enum CryptographyError: Error, Equatable {
    /// An AES-256 key is 32 bytes; this is the number that was given.
    case keyLength(Int)
    /// Altered, truncated, sealed under another key or for another purpose. Which of these is not told apart.
    case notAuthentic
    /// OpenSSL refused the operation: a text beyond 2³¹ bytes.
    case refused
}
