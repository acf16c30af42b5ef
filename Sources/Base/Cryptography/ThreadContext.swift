import COpenSSL

/// What OpenSSL works in, kept for each thread.
///
/// Making a context costs four times the digest that is made with it, and a context serves one operation at a time; one
/// for each thread is had without a lock. No operation here suspends, so nothing else can run on the thread meanwhile.
final class ThreadContext {
    /// An `EVP_MD_CTX` of SHA-256.
    let digest: OpaquePointer
    /// An `EVP_CIPHER_CTX` of AES-256-GCM. Each use sets direction, key and nonce anew; naming the algorithm
    /// again would cost a quarter of the whole operation.
    let cipher: OpaquePointer

    private init() {
        guard let digest = EVP_MD_CTX_new(), EVP_DigestInit_ex2(digest, Algorithms.shared.sha256, nil) == 1,
            let cipher = EVP_CIPHER_CTX_new(),
            EVP_EncryptInit_ex2(cipher, Algorithms.shared.aes256GCM, nil, nil, nil) == 1
        else { unusable("a context") }
        self.digest = digest
        self.cipher = cipher
    }

    deinit {
        EVP_MD_CTX_free(digest)
        EVP_CIPHER_CTX_free(cipher)
    }

    static var current: ThreadContext {
        var key = Algorithms.shared.threadKey
        if let known = CRYPTO_THREAD_get_local(&key) {
            return Unmanaged<ThreadContext>.fromOpaque(known).takeUnretainedValue()
        }
        let made = Unmanaged.passRetained(ThreadContext())
        guard CRYPTO_THREAD_set_local(&key, made.toOpaque()) == 1 else { unusable("thread-local storage") }
        return made.takeUnretainedValue()
    }
}

/// The algorithms, looked up among OpenSSL's providers once.
struct Algorithms: @unchecked Sendable {
    static let shared = Algorithms()

    /// An `EVP_MD`; immutable, shared by all threads.
    let sha256: OpaquePointer
    /// An `EVP_CIPHER`; immutable, shared by all threads.
    let aes256GCM: OpaquePointer
    let threadKey: CRYPTO_THREAD_LOCAL

    private init() {
        guard let sha256 = EVP_MD_fetch(nil, "SHA256", nil) else { unusable("SHA-256") }
        guard let aes256GCM = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) else { unusable("AES-256-GCM") }
        var key = CRYPTO_THREAD_LOCAL()
        let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
            if let context { Unmanaged<ThreadContext>.fromOpaque(context).release() }
        }
        guard CRYPTO_THREAD_init_local(&key, release) == 1 else { unusable("thread-local storage") }
        self.sha256 = sha256
        self.aes256GCM = aes256GCM
        threadKey = key
    }
}

/// Ends the process: the installed OpenSSL can't do what everything here stands on, and to go on with a wrong digest or
/// without randomness would be worse. No input can cause this.
func unusable(_ what: String) -> Never {
    fatalError("the installed OpenSSL has no \(what)")
}
