import COpenSSL

/// An `EVP_PKEY`: immutable once it is made, for any number of threads at once.
final class KeyHandle: @unchecked Sendable {
    let key: OpaquePointer

    init(adopting key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }
}

// Made.
extension KeyHandle {
    /// A public key of what `describe` puts into the builder; `nil` when OpenSSL finds no key in it.
    static func described(as family: String, by describe: (OpaquePointer) -> Bool) -> KeyHandle? {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard describe(builder), let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, family, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        let selection =
            OSSL_KEYMGMT_SELECT_PUBLIC_KEY | OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS
            | OSSL_KEYMGMT_SELECT_OTHER_PARAMETERS
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, selection, parameters) == 1, let key
        else { return forgettingErrors(nil) }
        return KeyHandle(adopting: key)
    }

    /// A key pair, of OpenSSL's own randomness. The installed OpenSSL knows each family that is named here.
    static func generated(_ family: String, _ configure: (OpaquePointer) -> Int32 = { _ in 1 }) -> KeyHandle {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, family, nil) else { unusable("\(family) keys") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, configure(context) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { unusable("\(family) keys") }
        return KeyHandle(adopting: key)
    }
}

// Taken apart.
extension KeyHandle {
    /// One of its numbers, big-endian, in as many bytes as it needs or in `length`.
    func number(_ name: String, length: Int? = nil) -> [UInt8] {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { unusable("number \(name)") }
        defer { BN_free(number) }
        return [UInt8](bigNumber: number, length: length ?? (Int(BN_num_bits(number)) + 7) / 8)
    }
}

extension [UInt8] {
    /// Big-endian, with zeros in front. `length` is enough for the number.
    init(bigNumber number: OpaquePointer, length: Int) {
        self.init(unsafeUninitializedCapacity: length) { buffer, count in
            guard BN_bn2binpad(number, buffer.baseAddress, Int32(length)) == length else {
                unusable("numbers of \(length) bytes")
            }
            count = length
        }
    }
}

/// What went wrong is known by the answer; OpenSSL's list of errors, one for each thread, is not left to who reads it next.
func forgettingErrors<Answer>(_ answer: Answer) -> Answer {
    ERR_clear_error()
    return answer
}

/// The names of a key's numbers, where they stay: what is built of them points at these and has no copy. Those that OpenSSL's
/// headers have become a `String` in Swift, which lies somewhere else with each call.
enum KeyParameter {
    static let group: StaticString = "group"
    static let point: StaticString = "pub"
    static let modulus: StaticString = "n"
    static let exponent: StaticString = "e"
}

extension StaticString {
    var pointer: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
