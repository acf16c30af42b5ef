import COpenSSL

/// What becomes of OpenSSL when the process ends.
package enum ProcessEnd {
    /// Leaves its memory to the system. By itself OpenSSL takes everything down as soon as the process exits, under threads that are ending at
    /// that moment and still have contexts of it to give back: now and then one of them crashes, and a server that was told to stop ends by a
    /// signal. Counts only before anything else of OpenSSL is used.
    package static func leavesMemoryToTheSystem() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
