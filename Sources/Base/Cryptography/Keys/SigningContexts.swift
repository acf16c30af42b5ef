import COpenSSL
import Synchronization

/// Contexts that are ready to sign digests with one key, while nobody uses them: to make one costs a tenth of an ECDSA signature. There are as many
/// as threads that ever signed at the same moment, and they go with the key.
final class SigningContexts: Sendable {
    private let handle: KeyHandle
    private let idle = Mutex<[Context]>([])

    /// An `EVP_PKEY_CTX`. Whoever took it has it alone.
    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(_ handle: KeyHandle) {
        self.handle = handle
    }

    deinit {
        for context in idle.withLock({ $0 }) { EVP_PKEY_CTX_free(context.pointer) }
    }

    /// DER.
    func sign(_ digest: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let context = idle.withLock({ $0.popLast() }) ?? made() else {
            throw forgettingErrors(.refused)
        }
        var length = Int(EVP_PKEY_get_size(handle.key))
        var done = false
        let signature = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            done = EVP_PKEY_sign(context.pointer, buffer.baseAddress, &length, digest, digest.count) == 1
            count = done ? length : 0
        }
        guard done else {
            EVP_PKEY_CTX_free(context.pointer)
            throw forgettingErrors(.refused)
        }
        idle.withLock { $0.append(context) }
        return signature
    }

    private func made() -> Context? {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.key, nil) else { return nil }
        guard EVP_PKEY_sign_init(context) == 1 else {
            EVP_PKEY_CTX_free(context)
            return nil
        }
        return Context(pointer: context)
    }
}
